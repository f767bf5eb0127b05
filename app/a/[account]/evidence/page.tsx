import type { Metadata } from "next";
import { AccountEvidence } from "@/components/evidence/account-evidence";

export const metadata: Metadata = { title: "Evidence" };

/** All evidence of an account. */
export default function Page() {
  return <AccountEvidence />;
}
