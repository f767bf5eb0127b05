import type { Metadata } from "next";
import { ResourceEvidence } from "@/components/evidence/resource-evidence";

export const metadata: Metadata = { title: "Evidence" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string }> };

/** The evidence of a resource. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId } = await params;
  return <ResourceEvidence place={{ connectionId: Number(connectionId), resourceId: Number(resourceId) }} />;
}
