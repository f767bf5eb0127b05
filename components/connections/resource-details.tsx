"use client";

import { useForm } from "react-hook-form";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { NativeSelect } from "../ui/select";
import { TextArea, TextInput } from "../ui/text-input";
import type { ResourceFacts } from "./reads";
import { SettingsSection } from "./settings-section";
import type { Save } from "./settings-tab";

type Details = { name: string; description: string; displayNameKey: string };
type ResourceDetailsProps = { facts: ResourceFacts; fields: readonly string[]; save: Save };

/** Name, description and keys. */
export function ResourceDetails({ facts, fields, save }: ResourceDetailsProps) {
  const { name, description, displayNameKey } = facts;
  const present = { name, description: description ?? "", displayNameKey: displayNameKey ?? "" };
  const form = useForm<Details>({ values: present, resetOptions: { keepDirtyValues: true } });
  const { errors, isDirty, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (sent) => {
    const changes = {
      name: sent.name.trim(),
      description: sent.description.trim() || null,
      displayNameKey: sent.displayNameKey || null,
    };
    if (await save(changes, "Name and keys are saved")) form.reset({ ...sent, name: changes.name });
  });
  const offered = displayNameKey && !fields.includes(displayNameKey) ? [displayNameKey, ...fields] : fields;
  return (
    <SettingsSection id="details" title="Name and keys">
      <form onSubmit={(event) => void submit(event)} noValidate className="flex w-full max-w-[32rem] flex-col gap-4">
        <Field label="Name" error={errors.name?.message} required>
          <TextInput
            {...form.register("name", {
              validate: (value) => value.trim() !== "" || "Give it a name.",
              maxLength: { value: 255, message: "A name has at most 255 characters." },
            })}
            autoComplete="off"
          />
        </Field>
        <Field label="Description" hint="What these records are, for colleagues and auditors.">
          <TextArea {...form.register("description", { maxLength: 10_000 })} rows={2} />
        </Field>
        <Field
          label="Records are told apart by"
          hint="Fixed: history and evidence name records by it, so another identifier is another resource."
        >
          <TextInput value={facts.identifierKey} readOnly mono className="bg-wash! text-ink-soft!" />
        </Field>
        <Field label="Records are called by" hint="What lists and searches show as a record’s name.">
          <NativeSelect {...form.register("displayNameKey")}>
            <option value="">Their identifier</option>
            {offered.map((field) => (
              <option key={field}>{field}</option>
            ))}
          </NativeSelect>
        </Field>
        <div>
          <Button type="submit" variant="primary" busy={isSubmitting} disabled={!isDirty}>
            Save name and keys
          </Button>
        </div>
      </form>
    </SettingsSection>
  );
}
