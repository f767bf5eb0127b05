import type { Metadata } from "next";
import { SettingsTab } from "@/components/connections/settings-tab";

export const metadata: Metadata = { title: "Settings" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string }> };

/** What a resource is called, and how it behaves. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId } = await params;
  return <SettingsTab place={{ connectionId: Number(connectionId), resourceId: Number(resourceId) }} />;
}
