"use client";

import { useState } from "react";
import type { Place } from "../connections/addresses";
import { useResource } from "../connections/reads";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { RadioGroup } from "../ui/radio-group";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { type ImportFacts, imports, type Later, useTold } from "./import-api";

const REASON_MAX = 500;

type RollBackDialogProps = { place: Place; facts: ImportFacts; revision: number; onClose: () => void };

/** Takes an import back as a change of its own; asks what becomes of records that were changed since. */
export function RollBackDialog({ place, facts, revision, onClose }: RollBackDialogProps) {
  const told = useTold(place);
  const resource = useResource(place);
  const [later, setLater] = useState<Later>("keep");
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const needsReason = resource.data?.reasonRequired === true;
  const said = reason.trim();
  const rollBack = async () => {
    setBusy(true);
    try {
      told(await imports.rollBack(place, facts.id, { later, reason: said || undefined }));
      onClose();
    } catch (problem) {
      toast.failed(problem, "The import was not rolled back");
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Roll back this import?"
      description={`Every record that revision ${revision} made is deleted, and every one that it changed or deleted is as it was before. The rolling back is a change of its own.`}
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button variant="primary" busy={busy} disabled={needsReason && !said} onClick={() => void rollBack()}>
            Roll back
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <RadioGroup<Later>
          label="Records that were changed again since"
          value={later}
          onChange={setLater}
          choices={[
            {
              value: "keep",
              label: "Keep the later work",
              says: "These records stay as they are, and you are told how many",
            },
            {
              value: "overwrite",
              label: "Overwrite it",
              says: "They go back, too; the later versions stay in history",
            },
          ]}
        />
        <Field label="Reason" required={needsReason} hint="Kept in the history and in the audit trail.">
          <TextInput value={reason} maxLength={REASON_MAX} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
