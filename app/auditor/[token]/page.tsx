import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AuditorPage, type AuditorEvidence } from "@/components/evidence/auditor-page";
import { readOpen } from "@/lib/doors/here";

// The address holds the token, so it is told to nobody, and kept by no search engine.
export const metadata: Metadata = {
  title: "Evidence",
  referrer: "no-referrer",
  robots: { index: false, follow: false },
};

type PageProps = { params: Promise<{ token: string }> };

/** What an auditor's link leads to: one evidence, without a sign-in. Opening it is on record. */
export default async function Page({ params }: PageProps) {
  const { token } = await params;
  const text = await readOpen(`/api/auditor/${token}`);
  if (text === undefined) notFound();
  return <AuditorPage evidence={JSON.parse(text) as AuditorEvidence} />;
}
