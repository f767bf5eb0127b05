import type { Metadata } from "next";
import { ComparePage } from "@/components/compare/compare-page";

export const metadata: Metadata = { title: "Compare" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string }> };

/** Two moments of a resource side by side. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId } = await params;
  return <ComparePage place={{ connectionId: Number(connectionId), resourceId: Number(resourceId) }} />;
}
