"use client";

import { SENSITIVE } from "@/lib/schema/sensitive-mark";
import { useEffect, useRef } from "react";
import { renameInDraft } from "@/lib/schema/builder/draft-edits";
import { factsAt, textAt, type FieldFacts } from "@/lib/schema/builder/facts";
import { fieldAt, isRequired, setRequired } from "@/lib/schema/builder/field-edits";
import type { Path } from "@/lib/schema/builder/json-tree";
import { setKeyword, setValue } from "@/lib/schema/builder/keyword-edits";
import type { BuilderRow } from "@/lib/schema/builder/rows";
import { Callout } from "../ui/callout";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { Committed } from "./committed";
import { DetailsChoices } from "./details-choices";
import { KindFields, RecordMarks } from "./details-kind";
import { DetailsRules } from "./details-rules";
import { JsonInput } from "./json-input";
import { KeptNote } from "./kept-note";
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
            checked={facts.sources.get(SENSITIVE) === "true"}
            label="Sensitive"
            says="Its values are masked for roles that may not read sensitive data: in pages, exports and rejected rows."
            onChange={({ target }) =>
              edit(
                (_now, doc) => setValue(doc, path, SENSITIVE, target.checked || undefined),
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
