"use client";

import { useState } from "react";
import { api } from "../api";
import { Button, LinkButton } from "../ui/button";
import { Callout } from "../ui/callout";
import { FormProblem } from "./form-problem";
import { useLinkToken } from "./link-token";
import { NewPasswordField } from "./new-password-field";
import { useForm } from "./use-form";

/** Sets another password by the link in the address. */
export function ResetForm() {
  const token = useLinkToken();
  const [email, setEmail] = useState<string>();
  const { busy, problem, onSubmit, errorOf } = useForm(
    (text) =>
      api.post<{ email: string }>("/api/password-resets/confirm", { body: { token, password: text("password") } }),
    (done) => setEmail(done.email),
  );
  if (email !== undefined) {
    return (
      <>
        <Callout tone="good" live title="Your password is set">
          Sign in as <span className="font-medium wrap-anywhere text-ink">{email}</span>. You were signed out
          everywhere.
        </Callout>
        <LinkButton variant="primary" href="/sign-in">
          Sign in
        </LinkButton>
      </>
    );
  }
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <NewPasswordField name="password" label="New password" error={errorOf("password")} autoFocus />
      <Button type="submit" variant="primary" busy={busy} disabled={!token}>
        Set the password
      </Button>
      {problem?.status === 404 && <LinkButton href="/forgot">Ask for a new link</LinkButton>}
    </form>
  );
}
