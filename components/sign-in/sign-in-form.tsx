"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Field } from "../ui/field";
import { PasswordInput, TextInput } from "../ui/text-input";
import { signIn, type SignInTrouble } from "./auth-client";

const says: Record<SignInTrouble, string> = {
  refused: "This e-mail address and password do not belong together. Check both and try again.",
  "too-many": "There were too many tries. Wait a quarter of an hour, then try again.",
  "second-factor": "Enter the code that your authenticator app shows.",
  "second-factor-wrong": "This code is not the one the app shows now. Wait for the next one and enter it.",
  unavailable: "The server could not sign you in just now. Try again in a moment.",
};

/** E-mail address and password, and where to go afterwards. */
export function SignInForm({ next }: { next: string }) {
  const [trouble, setTrouble] = useState<SignInTrouble>();
  const [busy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setTrouble(undefined);
    const found = await signIn({ email: String(form.get("email")), password: String(form.get("password")) });
    if (found === undefined) return window.location.assign(next);
    setTrouble(found);
    setBusy(false);
    password.current?.select();
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {trouble && (
        <Callout tone="bad" live>
          {says[trouble]}
        </Callout>
      )}
      <Field label="E-mail address">
        <TextInput name="email" type="email" autoComplete="username" autoFocus required />
      </Field>
      <Field label="Password">
        <PasswordInput name="password" autoComplete="current-password" required ref={password} />
      </Field>
      <Button type="submit" variant="primary" busy={busy}>
        Sign in
      </Button>
    </form>
  );
}
