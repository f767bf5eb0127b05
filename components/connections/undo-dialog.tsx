"use client";

import { useState } from "react";
import { api } from "../api";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { FailedState } from "../ui/failed-state";
import { Field } from "../ui/field";
import { SkeletonLines } from "../ui/skeleton";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { type Place, resourceApi } from "./addresses";
import { type ChangeFacts, useResource, useStale } from "./reads";
import { type Later, type Undone, UndoPreview, useUndoPreview } from "./undo-preview";

type UndoDialogProps = { place: Place; change: ChangeFacts; onClose: () => void };

/** What undoing a Change would do, and to whose later work; then it is done, as a Change of its own. */
export function UndoDialog({ place, change, onClose }: UndoDialogProps) {
  const stale = useStale();
  const resource = useResource(place);
  const [reason, setReason] = useState("");
  const [later, setLater] = useState<Later>("keep");
  const [busy, setBusy] = useState(false);
  const needsReason = resource.data?.reasonRequired === true;
  const said = reason.trim();
  const path = `${resourceApi(place)}/changes/${change.revision}/undo`;
  const preview = useUndoPreview(path);

  const undo = async () => {
    setBusy(true);
    try {
      const headers = said ? { "x-change-reason": encodeURIComponent(said) } : undefined;
      const undone = await api.post<Undone>(path, { body: {}, query: { later }, headers });
      await stale();
      const mended = undone.restored + undone.deleted;
      toast.done(mended === 0 ? "Nothing was left to undo" : `Revision ${change.revision} is undone`);
      onClose();
    } catch (problem) {
      toast.failed(problem, `Revision ${change.revision} could not be undone`);
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Undo revision ${change.revision}?`}
      description="The undoing is a change of its own and can be undone, too."
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={!preview.data || (needsReason && !said)}
            onClick={() => void undo()}
          >
            Undo revision {change.revision}
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
        {preview.isPending && <SkeletonLines lines={3} label="Looking what would be undone" />}
        {preview.data && <UndoPreview found={preview.data} later={later} onLater={setLater} />}
        <Field label="Reason" required={needsReason} hint="Kept in the history and in the audit trail.">
          <TextInput value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
