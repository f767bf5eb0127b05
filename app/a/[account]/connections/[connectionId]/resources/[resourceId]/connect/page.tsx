import type { Metadata } from "next";
import { ConnectTab } from "@/components/connect/connect-tab";

export const metadata: Metadata = { title: "Connect" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string }> };

/** How a script pushes into a resource. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId } = await params;
  return <ConnectTab place={{ connectionId: Number(connectionId), resourceId: Number(resourceId) }} />;
}
