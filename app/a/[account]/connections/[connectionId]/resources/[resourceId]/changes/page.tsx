import type { Metadata } from "next";
import { ChangesTab } from "@/components/connections/changes-tab";

export const metadata: Metadata = { title: "Changes" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string }> };

/** What became of a resource’s records. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId } = await params;
  return <ChangesTab place={{ connectionId: Number(connectionId), resourceId: Number(resourceId) }} />;
}
