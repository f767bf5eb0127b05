"use client";

import { useState } from "react";
import { type Place, resourceApi } from "../connections/addresses";
import { useResource } from "../connections/reads";
import { type Later, UndoPreview, useUndoPreview } from "../connections/undo-preview";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Dialog } from "../ui/dialog";
import { FailedState } from "../ui/failed-state";
import { Field } from "../ui/field";
import { Count } from "../ui/number";
import { RadioGroup } from "../ui/radio-group";
import { SkeletonLines } from "../ui/skeleton";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { type ImportFacts, imports, useTold } from "./import-api";

const REASON_MAX = 500;
const PREVIEWED_MAX = 20_000;

type RollBackDialogProps = { place: Place; facts: ImportFacts; revision: number; onClose: () => void };

/** Takes an import back as a change of its own; asks what becomes of records that were changed since. */
export function RollBackDialog({ place, facts, revision, onClose }: RollBackDialogProps) {
  const told = useTold(place);
  const resource = useResource(place);
  const [later, setLater] = useState<Later>("keep");
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const { created, updated, deleted } = facts.counts ?? { created: 0, updated: 0, deleted: 0 };
  // To tell what becomes of each holds up pushes for as long as doing it would.
  const many = created + updated + deleted > PREVIEWED_MAX;
  const preview = useUndoPreview(`${resourceApi(place)}/changes/${revision}/undo`, !many);
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
          <Button
            variant="primary"
            busy={busy}
            disabled={(!many && preview.isPending) || (needsReason && !said)}
            onClick={() => void rollBack()}
          >
            Roll back
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {preview.error && (
          <FailedState
            what="What it would do could not be told"
            problem={preview.error}
            retry={() => void preview.refetch()}
          />
        )}
        {!many && preview.isPending && <SkeletonLines lines={3} label="Looking what would be rolled back" />}
        {preview.data && <UndoPreview found={preview.data} later={later} onLater={setLater} />}
        {many && (
          <Callout tone="info" title="What becomes of each record is not counted first">
            With more than <Count value={PREVIEWED_MAX} /> records the counting would hold up pushes for as long as the
            rolling back itself. The result is told when it is done.
          </Callout>
        )}
        {(many || preview.error) && <WhatOfLater later={later} onLater={setLater} />}
        <Field label="Reason" required={needsReason} hint="Kept in the history and in the audit trail.">
          <TextInput value={reason} maxLength={REASON_MAX} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}

/** The choice where nobody has counted what was changed since. */
function WhatOfLater({ later, onLater }: { later: Later; onLater: (later: Later) => void }) {
  return (
    <RadioGroup<Later>
      label="Records that were changed again since"
      value={later}
      onChange={onLater}
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
  );
}
