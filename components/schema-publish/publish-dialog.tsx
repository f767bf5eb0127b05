"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { Place } from "../connections/addresses";
import { showJob } from "../jobs/use-jobs";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Count } from "../ui/number";
import { Progress } from "../ui/progress";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { DifferenceList } from "./difference-list";
import { type Draft, drafts, type Impact, isReckoning, useImpact } from "./draft-api";
import { isFresh, useStartImpact } from "./impact-panel";
import type { WorkingDraft } from "./use-working-draft";

type PublishDialogProps = {
  place: Place;
  working: WorkingDraft;
  draft: Draft;
  records: number;
  failingPolicy: "refuse" | "mark";
  onClose: () => void;
  /** It holds now. */
  onPublished: (version: number) => void;
  /** A job publishes it. */
  onStarted: () => void;
};

/** Says what a publication will do, after every record was looked at, and publishes. */
export function PublishDialog(props: PublishDialogProps) {
  const { place, working, draft, records, failingPolicy, onClose, onPublished, onStarted } = props;
  const queries = useQueryClient();
  const impact = useImpact(place, records > 0 ? draft : null);
  const { start } = useStartImpact(place, working);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const next = draft.presentVersion + 1;
  const known = records === 0 || (impact.data && isFresh(impact.data, draft));
  const blocked = impact.data ? impact.data.keyless + impact.data.duplicateKeys > 0 && known : false;

  const unknown = impact.data !== undefined && !known && !isReckoning(impact.data);
  const asked = useRef(false);
  useEffect(() => {
    if (!unknown || asked.current) return;
    asked.current = true;
    void start();
  }, [unknown, start]);

  const publish = async () => {
    setBusy(true);
    try {
      const done = await drafts.publish(place, draft.edit, reason.trim() || undefined);
      if ("job" in done) {
        showJob(queries, done.job);
        onStarted();
      } else {
        onPublished(done.version.version);
      }
      onClose();
    } catch (problem) {
      toast.failed(problem, `Version ${next} was not published`);
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={`Publish version ${next}?`}
      description="Records are judged by it from the next push on. The version that holds now can be made to hold again."
      footer={
        <>
          <Button onClick={onClose}>Not yet</Button>
          <Button variant="primary" busy={busy} disabled={!known || blocked === true} onClick={() => void publish()}>
            Publish version {next}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <DifferenceList place={place} from={draft.presentVersion} to="draft" edit={draft.edit} />
        {records > 0 && impact.data && <Effect impact={impact.data} known={known === true} policy={failingPolicy} />}
        <Field label="Why" hint="Kept with the version and in the audit trail.">
          <TextInput value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}

function Effect({ impact, known, policy }: { impact: Impact; known: boolean; policy: "refuse" | "mark" }) {
  if (!known) {
    return (
      <div>
        <p role="status" className="mb-1 text-table text-ink-soft">
          Checking <Count value={impact.records} /> records …
        </p>
        <Progress label="Checking records" done={impact.checked} total={impact.records} />
      </div>
    );
  }
  const left = impact.failing - impact.mended;
  const tone = left > 0 ? ("caution" as const) : ("good" as const);
  return (
    <Callout
      live
      tone={tone}
      title={
        left > 0 ? (
          <>
            <Count value={left} /> of <Count value={impact.checked} /> records would fail it
          </>
        ) : (
          "Every record fits"
        )
      }
    >
      {left > 0 && (
        <p>
          They stay as they are and are marked.{" "}
          {policy === "refuse"
            ? "New rows that fail are refused, and so is an edit that leaves a record failing."
            : "New rows that fail are stored and marked, too."}
        </p>
      )}
      {impact.migrated > 0 && (
        <p>
          <Count value={impact.migrated} /> are changed by the steps, in the same change as the version.
        </p>
      )}
    </Callout>
  );
}
