import type { Metadata } from "next";
import { connection } from "next/server";
import { QuietPage } from "@/components/sign-in/quiet-page";
import { VerifyPage } from "@/components/verify/verify-page";
import { keySet } from "@/lib/evidence/signing/read";

export const metadata: Metadata = { title: "Check evidence" };

/** For whoever was given a bundle, without signing in. The keys come with the page, so that it asks for nothing later. */
export default async function CheckEvidencePage() {
  await connection();
  const keys = await keySet().then(
    (set) => set.keys,
    () => null,
  );
  return (
    <QuietPage
      wide
      title="Check evidence"
      says="Give the bundle, the ZIP that you were handed. Your browser finds out here whether it is complete and as it was signed; nothing of it is uploaded."
    >
      <VerifyPage keys={keys} />
    </QuietPage>
  );
}
