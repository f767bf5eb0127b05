import type { Metadata } from "next";
import { QuietPage } from "@/components/sign-in/quiet-page";
import { ResetForm } from "@/components/sign-in/reset-form";

export const metadata: Metadata = { title: "Set a new password", referrer: "no-referrer" };

/** Where a reset link leads. What it carries stands after #, so that no server sees it before the form is sent. */
export default function ResetPage() {
  return (
    <QuietPage title="Set a new password" says="It ends your sign-ins everywhere.">
      <ResetForm />
    </QuietPage>
  );
}
