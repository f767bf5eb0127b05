import type { Metadata } from "next";
import { SchemaTab } from "@/components/connections/schema-tab";

export const metadata: Metadata = { title: "Schema" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string }> };

/** The schema of a resource. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId } = await params;
  return <SchemaTab place={{ connectionId: Number(connectionId), resourceId: Number(resourceId) }} />;
}
