import type { Metadata } from "next";
import { InvitationForm } from "@/components/sign-in/invitation-form";
import { QuietPage } from "@/components/sign-in/quiet-page";
import { personOfPage } from "@/lib/guard/page";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

/** Where an invitation leads. What it carries stands after #, so that no server sees it before the form is sent. */
export default async function InvitePage() {
  const person = await personOfPage();
  return (
    <QuietPage title="You are invited">
      <InvitationForm signedInAs={person?.email} />
    </QuietPage>
  );
}
