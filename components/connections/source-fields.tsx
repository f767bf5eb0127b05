"use client";

import { FileUp } from "lucide-react";
import { type ChangeEvent, useRef, useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import type { SourceRead } from "@/lib/schema/source";
import type { FieldProblem } from "../api-problem";
import { Button } from "../ui/button";
import { Field, FieldError } from "../ui/field";
import { RadioGroup } from "../ui/radio-group";
import { NativeSelect } from "../ui/select";
import { TextArea } from "../ui/text-input";
import { keysOf, noDisplayName, type Source, type SourceValues } from "./source-form";
import { StartChoices } from "./start-choices";

const choices: readonly { value: Source; label: string; says: string }[] = [
  {
    value: "library",
    label: "Start from the library",
    says: "Schemas that auditors ask for most, ready with keys and filters. Every part can be changed later.",
  },
  {
    value: "sample",
    label: "From a sample record",
    says: "Paste one record as your script will send it. Its fields and types become the schema.",
  },
  {
    value: "schema",
    label: "From a JSON Schema",
    says: "Paste or choose one that you have, draft 2020-12 or draft-07.",
  },
  { value: "empty", label: "Without a schema", says: "Take any JSON object for now. A schema can be published later." },
];

const sampleShown = `{
  "id": "openssl",
  "name": "openssl",
  "version": "3.5.4",
  "licence": "Apache-2.0",
  "critical": true
}`;

const schemaShown = `{
  "type": "object",
  "required": ["name"],
  "properties": {
    "name": { "type": "string" },
    "version": { "type": "string" }
  }
}`;

type SourceFieldsProps = {
  form: UseFormReturn<SourceValues>;
  values: SourceValues;
  read: SourceRead | undefined;
  /** What the server found wrong with the schema. */
  refused: readonly FieldProblem[];
};

/** Where the schema comes from, the text itself, and the two keys that are chosen from its fields. */
export function SourceFields({ form, values, read, refused }: SourceFieldsProps) {
  const { source } = values;
  return (
    <>
      <RadioGroup
        label="Schema"
        value={source}
        onChange={(next) => form.setValue("source", next, { shouldDirty: true })}
        choices={choices}
      />
      {source === "library" && (
        <StartChoices
          chosen={values.startId}
          onChoose={(id) => {
            form.setValue("startId", id, { shouldDirty: true });
            // The keys are this schema's own again.
            form.setValue("identifierKey", "");
            form.setValue("displayNameKey", "");
          }}
        />
      )}
      {(source === "sample" || source === "schema") && (
        <SourceText key={source} form={form} values={values} source={source} read={read} refused={refused} />
      )}
      <KeyFields form={form} values={values} read={read} />
    </>
  );
}

type SourceTextProps = SourceFieldsProps & { source: "sample" | "schema" };

function SourceText({ form, values, source, read, refused }: SourceTextProps) {
  const field = source === "sample" ? "sampleText" : "schemaText";
  const file = useRef<HTMLInputElement>(null);
  const [fileName, setFileName] = useState<string>();
  const missing = form.formState.errors[field]?.message;

  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = event.target.files ?? [];
    if (!chosen) return;
    form.setValue(field, await chosen.text(), { shouldDirty: true, shouldValidate: true });
    setFileName(chosen.name);
    event.target.value = "";
  };

  const says = read && !read.ok ? read.message : missing;
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={source === "sample" ? "Sample record" : "JSON Schema"}
        error={says}
        hint={read?.ok && read.note ? read.note : undefined}
      >
        <TextArea
          {...form.register(field)}
          mono
          rows={12}
          spellCheck={false}
          autoCapitalize="off"
          placeholder={source === "sample" ? sampleShown : schemaShown}
          className="leading-5 [tab-size:2]"
        />
      </Field>
      {refused.map(({ pointer, message }) => (
        <FieldError key={pointer + message}>
          {pointer && <code className="mr-1 font-mono">{pointer}</code>}
          {message}
        </FieldError>
      ))}
      <div className="flex min-w-0 items-center gap-2">
        <input
          ref={file}
          type="file"
          accept=".json,.jsonl,.ndjson,application/json,application/schema+json"
          aria-label={source === "sample" ? "File with a sample record" : "File with a JSON Schema"}
          onChange={(event) => void take(event)}
          className="sr-only"
          tabIndex={-1}
        />
        <Button size="small" icon={<FileUp aria-hidden="true" />} onClick={() => file.current?.click()}>
          Choose a file
        </Button>
        {source === "sample" && !values.sampleText && (
          <Button
            size="small"
            variant="quiet"
            onClick={() => form.setValue("sampleText", sampleShown, { shouldDirty: true, shouldValidate: true })}
          >
            Use the example
          </Button>
        )}
        {fileName && <span className="min-w-0 truncate text-table text-ink-faint">{fileName}</span>}
      </div>
    </div>
  );
}

function KeyFields({ form, values, read }: Omit<SourceFieldsProps, "refused">) {
  const { identifierKey, displayNameKey, fields } = keysOf(values, read);
  const identifiers = fields.includes(identifierKey) ? fields : [identifierKey, ...fields];
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label="Records are told apart by"
        hint="A record that is pushed again with the same value is updated. It cannot be changed later."
      >
        <NativeSelect
          value={identifierKey}
          onChange={(event) => form.setValue("identifierKey", event.target.value, { shouldDirty: true })}
        >
          {identifiers.map((field) => (
            <option key={field}>{field}</option>
          ))}
        </NativeSelect>
      </Field>
      <Field label="Records are called by" hint="What lists and searches show as a record’s name.">
        <NativeSelect
          value={displayNameKey ?? noDisplayName}
          onChange={(event) => form.setValue("displayNameKey", event.target.value, { shouldDirty: true })}
        >
          <option value={noDisplayName}>Their identifier</option>
          {fields.map((field) => (
            <option key={field}>{field}</option>
          ))}
        </NativeSelect>
      </Field>
    </div>
  );
}
