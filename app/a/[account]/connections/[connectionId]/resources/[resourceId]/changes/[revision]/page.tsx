import type { Metadata } from "next";
import { ChangePage } from "@/components/connections/change-page";

export const metadata: Metadata = { title: "Change" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string; revision: string }> };

/** One Change and its records. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId, revision } = await params;
  const place = { connectionId: Number(connectionId), resourceId: Number(resourceId) };
  return <ChangePage place={place} revision={Number(revision)} />;
}
