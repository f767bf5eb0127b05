import type { Metadata } from "next";
import { EvidencePage } from "@/components/evidence/evidence-page";

export const metadata: Metadata = { title: "Evidence" };

type PageProps = { params: Promise<{ evidenceId: string }> };

/** One evidence. */
export default async function Page({ params }: PageProps) {
  const { evidenceId } = await params;
  return <EvidencePage id={Number(evidenceId)} />;
}
