"use client";

import { type FormEvent, useState } from "react";
import { api } from "../api";
import { Button } from "../ui/button";
import { DangerDialog, Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { type EvidenceFacts, evidenceApi, useEvidenceStale } from "./evidence-api";
import { nameOf } from "./evidence-words";

type CareProps = { evidence: EvidenceFacts; onClose: () => void };

/** Sends it, says what came of it, and closes; a refusal leaves the dialog open. */
function useCare({ onClose }: Pick<CareProps, "onClose">) {
  const [busy, setBusy] = useState(false);
  const stale = useEvidenceStale();
  const run = async (work: () => Promise<unknown>, done: string, failed: string) => {
    setBusy(true);
    try {
      await work();
      toast.done(done);
      onClose();
    } catch (problem) {
      toast.failed(problem, failed);
      setBusy(false);
    }
    await stale();
  };
  return { busy, run };
}

/** Puts it under a legal hold, or lifts the hold; both say why. */
export function HoldDialog({ evidence, onClose }: CareProps) {
  const [reason, setReason] = useState("");
  const { busy, run } = useCare({ onClose });
  const on = evidence.legalHold === null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { on, reason: reason.trim() };
    void run(
      () => api.put(`${evidenceApi(evidence.id)}/hold`, { body }),
      on ? "The evidence is under a hold" : "The hold is lifted",
      on ? "The evidence was not held" : "The hold was not lifted",
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={on ? "Put this evidence under a legal hold?" : "Lift the legal hold?"}
      description={
        on
          ? "While it is held, neither people nor retention delete it."
          : "It can be deleted again, also by the time it is kept until."
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Reason" required hint="Kept in the audit trail">
          <TextInput autoFocus maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
        </Field>
        <div className="flex flex-wrap justify-end gap-2 max-sm:*:flex-1">
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" variant="primary" busy={busy} disabled={reason.trim() === ""}>
            {on ? "Put under hold" : "Lift hold"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Sets the day until which it is kept, or none. */
export function KeepDialog({ evidence, onClose }: CareProps) {
  const [day, setDay] = useState(evidence.keepUntil?.slice(0, 10) ?? "");
  const { busy, run } = useCare({ onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { until: day === "" ? null : `${day}T00:00:00.000Z` };
    void run(
      () => api.put(`${evidenceApi(evidence.id)}/keep`, { body }),
      day === "" ? "It is kept until somebody deletes it" : `It is kept until ${day}`,
      "The time was not set",
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Keep until"
      description="At that time its files are deleted, unless a legal hold keeps them; what it was stays on record."
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Day (UTC)" hint="Empty: until somebody deletes it">
          <TextInput type="date" value={day} onChange={({ target }) => setDay(target.value)} />
        </Field>
        <div className="flex flex-wrap justify-end gap-2 max-sm:*:flex-1">
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" variant="primary" busy={busy}>
            {day === "" ? "Keep for ever" : `Keep until ${day}`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Asks before its files are deleted: nothing brings them back, so a reason is typed. */
export function DeleteEvidence({ evidence, onClose }: CareProps) {
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);
  const { run } = useCare({ onClose });
  const confirm = async () => {
    const because = reason.trim();
    setMissing(because === "");
    if (because === "") return;
    const headers = { "x-change-reason": encodeURIComponent(because) };
    await run(
      () => api.delete(evidenceApi(evidence.id), { headers }),
      "The evidence is deleted; what it was stays on record",
      "The evidence was not deleted",
    );
  };
  return (
    <DangerDialog
      open
      onClose={onClose}
      title={
        <>
          Delete <bdi className="wrap-anywhere">{nameOf(evidence)}</bdi>?
        </>
      }
      description="Nothing brings its files back."
      asks={String(evidence.id)}
      does="Delete evidence"
      onConfirm={confirm}
    >
      <ul className="flex list-disc flex-col gap-1 pl-5 text-body text-pretty text-ink-soft">
        <li>What goes: the bundle and each file of it. Auditor links to it lead nowhere.</li>
        <li>What stays: its facts, counts and hashes, so that a copy somebody has can still be checked.</li>
      </ul>
      <Field label="Reason" required error={missing ? "Say why; it is kept in the audit trail" : undefined}>
        <TextInput value={reason} maxLength={500} onChange={({ target }) => setReason(target.value)} />
      </Field>
    </DangerDialog>
  );
}
