"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { api, problemOf } from "../api";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { CopyButton } from "../ui/copy-button";
import { Field } from "../ui/field";
import { Status } from "../ui/status";
import { TextArea, TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { useUpdateAccount, type Account } from "./account";
import { Section } from "./section";

type Values = { emails: string; webhookUrl: string };
type Outcomes = { email: Outcome; webhook: Outcome };
type Outcome = { outcome: "sent" | "failed" | "none"; message: string };

/** Whom the account tells when a feed is late, and whether that arrives. */
export function AlertSettings({ account }: { account: Account }) {
  const { can } = useViewer();
  const update = useUpdateAccount();
  const [secret, setSecret] = useState<string>();
  const { alerts } = account;
  const form = useForm<Values>({
    values: { emails: alerts.emails.join("\n"), webhookUrl: alerts.webhookUrl ?? "" },
  });
  const { errors, isDirty } = form.formState;
  const mayChange = can("account-put");
  const save = form.handleSubmit(async ({ emails, webhookUrl }) => {
    const alertEmails = emails.split(/[\s,;]+/).filter(Boolean);
    await update.mutateAsync({ alertEmails, webhookUrl: webhookUrl.trim() || null }).then(
      ({ webhookSecret }) => {
        setSecret(webhookSecret);
        toast.done("Saved");
      },
      (thrown: unknown) => {
        const problem = problemOf(thrown);
        const field = problem.errors[0]?.pointer.startsWith("/webhookUrl") ? "webhookUrl" : "emails";
        form.setError(field, { message: problem.message });
      },
    );
  });
  return (
    <Section
      id="alerts"
      title="Alerts"
      says="When a feed has not been pushed within the hours its resource allows, and again when it is back, these are told."
    >
      <form noValidate onSubmit={(event) => void save(event)} className="flex max-w-xl flex-col gap-4">
        {!alerts.mailConfigured && (
          <Callout tone="caution" title="This installation sends no mail">
            Whoever runs it can set a mail server. Until then only the webhook is told.
          </Callout>
        )}
        <Field label="E-mail addresses" hint="One on each line" error={errors.emails?.message}>
          <TextArea rows={3} disabled={!mayChange} {...form.register("emails")} />
        </Field>
        <Field
          label="Webhook address"
          hint="Gets a POST of JSON, signed as Standard Webhooks ask for it"
          error={errors.webhookUrl?.message}
        >
          <TextInput
            mono
            type="url"
            disabled={!mayChange}
            placeholder="https://hooks.example.com/attestry"
            {...form.register("webhookUrl")}
          />
        </Field>
        {secret && (
          <Callout
            tone="caution"
            live
            title="Copy the webhook’s secret now"
            actions={<CopyButton text={secret} what="webhook secret" />}
          >
            It verifies the signature and is shown this once.
            <code className="mt-1 block font-mono text-table wrap-anywhere text-ink select-all">{secret}</code>
          </Callout>
        )}
        {mayChange && (
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary" disabled={!isDirty} busy={update.isPending}>
              Save alerts
            </Button>
            <TestAlert disabled={isDirty || (alerts.emails.length === 0 && alerts.webhookUrl === null)} />
          </div>
        )}
      </form>
    </Section>
  );
}

/** Sends an alert that says it is a test, and tells what became of it. */
function TestAlert({ disabled }: { disabled: boolean }) {
  const test = useMutation({ mutationFn: () => api.post<Outcomes>("/api/account/alerts/test") });
  return (
    <>
      <Button
        disabled={disabled}
        busy={test.isPending}
        onClick={() => test.mutate(undefined, { onError: (problem) => toast.failed(problem, "No test could be sent") })}
      >
        Send a test
      </Button>
      <div aria-live="polite" className="flex flex-col gap-1 text-table">
        {test.data && <Told what="Mail" outcome={test.data.email} />}
        {test.data && <Told what="Webhook" outcome={test.data.webhook} />}
      </div>
    </>
  );
}

function Told({ what, outcome: { outcome, message } }: { what: string; outcome: Outcome }) {
  const tone = outcome === "sent" ? "good" : outcome === "failed" ? "bad" : "plain";
  return (
    <Status tone={tone}>
      {what}: {message}
    </Status>
  );
}
