"use client";

import { Code } from "lucide-react";
import { useEffect, useRef } from "react";
import { declarableType, refusesDeclaring, renameInDraft } from "@/lib/schema/builder/draft-edits";
import { factsAt, textAt, type FieldFacts } from "@/lib/schema/builder/facts";
import { fieldAt, isRequired, setRequired } from "@/lib/schema/builder/field-edits";
import type { Path } from "@/lib/schema/builder/json-tree";
import { kindAt, kinds, setKind, type Kind } from "@/lib/schema/builder/kinds";
import {
  setKeyword,
  setNullable,
  setTypes,
  setValue,
  typeNames,
  type TypeName,
} from "@/lib/schema/builder/keyword-edits";
import { recordPointer, type BuilderRow } from "@/lib/schema/builder/rows";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { NativeSelect } from "../ui/select";
import { Committed } from "./committed";
import { DetailsChoices } from "./details-choices";
import { DetailsRules } from "./details-rules";
import { JsonInput } from "./json-input";
import type { Author } from "./use-author";

type DetailsProps = {
  author: Author;
  row: BuilderRow;
  /** Puts the cursor into the first control, for who came to edit. */
  startsHere: boolean;
  onStarted: () => void;
  onShowInCode: (path: Path) => void;
  onLeave: () => void;
};

/** All of one field. What the builder does not edit is named, with the way to it in the code. */
export function DetailsPane({ author, row, startsHere, onStarted, onShowInCode, onLeave }: DetailsProps) {
  const { document, content, edit } = author;
  const panel = useRef<HTMLDivElement>(null);
  const readOnly = author.readOnly || author.broken !== undefined;
  const { path } = row;
  const facts = factsAt(document, path);
  const field = fieldAt(path);
  useEffect(() => {
    if (!startsHere) return;
    panel.current?.querySelector<HTMLElement>("input, select")?.focus();
    onStarted();
  }, [startsHere, onStarted]);

  return (
    <div
      ref={panel}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) onLeave();
      }}
      className="flex flex-col gap-5 p-4"
    >
      {facts.form === "never" && (
        <Callout tone="plain">The schema here is false: a record that has this field is refused.</Callout>
      )}
      <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">What the field is</legend>
        {field && (
          <Field label="Name" hint="As it stands in a record.">
            <Committed
              mono
              value={field.name}
              onCommit={(name) =>
                edit((now, doc) => renameInDraft(now, doc, path, name), `Renamed ${field.name} to ${name}`, {
                  from: path,
                })
              }
            />
          </Field>
        )}
        {facts.form !== "never" && <KindFields {...{ author, path, facts }} name={row.name} />}
        {field?.shelf === "properties" && (
          <Checkbox
            checked={isRequired(document, field.holder, field.name)}
            label="Required"
            says={
              field.holder.length === 0
                ? "A record without it is refused. Nothing is required unless it says so here."
                : "A group without it is refused; the group itself may be left out unless it is required, too."
            }
            onChange={({ target }) =>
              edit(
                (_now, doc) => setRequired(doc, field.holder, field.name, target.checked),
                `${row.name} is ${target.checked ? "" : "not "}required`,
              )
            }
          />
        )}
        {row.kind !== "definition" && facts.form !== "never" && (
          <Checkbox
            checked={facts.sources.get("x-sensitive") === "true"}
            label="Sensitive"
            says="Its values are masked for roles that may not read sensitive data: in pages, exports and rejected rows."
            onChange={({ target }) =>
              edit(
                (_now, doc) => setValue(doc, path, "x-sensitive", target.checked || undefined),
                `${row.name} is ${target.checked ? "" : "not "}sensitive`,
              )
            }
          />
        )}
        <RecordMarks {...{ author, row }} />
      </fieldset>
      {facts.form !== "never" && (
        <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4">
          <legend className="sr-only">What it holds</legend>
          <DetailsChoices {...{ author, path, facts }} name={row.name} />
          <DetailsRules {...{ author, path, facts }} name={row.name} />
          <Words {...{ author, path }} name={row.name} />
          <Values {...{ author, path, facts }} name={row.name} />
        </fieldset>
      )}
      <KeptNote facts={facts} onShow={() => onShowInCode(path)} />
      {content.identifierKey === row.name && path.length === 2 && (
        <p className="text-table text-ink-faint">
          Its value is the record’s id: text of up to 500 letters, never twice.
        </p>
      )}
    </div>
  );
}

type PartProps = { author: Author; path: Path; facts: FieldFacts; name: string };

function KindFields({ author: { document, edit }, path, facts, name }: PartProps) {
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
function RecordMarks({ author, row }: { author: Author; row: BuilderRow }) {
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

function Words({ author: { document, edit }, path, name }: Omit<PartProps, "facts">) {
  const words = (keyword: "title" | "description") => ({
    value: textAt(document, path, keyword) ?? "",
    onCommit: (text: string) =>
      void edit(
        (_now, doc) => setValue(doc, path, keyword, text || undefined),
        `${keyword === "title" ? "Title" : "Description"} of ${name}`,
        { group: `${keyword} ${name}` },
      ),
  });
  return (
    <>
      <Field label="Title" hint="Shown instead of the name.">
        <Committed idle {...words("title")} />
      </Field>
      <Field label="Description">
        <Committed idle lines={2} {...words("description")} />
      </Field>
    </>
  );
}

function Values({ author: { document, edit }, path, facts, name }: PartProps) {
  return (
    <>
      <JsonInput
        label="Default"
        hint="Filled in for who makes a record by hand. A push is never changed by it."
        source={facts.sources.get("default")}
        types={facts.types}
        onSource={(source) => edit(() => setKeyword(document, path, "default", source), `Default of ${name}`)}
      />
      <JsonInput
        label="Examples"
        hint='A list, such as ["ISO 27001", "SOC 2"].'
        source={facts.sources.get("examples")}
        types={["array"]}
        onSource={(source) => edit(() => setKeyword(document, path, "examples", source), `Examples of ${name}`)}
      />
    </>
  );
}

/** The keywords of a subschema that stay as the code has them. */
export function KeptNote({ facts: { kept }, onShow }: { facts: FieldFacts; onShow: () => void }) {
  if (kept.length === 0) return null;
  const idle = kept.filter((one) => one.idle);
  const others = kept.filter((one) => !one.idle);
  return (
    <Callout
      tone="caution"
      title={`${kept.length} ${kept.length === 1 ? "keyword" : "keywords"} kept as they are: ${kept.map(({ keyword }) => keyword).join(", ")}`}
      actions={
        <Button size="small" icon={<Code aria-hidden="true" />} onClick={onShow}>
          Show in the code
        </Button>
      }
    >
      {others.length > 0 && <p>The builder does not show them, and never changes them.</p>}
      {idle.length > 0 && <p>{idle.map(({ keyword }) => keyword).join(", ")} say nothing of a value of this kind.</p>}
    </Callout>
  );
}
