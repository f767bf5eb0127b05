"use client";

import Link from "next/link";
import { useState } from "react";
import { api } from "../api";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import { FormProblem } from "./form-problem";
import { useForm } from "./use-form";

/** Asks for the link that sets another password. */
export function ForgotForm() {
  const [sentTo, setSentTo] = useState<string>();
  const { busy, problem, onSubmit, errorOf } = useForm(
    async (text) => {
      await api.post("/api/password-resets", { body: { email: text("email") } });
      return text("email");
    },
    (email) => setSentTo(email),
  );
  if (sentTo !== undefined) {
    return (
      <Callout tone="good" live title="Look into your mail">
        If somebody here has the address <span className="font-medium wrap-anywhere text-ink">{sentTo}</span>, a link is
        on its way. It works once, within an hour.
      </Callout>
    );
  }
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <Field label="E-mail address" error={errorOf("email")}>
        <TextInput name="email" type="email" autoComplete="username" autoFocus required />
      </Field>
      <Button type="submit" variant="primary" busy={busy}>
        Send me a link
      </Button>
      <Link href="/sign-in" className="self-start py-1 text-body">
        Back to signing in
      </Link>
    </form>
  );
}
