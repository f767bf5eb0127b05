"use client";

import { useState } from "react";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { DangerDialog } from "../ui/dialog";
import { Status } from "../ui/status";
import { ExactTime } from "../ui/time";
import { toast } from "../ui/toast";
import { useSetTerms, type Account } from "./account";
import { Section } from "./section";

/** Whether scripts may act at all: without accepted terms every key is refused. */
export function TermsSettings({ account }: { account: Account }) {
  const { can } = useViewer();
  const set = useSetTerms();
  const [asking, setAsking] = useState(false);
  const { termsAcceptedAt } = account;
  const change = (accepted: boolean) =>
    set.mutateAsync(accepted).then(
      () => {
        setAsking(false);
        toast.done(accepted ? "The API terms are accepted" : "The API terms are withdrawn");
      },
      (problem: unknown) => void toast.failed(problem, "The terms could not be changed"),
    );
  return (
    <Section
      id="terms"
      title="API terms"
      says="Whoever accepts them vouches that scripts push only what this account may keep. Until then, every request with a key is refused with 412; people are not."
    >
      <div className="flex flex-wrap items-center gap-4 text-body">
        {termsAcceptedAt ? (
          <Status tone="good">
            Accepted <ExactTime time={termsAcceptedAt} />
          </Status>
        ) : (
          <Status tone="caution">Not accepted: keys are refused</Status>
        )}
        {can("account-put") &&
          (termsAcceptedAt ? (
            <Button size="small" onClick={() => setAsking(true)}>
              Withdraw…
            </Button>
          ) : (
            <Button variant="primary" busy={set.isPending} onClick={() => void change(true)}>
              Accept the API terms
            </Button>
          ))}
      </div>
      <DangerDialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Withdraw the API terms?"
        description="Every request with a key is refused with 412 from then on. Scripts that push records stop; nothing is deleted."
        does="Withdraw the terms"
        onConfirm={() => change(false)}
      />
    </Section>
  );
}
