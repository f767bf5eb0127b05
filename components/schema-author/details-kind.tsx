"use client";

import { declarableType, refusesDeclaring } from "@/lib/schema/builder/draft-edits";
import type { FieldFacts } from "@/lib/schema/builder/facts";
import type { Path } from "@/lib/schema/builder/json-tree";
import { kindAt, kinds, setKind, type Kind } from "@/lib/schema/builder/kinds";
import { setNullable, setTypes, typeNames, type TypeName } from "@/lib/schema/builder/keyword-edits";
import { recordPointer, type BuilderRow } from "@/lib/schema/builder/rows";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { NativeSelect } from "../ui/select";
import type { Author } from "./use-author";

type PartProps = { author: Author; path: Path; facts: FieldFacts; name: string };

/** What a field may hold: one kind of value or several, and whether null. */
export function KindFields({ author: { document, edit }, path, facts, name }: PartProps) {
  const kind = kindAt(document, path);
  const types = facts.types;
  return (
    <>
      <Field label="Holds">
        <NativeSelect
          value={kind}
          onChange={({ target }) => {
            const next = target.value as Kind | "several";
            if (next === "several")
              edit(
                (_now, doc) => setTypes(doc, path, [...new Set<TypeName>([...types, "string", "number"])]),
                `${name} holds several kinds`,
              );
            else edit((_now, doc) => setKind(doc, path, next), `${name} holds ${kinds[next].label}`);
          }}
        >
          {Object.entries(kinds).map(([one, { label }]) => (
            <option key={one} value={one}>
              {label}
            </option>
          ))}
          <option value="several">Several kinds</option>
        </NativeSelect>
      </Field>
      {kind === "several" && (
        <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
          <legend className="mb-1 text-table text-ink-faint">Any of</legend>
          {typeNames
            .filter((type) => type !== "null")
            .map((type) => (
              <Checkbox
                key={type}
                label={typeWords[type]}
                checked={types.includes(type)}
                onChange={({ target }) =>
                  edit(
                    (_now, doc) =>
                      setTypes(doc, path, target.checked ? [...types, type] : types.filter((one) => one !== type)),
                    `${name}: ${typeWords[type]} ${target.checked ? "allowed" : "not allowed"}`,
                  )
                }
              />
            ))}
        </fieldset>
      )}
      {kind !== "any" && (
        <Checkbox
          label="May be null"
          says="The field is there and says that it is empty."
          checked={types.includes("null")}
          onChange={({ target }) =>
            edit(
              (_now, doc) => setNullable(doc, path, target.checked),
              `${name} may ${target.checked ? "" : "not "}be null`,
            )
          }
        />
      )}
    </>
  );
}

const typeWords: Record<TypeName, string> = {
  string: "Text",
  number: "Number",
  integer: "Whole number",
  boolean: "Yes or no",
  object: "Group of fields",
  array: "List",
  null: "null",
};

/** What the resource takes from a field of the record itself: its identifier, its name, what is fast to filter. */
export function RecordMarks({ author, row }: { author: Author; row: BuilderRow }) {
  const { content, document, setContent } = author;
  const pointer = recordPointer(row.path);
  if (pointer === undefined) return null;
  const isTop = row.path.length === 2;
  const declared = content.filterFields.find((field) => field.pointer === pointer);
  const type = declared?.type ?? declarableType(document, row.path);
  const refusal = !declared && type ? refusesDeclaring(content, type) : undefined;
  const isIdentifier = isTop && content.identifierKey === row.name;
  return (
    <>
      {isTop && (
        <Checkbox
          checked={isIdentifier}
          disabled={isIdentifier}
          label="Tells records apart"
          says={
            isIdentifier
              ? "Choose another field to replace it."
              : "The identifier: a push with the same value changes the same record."
          }
          onChange={() => setContent({ ...content, identifierKey: row.name }, `${row.name} tells records apart`)}
        />
      )}
      {isTop && (
        <Checkbox
          checked={content.displayNameKey === row.name}
          label="Names the record"
          says="Lists and pages call a record by it."
          onChange={({ target }) =>
            setContent(
              { ...content, displayNameKey: target.checked ? row.name : null },
              `${row.name} ${target.checked ? "names" : "does not name"} the record`,
            )
          }
        />
      )}
      {(type ?? declared) && (
        <Checkbox
          checked={declared !== undefined}
          disabled={refusal !== undefined}
          label="Fast to filter and sort"
          says={
            refusal ??
            "At any number of records; up to 4 fields of text, and 4 of number or date. Filled in the background."
          }
          onChange={({ target }) => {
            const others = content.filterFields.filter((field) => field.pointer !== pointer);
            const filterFields = target.checked && type ? [...others, { pointer, type }] : others;
            setContent({ ...content, filterFields }, `${row.name} is ${target.checked ? "" : "not "}fast to filter`);
          }}
        />
      )}
    </>
  );
}
