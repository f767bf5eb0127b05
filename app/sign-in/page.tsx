import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { QuietPage } from "@/components/sign-in/quiet-page";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { personOfPage } from "@/lib/guard/page";

export const metadata: Metadata = { title: "Sign in" };

type SignInPageProps = { searchParams: Promise<{ next?: string | string[] }> };

/** Where everybody without a sign-in comes, and goes on to where they wanted. */
export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next } = await searchParams;
  // Only a path of ours: nobody is sent to another site after signing in.
  const wanted = typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : "/";
  if (await personOfPage()) redirect(wanted);
  return (
    <QuietPage title="Sign in">
      <SignInForm next={wanted} />
    </QuietPage>
  );
}
