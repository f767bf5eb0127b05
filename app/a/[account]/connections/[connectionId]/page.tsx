import type { Metadata } from "next";
import { ConnectionPage } from "@/components/connections/connection-page";

export const metadata: Metadata = { title: "Connection" };

type PageProps = { params: Promise<{ connectionId: string }> };

/** One connection and its resources. */
export default async function Page({ params }: PageProps) {
  const { connectionId } = await params;
  return <ConnectionPage connectionId={Number(connectionId)} />;
}
