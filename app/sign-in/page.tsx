import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { troubleIn } from "@/components/sign-in/auth-client";
import { QuietPage } from "@/components/sign-in/quiet-page";
import { SignInForm } from "@/components/sign-in/sign-in-form";
import { signInMethods } from "@/lib/accounts/methods";
import { personOfPage } from "@/lib/guard/page";

export const metadata: Metadata = { title: "Sign in" };

type Asked = Partial<Record<"next" | "callbackUrl" | "error", string | string[]>>;

/** Where everybody without a sign-in comes, and goes on to where they wanted. */
export default async function SignInPage({ searchParams }: { searchParams: Promise<Asked> }) {
  const { next, callbackUrl, error } = await searchParams;
  const wanted = localPath(next ?? callbackUrl);
  if (await personOfPage()) redirect(wanted);
  const { oidc, firstRun } = await signInMethods();
  if (firstRun) redirect("/welcome");
  return (
    <QuietPage title="Sign in">
      <SignInForm
        next={wanted}
        provider={oidc?.name}
        trouble={troubleIn(typeof error === "string" ? error : undefined)}
      />
    </QuietPage>
  );
}

/** Only a path of ours: nobody is sent to another site after signing in. */
function localPath(wanted: string | string[] | undefined): string {
  return typeof wanted === "string" && /^\/(?![/\\])/.test(wanted) ? wanted : "/";
}
