import type { Metadata } from "next";
import { SchemaPage } from "@/components/schema-publish/schema-page";

export const metadata: Metadata = { title: "Schema" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string }> };

/** The schema of a resource: what holds, its draft, and every version. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId } = await params;
  return <SchemaPage place={{ connectionId: Number(connectionId), resourceId: Number(resourceId) }} />;
}
