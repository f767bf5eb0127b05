"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { api, type ApiProblem, problemOf } from "../api";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Field } from "../ui/field";
import { SkeletonLines } from "../ui/skeleton";
import { PasswordInput, TextInput } from "../ui/text-input";
import { signIn } from "./auth-client";
import { FormProblem } from "./form-problem";
import { useLinkToken } from "./link-token";
import { NewPasswordField } from "./new-password-field";
import { useForm } from "./use-form";

type Invitation = { accountName: string; email: string; role: string; invitedBy: string; known: boolean };

/** Who invites whom into what, and what it takes to accept. signedInAs: the e-mail address of who is signed in. */
export function InvitationForm({ signedInAs }: { signedInAs: string | undefined }) {
  const token = useLinkToken();
  const [invitation, setInvitation] = useState<Invitation>();
  const [problem, setProblem] = useState<ApiProblem>();

  useEffect(() => {
    if (token === undefined) return;
    const body = { token: token || "none" };
    api
      .post<Invitation>("/api/invitations/open", { body })
      .then(setInvitation, (thrown) => setProblem(problemOf(thrown)));
  }, [token]);

  if (problem) {
    const says = problem.status === 404 ? "It was used before, taken back, or its time has passed." : problem.message;
    return (
      <Callout tone="bad" live title="This invitation cannot be opened">
        {says} Ask whoever invited you for a new one.
      </Callout>
    );
  }
  if (!invitation || !token) return <SkeletonLines lines={4} label="Opening the invitation" />;
  return <Accept token={token} invitation={invitation} isSignedIn={signedInAs === invitation.email} />;
}

type AcceptProps = { token: string; invitation: Invitation; isSignedIn: boolean };

function Accept({ token, invitation, isSignedIn }: AcceptProps) {
  const { accountName, email, role, invitedBy, known } = invitation;
  const router = useRouter();
  const asksForPassword = !(known && isSignedIn);
  const { busy, problem, onSubmit, errorOf } = useForm(
    async (text) => {
      const names = known ? {} : { firstName: text("firstName"), lastName: text("lastName") };
      const password = text("password");
      const body = { token, ...names, ...(asksForPassword && { password }) };
      const { accountId } = await api.post<{ accountId: number }>("/api/invitations/accept", { body });
      if (asksForPassword) await signIn({ email, password, code: "" });
      return accountId;
    },
    // Whoever has to show a code as well is led to the sign-in page and on.
    (accountId) => router.push(`/a/${accountId}`),
  );
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4">
      <p className="text-body text-pretty text-ink-soft">
        <Strong>{invitedBy}</Strong> invites <Strong>{email}</Strong> to <Strong>{accountName}</Strong> as {role}.
      </p>
      <FormProblem problem={problem} />
      {!known && (
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="First name">
            <TextInput name="firstName" autoComplete="given-name" maxLength={100} autoFocus />
          </Field>
          <Field label="Last name">
            <TextInput name="lastName" autoComplete="family-name" maxLength={100} />
          </Field>
        </div>
      )}
      {!known && <NewPasswordField name="password" error={errorOf("password")} />}
      {known && asksForPassword && (
        <Field label="Your password" hint="You have a sign-in here already." error={errorOf("password")}>
          <PasswordInput name="password" autoComplete="current-password" required autoFocus />
        </Field>
      )}
      <Button type="submit" variant="primary" busy={busy}>
        Join {accountName}
      </Button>
    </form>
  );
}

function Strong({ children }: { children: string }) {
  return <span className="font-medium wrap-anywhere text-ink">{children}</span>;
}
