"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import type { SchemaField } from "@/lib/schema/fields";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { IconButton } from "../ui/icon-button";
import { NativeSelect } from "../ui/select";
import { TextInput } from "../ui/text-input";
import type { ResourceFacts } from "./reads";
import { SettingsSection } from "./settings-section";
import type { Save } from "./settings-tab";

type Declared = ResourceFacts["filterFields"][number];
type FilterFieldsProps = {
  declared: readonly Declared[];
  /** Pointers of declared fields that a job still makes quick. */
  filling: readonly string[];
  offered: readonly SchemaField[];
  save: Save;
};

const FIELDS_MAX = 8;
const KIND_MAX = 4;

/** The few fields that lists filter and sort by at speed, whatever the number of records. */
export function FilterFields({ declared, filling, offered, save }: FilterFieldsProps) {
  const [fields, setFields] = useState<readonly Declared[]>(declared);
  const [busy, setBusy] = useState(false);
  const changed = JSON.stringify(fields) !== JSON.stringify(declared);
  const texts = fields.filter(({ type }) => type === "text").length;
  const tooMany = texts > KIND_MAX || fields.length - texts > KIND_MAX;
  const unnamed = fields.some(({ pointer }) => !/^(\/([^~/]|~[01])*)+$/.test(pointer));
  const twice = new Set(fields.map(({ pointer }) => pointer)).size < fields.length;

  const put = (at: number, field: Declared) => setFields(fields.map((one, index) => (index === at ? field : one)));
  const add = () => {
    const next = offered.find(({ pointer }) => fields.every((field) => field.pointer !== pointer));
    setFields([...fields, next ? { pointer: next.pointer, type: typeFor(next) } : { pointer: "/", type: "text" }]);
  };
  const submit = async () => {
    setBusy(true);
    await save({ filterFields: fields }, "The declared fields are saved");
    setBusy(false);
  };

  return (
    <SettingsSection
      id="fields"
      title="Fast fields"
      text="Lists filter and sort by these at speed, at any size. Every other field can be filtered by, too, only slower. Up to 4 of text, and 4 of number or date."
    >
      {fields.length === 0 && <p className="text-body text-ink-soft">No field is declared.</p>}
      {filling.length > 0 && (
        <Callout live>
          {filling.join(", ")} {filling.length === 1 ? "is" : "are"} being made quick in the background. Until then
          lists answer the same, only slower.
        </Callout>
      )}
      <ul className="flex w-full flex-col gap-2 empty:hidden">
        {fields.map((field, at) => (
          <li key={at} className="flex items-center gap-2">
            <TextInput
              mono
              value={field.pointer}
              list="schema-pointers"
              aria-label={`JSON pointer of field ${at + 1}`}
              onChange={(event) => put(at, { ...field, pointer: event.target.value })}
              className="max-w-96"
            />
            <NativeSelect
              value={field.type}
              aria-label={`Type of field ${at + 1}`}
              onChange={(event) => put(at, { ...field, type: event.target.value as Declared["type"] })}
              className="max-w-32"
            >
              <option value="text">text</option>
              <option value="number">number</option>
              <option value="date">date</option>
            </NativeSelect>
            <IconButton
              label={`Remove ${field.pointer}`}
              icon={<X />}
              onClick={() => setFields(fields.filter((_one, index) => index !== at))}
            />
          </li>
        ))}
      </ul>
      <datalist id="schema-pointers">
        {offered.map(({ pointer }) => (
          <option key={pointer} value={pointer} />
        ))}
      </datalist>
      {tooMany && <Callout tone="caution">Declare at most 4 of text, and 4 of number or date.</Callout>}
      {unnamed && <Callout tone="caution">A field is named by its JSON pointer, such as /address/city.</Callout>}
      {twice && <Callout tone="caution">A field stands here twice.</Callout>}
      <div className="flex flex-wrap gap-2">
        <Button icon={<Plus aria-hidden="true" />} onClick={add} disabled={fields.length >= FIELDS_MAX}>
          Add field
        </Button>
        {changed && (
          <>
            <Button variant="primary" busy={busy} disabled={tooMany || unnamed || twice} onClick={() => void submit()}>
              Save fields
            </Button>
            <Button variant="quiet" onClick={() => setFields(declared)}>
              Discard
            </Button>
          </>
        )}
      </div>
    </SettingsSection>
  );
}

function typeFor({ type }: SchemaField): Declared["type"] {
  if (/number/.test(type)) return "number";
  return /^date/.test(type) ? "date" : "text";
}
