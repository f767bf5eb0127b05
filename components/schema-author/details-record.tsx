"use client";

import { factsAt, textAt } from "@/lib/schema/builder/facts";
import { dialectIn } from "@/lib/schema/builder/lint";
import { memberOf, nodeAt, textsOf } from "@/lib/schema/builder/json-tree";
import { setValue } from "@/lib/schema/builder/keyword-edits";
import { Field } from "../ui/field";
import { NativeSelect } from "../ui/select";
import { Committed } from "./committed";
import { OtherFields } from "./details-rules";
import { KeptNote } from "./kept-note";
import type { Author } from "./use-author";

const addresses = {
  "2020-12": "https://json-schema.org/draft/2020-12/schema",
  "draft-07": "http://json-schema.org/draft-07/schema#",
} as const;

const NAMES_SHOWN = 6;

/** What is said of the record as a whole, and what that means for whoever pushes one. */
export function DetailsRecord({ author, onShowInCode }: { author: Author; onShowInCode: () => void }) {
  const { document, content, edit, setContent } = author;
  const readOnly = author.readOnly || author.broken !== undefined;
  const facts = factsAt(document, []);
  const dialect = dialectIn(document);
  const properties = memberOf(document.root, "properties")?.value;
  const names = properties?.kind === "object" ? properties.members.map(({ key }) => key) : [];
  return (
    <div className="flex flex-col gap-5 p-4">
      <ul className="flex max-w-[72ch] flex-col gap-1 text-body text-ink-soft">
        <li>{requiredInWords(textsOf(document, nodeAt(document, ["required"])) ?? [])}</li>
        <li>
          {facts.sources.get("additionalProperties") === "false"
            ? "A field that is not named here is refused, too; only the identifier needs no naming."
            : "Fields that are not named here are accepted, and kept as they are."}
        </li>
      </ul>
      <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4">
        <legend className="sr-only">The record</legend>
        <Field label="Identifier" hint="The field that tells records apart.">
          <Committed
            mono
            list="author-fields"
            value={content.identifierKey}
            onCommit={(key) => key && setContent({ ...content, identifierKey: key }, `${key} tells records apart`)}
          />
        </Field>
        <Field label="Display name" hint="The field that lists and pages call a record by.">
          <Committed
            mono
            list="author-fields"
            value={content.displayNameKey ?? ""}
            onCommit={(key) =>
              setContent({ ...content, displayNameKey: key || null }, `${key || "Nothing"} names the record`)
            }
          />
        </Field>
        <datalist id="author-fields">
          {names.slice(0, 200).map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <OtherFields {...{ author, facts }} path={[]} name="the record" />
        <Field label="Title">
          <Committed
            idle
            value={textAt(document, [], "title") ?? ""}
            onCommit={(text) =>
              edit((_now, doc) => setValue(doc, [], "title", text || undefined), "Title of the record", {
                group: "title",
              })
            }
          />
        </Field>
        <Field label="Description">
          <Committed
            idle
            lines={2}
            value={textAt(document, [], "description") ?? ""}
            onCommit={(text) =>
              edit((_now, doc) => setValue(doc, [], "description", text || undefined), "Description of the record", {
                group: "description",
              })
            }
          />
        </Field>
        <Field
          label="Edition of JSON Schema"
          hint={dialect ? undefined : "Only draft 2020-12 and draft-07 are served here."}
        >
          <NativeSelect
            value={dialect ?? "other"}
            onChange={({ target }) =>
              edit(
                (_now, doc) => setValue(doc, [], "$schema", addresses[target.value as keyof typeof addresses]),
                `Edition ${target.value}`,
              )
            }
          >
            {!dialect && <option value="other">{textAt(document, [], "$schema") ?? "Another"}</option>}
            <option value="2020-12">2020-12</option>
            <option value="draft-07">draft-07</option>
          </NativeSelect>
        </Field>
      </fieldset>
      <Declared author={author} readOnly={readOnly} />
      <KeptNote facts={facts} onShow={onShowInCode} />
    </div>
  );
}

function Declared({ author: { content }, readOnly }: { author: Author; readOnly: boolean }) {
  const texts = content.filterFields.filter(({ type }) => type === "text").length;
  return (
    <section aria-labelledby="declared-fields" className="text-body">
      <h2 id="declared-fields" className="font-medium">
        Fast to filter and sort
      </h2>
      <p className="text-table text-ink-faint">
        {texts} of 4 texts, {content.filterFields.length - texts} of 4 numbers or dates.
        {!readOnly && " Tick it in a field’s details."}
      </p>
      <ul className="mt-1 flex flex-wrap gap-x-3 gap-y-1 font-mono text-table empty:hidden">
        {content.filterFields.map(({ pointer, type }) => (
          <li key={pointer}>
            {pointer} <span className="font-sans text-ink-faint">{type}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function requiredInWords(names: readonly string[]): string {
  if (names.length === 0) return "Nothing is required: a record may leave any field out.";
  const shown = names.slice(0, NAMES_SHOWN).join(", ");
  const more = names.length - NAMES_SHOWN;
  return `A record without ${shown}${more > 0 ? ` or one of ${more} more` : ""} is refused.`;
}
