"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { DangerDialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { useLocale } from "../ui/locale";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { deleteRecords } from "./bulk";
import { type BulkDialogProps, useBulkCount } from "./bulk-dialog";
import { usePlace } from "./place";

/** Asks before many records are deleted: their number is typed. They stay in the trash and the job can be undone. */
export function DeleteDialog({ selection, count, view, resource, onClose, onDone }: BulkDialogProps) {
  const place = usePlace();
  const queries = useQueryClient();
  const locale = useLocale();
  const [reason, setReason] = useState("");
  const number = useBulkCount(count, selection, view);
  const shown = number === undefined ? undefined : new Intl.NumberFormat(locale).format(number);
  const records = number === 1 ? "record" : "records";

  const confirm = async () => {
    if (shown === undefined || (resource.reasonRequired && reason.trim() === "")) return;
    try {
      await deleteRecords({ queries, place, selection, reason: reason.trim() || undefined });
      onClose();
      onDone();
    } catch (problem) {
      toast.failed(problem, "The records could not be deleted");
    }
  };

  return (
    <DangerDialog
      open
      onClose={onClose}
      title={shown === undefined ? "Counting the records…" : `Delete ${shown} ${records}?`}
      description="They leave the list and stay in the trash with their history. The job can be undone under Jobs."
      asks={shown === undefined ? "counting" : shown}
      does={shown === undefined ? "Delete" : `Delete ${shown} ${records}`}
      onConfirm={confirm}
    >
      <Field label="Reason for the change" required={resource.reasonRequired}>
        <TextInput value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </DangerDialog>
  );
}
