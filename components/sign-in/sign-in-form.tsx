"use client";

import Link from "next/link";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Field } from "../ui/field";
import { PasswordInput, TextInput } from "../ui/text-input";
import { signIn, signInThrough, type SignInTrouble } from "./auth-client";

const says: Record<SignInTrouble, string> = {
  refused: "This e-mail address and password do not belong together. Check both and try again.",
  "too-many": "There were too many tries. Wait a quarter of an hour, then try again.",
  "second-factor": "",
  "second-factor-wrong": "This code is not right, or was used before. Wait for the next one and enter it.",
  "unknown-person": "Nobody here has this address. Ask an admin of your account to invite you.",
  provider: "The other site did not sign you in. Try again, or ask an admin whether you were invited.",
  unavailable: "The server could not sign you in just now. Try again in a moment.",
};

type SignInFormProps = { next: string; provider: string | undefined; trouble: SignInTrouble | undefined };

/** E-mail address and password, the code where one is asked for, and where to go afterwards. */
export function SignInForm({ next, provider, trouble: before }: SignInFormProps) {
  const [trouble, setTrouble] = useState(before);
  const [busy, setBusy] = useState(false);
  const [asksForCode, setAsksForCode] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLInputElement>(null);

  useEffect(() => {
    if (asksForCode) code.current?.focus();
  }, [asksForCode]);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "");
    setBusy(true);
    setTrouble(undefined);
    const found = await signIn({ email: text("email"), password: text("password"), code: text("code") });
    if (found === undefined) return window.location.assign(next);
    setBusy(false);
    setTrouble(found === "second-factor" ? undefined : found);
    setAsksForCode(asksForCode ? found !== "refused" : found === "second-factor");
    (found === "second-factor-wrong" ? code : password).current?.select();
  };

  return (
    <>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {trouble && (
          <Callout tone="bad" live>
            {says[trouble]}
          </Callout>
        )}
        <div className={asksForCode ? "hidden" : "contents"}>
          <Field label="E-mail address">
            <TextInput name="email" type="email" autoComplete="username" autoFocus required />
          </Field>
          <Field label="Password">
            <PasswordInput name="password" autoComplete="current-password" required ref={password} />
          </Field>
        </div>
        {asksForCode && (
          <Field label="Code" hint="Six digits from your authenticator app, or one of your recovery codes.">
            <TextInput name="code" mono autoComplete="one-time-code" required ref={code} />
          </Field>
        )}
        <Button type="submit" variant="primary" busy={busy}>
          {asksForCode ? "Go on" : "Sign in"}
        </Button>
      </form>
      {asksForCode ? (
        <Button variant="quiet" onClick={() => setAsksForCode(false)}>
          Sign in as somebody else
        </Button>
      ) : (
        <>
          {provider && <ProviderButton name={provider} next={next} onTrouble={setTrouble} />}
          <Link href="/forgot" className="self-start py-1 text-body">
            Forgot your password?
          </Link>
        </>
      )}
    </>
  );
}

type ProviderButtonProps = { name: string; next: string; onTrouble: (trouble: SignInTrouble) => void };

function ProviderButton({ name, next, onTrouble }: ProviderButtonProps) {
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    const found = await signInThrough("oidc", next);
    if (found === undefined) return;
    setBusy(false);
    onTrouble(found);
  };
  return (
    <>
      <p className="flex items-center gap-3 text-table text-ink-faint before:h-px before:flex-1 before:bg-hairline after:h-px after:flex-1 after:bg-hairline">
        or
      </p>
      <Button busy={busy} onClick={() => void leave()}>
        {name}
      </Button>
    </>
  );
}
