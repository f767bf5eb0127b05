import type { Metadata } from "next";
import { SessionsTab } from "@/components/sessions/sessions-tab";

export const metadata: Metadata = { title: "Sessions" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string }> };

/** The upload sessions of a resource. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId } = await params;
  return <SessionsTab place={{ connectionId: Number(connectionId), resourceId: Number(resourceId) }} />;
}
