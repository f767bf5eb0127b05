import type { Metadata } from "next";
import { PushesTab } from "@/components/connections/pushes-tab";

export const metadata: Metadata = { title: "Pushes" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string }> };

/** The last pushes of a resource. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId } = await params;
  return <PushesTab place={{ connectionId: Number(connectionId), resourceId: Number(resourceId) }} />;
}
