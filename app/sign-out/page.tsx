import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { QuietPage } from "@/components/sign-in/quiet-page";
import { SignOutButton } from "@/components/sign-in/sign-out-button";
import { personOfPage } from "@/lib/guard/page";

export const metadata: Metadata = { title: "Sign out" };

/** Leaving, for whoever comes by a link; the pages of an account have it in their menu. */
export default async function SignOutPage() {
  const person = await personOfPage();
  if (!person) redirect("/sign-in");
  return (
    <QuietPage title="Sign out" says={`You are signed in as ${person.email}.`}>
      <SignOutButton />
    </QuietPage>
  );
}
