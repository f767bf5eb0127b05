"use client";

import { useForm } from "react-hook-form";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { TextArea, TextInput } from "../ui/text-input";

export type Details = { name: string; description: string };

type DetailsDialogProps = {
  title: string;
  details: Details;
  onClose: () => void;
  /** Throws what the server refuses; the toast says it. */
  onSave: (details: Details) => Promise<boolean>;
};

/** Another name or description. It is drawn only while it is open, so that it begins with what is there. */
export function DetailsDialog({ title, details, onClose, onSave }: DetailsDialogProps) {
  const form = useForm<Details>({ defaultValues: details });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ name, description }) => {
    if (await onSave({ name: name.trim(), description: description.trim() })) onClose();
  });
  return (
    <Dialog open onClose={onClose} title={title}>
      <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
        <Field label="Name" error={errors.name?.message} required>
          <TextInput
            {...form.register("name", {
              validate: (name) => name.trim() !== "" || "Give it a name.",
              maxLength: { value: 255, message: "A name has at most 255 characters." },
            })}
            autoComplete="off"
            autoFocus
          />
        </Field>
        <Field label="Description" hint="For colleagues and auditors.">
          <TextArea {...form.register("description", { maxLength: 10_000 })} rows={3} />
        </Field>
        <div className="flex flex-wrap justify-end gap-2 max-sm:*:flex-1">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={isSubmitting}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
