"use client";

import { type ReactNode, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import type { StartingSchema } from "@/lib/schema/library/starting-schema";
import type { FieldProblem } from "../api-problem";
import { problemOf } from "../api";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import { emptyValues, keysOf, readSource, type Source, sourceBody, type SourceValues, startOf } from "./source-form";
import { SourceFields } from "./source-fields";
import { SourcePreview } from "./source-preview";

type NewResourceFormProps = {
  source: Source;
  nameLabel: string;
  nameHint: string;
  namePlaceholder: string;
  does: string;
  cancel: ReactNode;
  /** Gets the members of the body as JSON text, and the schema of the library that it starts from, if any. */
  onCreate: (members: string, start: StartingSchema | undefined) => Promise<void>;
};

/** Name, schema and keys of something new that holds records. What the server refuses stands where it belongs. */
export function NewResourceForm(props: NewResourceFormProps) {
  const { source, nameLabel, nameHint, namePlaceholder, does, cancel, onCreate } = props;
  const form = useForm<SourceValues>({ defaultValues: emptyValues(source) });
  const [refused, setRefused] = useState<{ message: string; errors: readonly FieldProblem[] }>();
  const values: SourceValues = { ...emptyValues(source), ...useWatch({ control: form.control }) };
  const read = readSource(values);
  const { identifierKey, displayNameKey } = keysOf(values, read);

  const submit = form.handleSubmit(async (sent) => {
    setRefused(undefined);
    const found = readSource(sent);
    if (!found?.ok) {
      const field = sent.source === "sample" ? "sampleText" : "schemaText";
      form.setError(
        field,
        { message: sent.source === "sample" ? "Paste a sample record." : "Paste a JSON Schema." },
        { shouldFocus: true },
      );
      return;
    }
    try {
      await onCreate(sourceBody(sent, found), startOf(sent));
    } catch (thrown) {
      const { message, errors } = problemOf(thrown);
      setRefused({ message, errors });
    }
  });

  const problems = refused?.errors.filter(({ keyword }) => keyword === "schema") ?? [];
  const { errors, isSubmitting } = form.formState;
  return (
    <form
      onSubmit={(event) => void submit(event)}
      noValidate
      className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,34rem)_minmax(0,1fr)]"
    >
      <div className="flex min-w-0 flex-col gap-6">
        <Field label={nameLabel} hint={nameHint} error={errors.name?.message} required>
          <TextInput
            {...form.register("name", {
              validate: (name) => name.trim() !== "" || "Give it a name.",
              maxLength: { value: 255, message: "A name has at most 255 characters." },
            })}
            placeholder={namePlaceholder}
            autoComplete="off"
            autoFocus
          />
        </Field>
        <SourceFields form={form} values={values} read={read} refused={problems} />
        <Field label="Description" hint="What these records are, for colleagues and auditors.">
          <TextInput {...form.register("description", { maxLength: 10_000 })} autoComplete="off" />
        </Field>
        {refused && problems.length === 0 && (
          <Callout tone="bad" live>
            {refused.message}
          </Callout>
        )}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" busy={isSubmitting}>
            {does}
          </Button>
          {cancel}
        </div>
      </div>
      <div className="min-w-0 lg:sticky lg:top-16">
        <SourcePreview
          read={read}
          identifierKey={identifierKey}
          displayNameKey={displayNameKey}
          start={startOf(values)}
        />
      </div>
    </form>
  );
}
