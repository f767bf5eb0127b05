"use client";

import { useState } from "react";
import { DangerDialog } from "../../ui/dialog";
import { Field } from "../../ui/field";
import { TextInput } from "../../ui/text-input";
import { toast } from "../../ui/toast";
import type { ResourcePlace } from "../place";
import { records } from "../record-api";
import { useRecordCache } from "../record-reads";

type EraseDialogProps = { place: ResourcePlace; id: string; onClose: () => void; onErased?: () => void };

/** Asks before a record is erased: its id is typed, as nothing brings it back. Says what goes and what stays. */
export function EraseDialog({ place, id, onClose, onErased }: EraseDialogProps) {
  const cache = useRecordCache(place);
  const [reason, setReason] = useState("");
  const [missing, setMissing] = useState(false);

  const confirm = async () => {
    const because = reason.trim();
    setMissing(because === "");
    if (because === "") return;
    try {
      const { versions, evidence } = await records.erase(place, id, because);
      const said = versions === 1 ? "1 version lost its values" : `${versions} versions lost their values`;
      const kept =
        evidence === 0
          ? ""
          : `. ${evidence === 1 ? "1 evidence file" : `${evidence} evidence files`} made before still hold it`;
      toast.done(`Erased: ${said}${kept}`);
      onClose();
      cache.forget(id);
      cache.stale([id]);
      onErased?.();
    } catch (problem) {
      toast.failed(problem, "The record was not erased");
    }
  };

  return (
    <DangerDialog
      open
      onClose={onClose}
      title={
        <>
          Erase <bdi className="wrap-anywhere">{id}</bdi> for good?
        </>
      }
      description="For a legal request to erase. Its values go from every version and cannot be brought back."
      asks={id}
      does="Erase for good"
      onConfirm={confirm}
    >
      <ul className="flex list-disc flex-col gap-1 pl-5 text-body text-pretty text-ink-soft">
        <li>What goes: the record, what it was at any time, and the export files of this resource.</li>
        <li>
          What stays: its id, who changed it and when, and a SHA-256 of each version, so that earlier evidence can still
          be checked. Evidence that was made, and backups, keep what they hold.
        </li>
      </ul>
      <Field label="Reason" required error={missing ? "Say why; it is kept in the audit trail" : undefined}>
        <TextInput value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </DangerDialog>
  );
}
