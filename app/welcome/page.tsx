import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { QuietPage } from "@/components/sign-in/quiet-page";
import { WelcomeForm } from "@/components/sign-in/welcome-form";
import { signInMethods } from "@/lib/accounts/methods";

export const metadata: Metadata = { title: "Welcome", referrer: "no-referrer" };

/** The first page of an installation that nobody has come into yet. */
export default async function WelcomePage() {
  const { firstRun } = await signInMethods();
  if (!firstRun) redirect("/sign-in");
  return (
    <QuietPage title="Welcome to Attestry" says="Open this installation: its first account, and you as its admin.">
      <WelcomeForm />
    </QuietPage>
  );
}
