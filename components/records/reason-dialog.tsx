"use client";

import { useId } from "react";
import { useForm } from "react-hook-form";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { TextArea } from "../ui/text-input";

const CHARACTERS_MAX = 500;

type ReasonDialogProps = {
  open: boolean;
  /** What the button does, as "Save". */
  does: string;
  onClose: () => void;
  onReason: (reason: string) => void;
};

/** Asks why, where the resource wants every change by a person to say so. */
export function ReasonDialog({ open, does, onClose, onReason }: ReasonDialogProps) {
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Why is this changed?"
      description="This resource keeps a reason with every change. It is shown in the history and in the audit trail."
    >
      <ReasonForm does={does} onClose={onClose} onReason={onReason} />
    </Dialog>
  );
}

function ReasonForm({ does, onClose, onReason }: Omit<ReasonDialogProps, "open">) {
  const id = useId();
  const { register, handleSubmit, formState } = useForm<{ reason: string }>({ defaultValues: { reason: "" } });
  const submit = handleSubmit(({ reason }) => onReason(reason.trim()));
  return (
    <form id={id} onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <Field label="Reason" required error={formState.errors.reason?.message}>
        <TextArea
          rows={3}
          autoFocus
          {...register("reason", {
            validate: (text) => text.trim() !== "" || "Say why, in a few words",
            maxLength: { value: CHARACTERS_MAX, message: `Use at most ${CHARACTERS_MAX} characters` },
          })}
        />
      </Field>
      <div className="flex flex-wrap justify-end gap-2 max-sm:*:flex-1">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary">
          {does}
        </Button>
      </div>
    </form>
  );
}
