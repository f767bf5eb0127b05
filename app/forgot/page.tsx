import type { Metadata } from "next";
import Link from "next/link";
import { ForgotForm } from "@/components/sign-in/forgot-form";
import { QuietPage } from "@/components/sign-in/quiet-page";
import { signInMethods } from "@/lib/accounts/methods";

export const metadata: Metadata = { title: "Forgot your password" };

/** For who does not know their password any more. */
export default async function ForgotPage() {
  const { mail } = await signInMethods();
  return (
    <QuietPage title="Forgot your password" says="A link by mail lets you set another one.">
      {mail ? <ForgotForm /> : <WithoutMail />}
    </QuietPage>
  );
}

function WithoutMail() {
  return (
    <>
      <p className="text-body text-pretty text-ink-soft">
        This installation sends no mail. Ask whoever runs it for a link; on its machine this prints one:
      </p>
      <p className="rounded-6 bg-wash px-3 py-2 font-mono text-table wrap-anywhere select-all">
        npm run -s admin -- person reset-link --email you@example.com
      </p>
      <Link href="/sign-in" className="self-start py-1 text-body">
        Back to signing in
      </Link>
    </>
  );
}
