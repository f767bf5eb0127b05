import type { Metadata } from "next";
import { LifePage } from "@/components/records/life/life-page";

export const metadata: Metadata = { title: "A record’s life" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string; recordId: string }> };

/** Everything that ever happened to one record. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId } = await params;
  return <LifePage place={{ connectionId: Number(connectionId), resourceId: Number(resourceId) }} />;
}
