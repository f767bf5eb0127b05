import type { Metadata } from "next";
import { NewResourcePage } from "@/components/connections/new-resource-page";

export const metadata: Metadata = { title: "New resource" };

type PageProps = { params: Promise<{ connectionId: string }> };

/** Where a connection gets another resource. */
export default async function Page({ params }: PageProps) {
  const { connectionId } = await params;
  return <NewResourcePage connectionId={Number(connectionId)} />;
}
