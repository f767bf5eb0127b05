"use client";

import { X } from "lucide-react";
import { fullName } from "@/lib/contract/filter-words";
import type { SchemaColumn } from "@/lib/schema/columns";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { RadioGroup } from "../ui/radio-group";
import { NativeSelect } from "../ui/select";
import { TextInput } from "../ui/text-input";
import { FormSection } from "./form-section";
import { formatsOffered, type RequestState } from "./request-state";

type ContentFieldsProps = {
  state: RequestState;
  change: (part: Partial<RequestState>) => void;
  fields: readonly SchemaColumn[];
  sensitive: readonly string[];
  /** The pointer that records are told apart by, which is never left out. */
  identifier: string;
  readsSensitive: boolean;
};

const toggled = <Item,>(list: readonly Item[], item: Item, on: boolean): Item[] =>
  on ? [...list, item] : list.filter((other) => other !== item);

/** What of the records goes in, and in which files. */
export function ContentFields(props: ContentFieldsProps) {
  const { state, change, fields } = props;
  return (
    <>
      <FormSection title="Files" says="Beside the records themselves, line by line, which are always in it.">
        <div className="flex flex-col gap-2">
          {formatsOffered.map(({ value, label, says }) => (
            <Checkbox
              key={value}
              label={label}
              says={says}
              checked={state.formats.includes(value)}
              onChange={({ target }) => change({ formats: toggled(state.formats, value, target.checked) })}
            />
          ))}
        </div>
      </FormSection>
      <Columns state={state} change={change} fields={fields} />
      <Redactions {...props} />
      <Sample state={state} change={change} />
    </>
  );
}

function Columns({ state, change, fields }: Pick<ContentFieldsProps, "state" | "change" | "fields">) {
  if (fields.length === 0) return null;
  return (
    <FormSection title="Columns" says="Of the tables for people. The lines hold each record whole in any case.">
      <RadioGroup
        label="Columns"
        labelHidden
        value={state.columns === undefined ? "all" : "some"}
        onChange={(value) => change({ columns: value === "all" ? undefined : fields.map(({ pointer }) => pointer) })}
        choices={[
          { value: "all", label: `All ${fields.length} fields` },
          { value: "some", label: "Only these" },
        ]}
      />
      {state.columns && (
        <div className="grid max-h-56 gap-1.5 overflow-y-auto rounded-6 border border-hairline p-2.5 sm:grid-cols-2">
          {fields.map((field) => (
            <Checkbox
              key={field.pointer}
              label={<bdi className="line-clamp-2 wrap-anywhere">{fullName(field)}</bdi>}
              checked={state.columns?.includes(field.pointer)}
              onChange={({ target }) =>
                change({
                  columns: fields
                    .map(({ pointer }) => pointer)
                    .filter((pointer) =>
                      pointer === field.pointer ? target.checked : state.columns?.includes(pointer),
                    ),
                })
              }
            />
          ))}
        </div>
      )}
    </FormSection>
  );
}

function Redactions({ state, change, fields, sensitive, identifier, readsSensitive }: ContentFieldsProps) {
  const nameOf = (pointer: string) => {
    const field = fields.find((one) => one.pointer === pointer);
    return field ? fullName(field) : pointer;
  };
  const more = state.redact.filter((pointer) => !sensitive.includes(pointer));
  const offered = fields.filter(({ pointer }) => pointer !== identifier && !state.redact.includes(pointer));
  return (
    <FormSection
      title="Redact"
      says="The value is left out, and a salted hash of it stands in its place, so that the bundle still verifies and the value can be shown later."
    >
      {sensitive.length > 0 && (
        <div className="flex flex-col gap-2">
          {sensitive.map((pointer) => (
            <Checkbox
              key={pointer}
              label={<bdi className="wrap-anywhere">{nameOf(pointer)}</bdi>}
              says={readsSensitive ? "Sensitive" : "Sensitive; you may not read it, so it is redacted"}
              disabled={!readsSensitive}
              checked={!readsSensitive || state.redact.includes(pointer)}
              onChange={({ target }) => change({ redact: toggled(state.redact, pointer, target.checked) })}
            />
          ))}
        </div>
      )}
      {more.length > 0 && (
        <ul aria-label="Fields to redact" className="flex flex-wrap gap-1.5">
          {more.map((pointer) => (
            <li
              key={pointer}
              className="inline-flex h-7 max-w-full items-center rounded-6 bg-wash text-table max-sm:h-11"
            >
              <bdi className="truncate pl-2">{nameOf(pointer)}</bdi>
              <button
                type="button"
                aria-label={`Do not redact ${nameOf(pointer)}`}
                onClick={() => change({ redact: toggled(state.redact, pointer, false) })}
                className="flex h-full w-7 shrink-0 items-center justify-center rounded-6 text-ink-soft hover:text-ink max-sm:w-11"
              >
                <X aria-hidden="true" className="size-3.5" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {offered.length > 0 && (
        <NativeSelect
          aria-label="Redact a field"
          value=""
          onChange={({ target }) => target.value && change({ redact: toggled(state.redact, target.value, true) })}
          className="max-w-80"
        >
          <option value="">Redact {state.redact.length > 0 ? "another" : "a"} field…</option>
          {offered.map((field) => (
            <option key={field.pointer} value={field.pointer}>
              {fullName(field)}
            </option>
          ))}
        </NativeSelect>
      )}
    </FormSection>
  );
}

function Sample({ state, change }: Pick<ContentFieldsProps, "state" | "change">) {
  return (
    <FormSection title="Sample">
      <Checkbox
        label="Only a random sample of them"
        says="The seed that draws it is recorded: the same seed draws the same records again."
        checked={state.sampled}
        onChange={({ target }) => change({ sampled: target.checked })}
      />
      {state.sampled && (
        <div className="flex flex-wrap gap-4">
          <Field label="How many" required className="w-32">
            <TextInput
              type="number"
              min={1}
              max={10000}
              value={state.sampleSize}
              onChange={({ target }) => change({ sampleSize: target.value })}
            />
          </Field>
          <Field label="Seed" hint="Empty: one is drawn" className="w-64">
            <TextInput
              mono
              maxLength={200}
              value={state.seed}
              onChange={({ target }) => change({ seed: target.value })}
            />
          </Field>
        </div>
      )}
    </FormSection>
  );
}
