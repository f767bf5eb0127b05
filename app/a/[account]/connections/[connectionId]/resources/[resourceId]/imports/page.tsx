import type { Metadata } from "next";
import { ImportsPage } from "@/components/imports/imports-page";

export const metadata: Metadata = { title: "Imports" };

type PageProps = { params: Promise<{ connectionId: string; resourceId: string }> };

/** The files that were imported into a resource. */
export default async function Page({ params }: PageProps) {
  const { connectionId, resourceId } = await params;
  return <ImportsPage place={{ connectionId: Number(connectionId), resourceId: Number(resourceId) }} />;
}
