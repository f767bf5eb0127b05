"use client";

import { useRouter } from "next/navigation";
import { api } from "../api";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import { signIn } from "./auth-client";
import { FormProblem } from "./form-problem";
import { useLinkToken } from "./link-token";
import { NewPasswordField } from "./new-password-field";
import { useForm } from "./use-form";

/** The first account and its admin, by the token that the server printed. */
export function WelcomeForm() {
  const token = useLinkToken();
  const router = useRouter();
  const { busy, problem, onSubmit, errorOf } = useForm(
    async (text) => {
      const [email, password] = [text("email"), text("password")];
      const { accountId } = await api.post<{ accountId: number }>("/api/first-run", {
        body: {
          token: text("token").trim(),
          accountName: text("accountName"),
          email,
          password,
          firstName: text("firstName"),
          lastName: text("lastName"),
          termsAccepted: text("terms") === "on",
        },
      });
      await signIn({ email, password, code: "" });
      return accountId;
    },
    (accountId) => router.push(`/a/${accountId}`),
  );
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <FormProblem problem={problem} />
      <Field label="Token" hint="The server printed it into its log when it started." error={errorOf("token")}>
        <TextInput key={token} name="token" mono defaultValue={token} autoComplete="off" required autoFocus={!token} />
      </Field>
      <Field label="Account" hint="What your organisation is called." error={errorOf("accountName")}>
        <TextInput name="accountName" autoComplete="organization" maxLength={255} required />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="First name">
          <TextInput name="firstName" autoComplete="given-name" maxLength={100} />
        </Field>
        <Field label="Last name">
          <TextInput name="lastName" autoComplete="family-name" maxLength={100} />
        </Field>
      </div>
      <Field label="E-mail address" error={errorOf("email")}>
        <TextInput name="email" type="email" autoComplete="username" required />
      </Field>
      <NewPasswordField name="password" error={errorOf("password")} />
      <Checkbox
        name="terms"
        label="I accept the terms of the API for this account"
        says="Without this, API keys are answered 412 until somebody accepts them in the settings."
      />
      <Button type="submit" variant="primary" busy={busy}>
        Open the installation
      </Button>
    </form>
  );
}
