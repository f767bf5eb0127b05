"use client";

import { useState } from "react";
import type { Place } from "../connections/addresses";
import { useViewer } from "../shell/viewer";
import { Field } from "../ui/field";
import { NativeSelect } from "../ui/select";
import { toast } from "../ui/toast";
import { type ImportFacts, imports, type ReadFacts, useTold } from "./import-api";

const ROWS_OFFERED = 20;

type ReadChoice = NonNullable<Parameters<typeof imports.change>[2]["read"]>;
type Choice<V extends string = string> = readonly [value: V, label: string];

const formats: readonly Choice<ReadFacts["format"]>[] = [
  ["csv", "Text with columns (CSV)"],
  ["xlsx", "Excel workbook"],
  ["json", "JSON"],
  ["ndjson", "JSON lines"],
];

const delimiters: readonly Choice[] = [
  [",", "Comma"],
  [";", "Semicolon"],
  ["\t", "Tab"],
  ["|", "Bar"],
];

const encodings: readonly Choice<NonNullable<ReadFacts["encoding"]>>[] = [
  ["utf-8", "UTF-8"],
  ["utf-16le", "UTF-16"],
  ["utf-16be", "UTF-16, big end first"],
  ["windows-1252", "Windows (Western)"],
];

const NO_QUOTES = "none";
const quotes: readonly Choice[] = [
  ['"', 'Double quotes "'],
  ["'", "Single quotes '"],
  [NO_QUOTES, "Nothing: quotes are text"],
];

const unread: ReadFacts = {
  format: "csv",
  encoding: "utf-8",
  delimiter: ",",
  quote: '"',
  headerRow: null,
  sheet: null,
  sheets: [],
};

type ReadFormProps = { place: Place; facts: ImportFacts };

/** How the file is read: found by itself, and each of it can be told otherwise. It takes effect at once. */
export function ReadForm({ place, facts }: ReadFormProps) {
  const { can } = useViewer();
  const told = useTold(place);
  const [busy, setBusy] = useState(false);
  const change = async (changes: ReadChoice) => {
    setBusy(true);
    try {
      told(await imports.change(place, facts.id, { read: changes }));
    } catch (problem) {
      toast.failed(problem, "The file cannot be read like that");
    }
    setBusy(false);
  };
  const disabled = busy || !can("imports-post", place.connectionId);
  // A file that could not be read at all can be tried as text.
  const { format, sheet, sheets, headerRow, delimiter, encoding, quote } = facts.read ?? unread;
  return (
    <form
      aria-label="How the file is read"
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => event.preventDefault()}
    >
      <Choose
        label="Format"
        value={facts.read ? format : ""}
        disabled={disabled}
        choices={facts.read ? formats : [["", "As it was found"], ...formats]}
        onChange={(next) => void change({ format: next === "" ? undefined : next })}
      />
      {sheets.length > 0 && (
        <Choose
          label="Sheet"
          value={sheet ?? ""}
          disabled={disabled}
          choices={sheets.map((name) => [name, name])}
          onChange={(next) => void change({ sheet: next })}
        />
      )}
      {headerRow !== null && (
        <Choose
          label="Names stand in row"
          value={String(headerRow)}
          disabled={disabled}
          choices={[
            ...Array.from({ length: ROWS_OFFERED }, (_, at): Choice => [String(at + 1), String(at + 1)]),
            ["0", "None: columns have no names"],
          ]}
          onChange={(next) => void change({ headerRow: Number(next) })}
        />
      )}
      {delimiter !== null && (
        <Choose
          label="Columns are parted by"
          value={delimiter}
          disabled={disabled}
          choices={delimiters}
          onChange={(next) => void change({ delimiter: next })}
        />
      )}
      {delimiter !== null && (
        <Choose
          label="Text is put in"
          value={quote ?? NO_QUOTES}
          disabled={disabled}
          choices={quotes}
          onChange={(next) => void change({ quote: next === NO_QUOTES ? null : next })}
        />
      )}
      {encoding !== null && (
        <Choose
          label="Letters are written in"
          value={encoding}
          disabled={disabled}
          choices={encodings}
          onChange={(next) => void change({ encoding: next })}
        />
      )}
    </form>
  );
}

type ChooseProps<V extends string> = {
  label: string;
  value: V;
  choices: readonly Choice<V>[];
  disabled: boolean;
  onChange: (value: V) => void;
};

function Choose<V extends string>({ label, value, choices, disabled, onChange }: ChooseProps<V>) {
  const known = choices.some(([one]) => one === value);
  return (
    <Field label={label} className="w-52 max-sm:w-full">
      <NativeSelect value={value} disabled={disabled} onChange={(event) => onChange(event.target.value as V)}>
        {!known && <option value={value}>{value}</option>}
        {choices.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}
