import type { Metadata } from "next";
import { GeneratePage } from "@/components/evidence/generate-page";

export const metadata: Metadata = { title: "Generate evidence" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string }> };

/** The form that generates evidence of a resource. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId } = await params;
  return <GeneratePage place={{ connectionId: Number(connectionId), resourceId: Number(resourceId) }} />;
}
