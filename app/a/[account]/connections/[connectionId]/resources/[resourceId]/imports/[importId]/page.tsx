import type { Metadata } from "next";
import { ImportPage } from "@/components/imports/import-page";

export const metadata: Metadata = { title: "Import" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string; importId: string }> };

/** One file on its way into a resource, step by step. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId, importId } = await params;
  const place = { connectionId: Number(connectionId), resourceId: Number(resourceId) };
  return <ImportPage place={place} importId={Number(importId)} />;
}
