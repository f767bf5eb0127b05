"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { textAt, type FieldFacts } from "@/lib/schema/builder/facts";
import type { Path } from "@/lib/schema/builder/json-tree";
import { refusalOf } from "@/lib/schema/builder/lint";
import { setKeyword, setValue } from "@/lib/schema/builder/keyword-edits";
import { exactNumber } from "@/lib/schema/exact-json";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { Field } from "../ui/field";
import { NativeSelect } from "../ui/select";
import { Committed } from "./committed";
import type { Author } from "./use-author";

const PatternTester = dynamic(() => import("./pattern-tester"), { ssr: false });

type RulesProps = { author: Author; path: Path; facts: FieldFacts; name: string };

const formats = [
  ["date", "Date"],
  ["date-time", "Date and time"],
  ["time", "Time"],
  ["duration", "Duration"],
  ["email", "E-mail address"],
  ["hostname", "Host name"],
  ["ipv4", "IPv4 address"],
  ["ipv6", "IPv6 address"],
  ["uri", "Web address"],
  ["uri-reference", "Web address, also relative"],
  ["uuid", "UUID"],
  ["regex", "Regular expression"],
  ["json-pointer", "JSON pointer"],
] as const;

/** Bounds, format and pattern, as far as they say something of what the field holds. */
export function DetailsRules(props: RulesProps) {
  const { types } = props.facts;
  const holds = (...names: string[]) => types.length === 0 || types.some((type) => names.includes(type));
  return (
    <>
      {holds("string") && <TextRules {...props} />}
      {types.length > 0 && holds("number", "integer") && (
        <Bounds
          {...props}
          legend="Range"
          bounds={[
            ["minimum", "At least"],
            ["maximum", "At most"],
            ["exclusiveMinimum", "More than"],
            ["exclusiveMaximum", "Less than"],
            ["multipleOf", "In steps of"],
          ]}
        />
      )}
      {types.length > 0 && holds("array") && (
        <>
          <Bounds
            {...props}
            legend="Length of the list"
            whole
            bounds={[
              ["minItems", "At least"],
              ["maxItems", "At most"],
            ]}
          />
          <Checkbox
            label="No item twice"
            checked={props.facts.sources.get("uniqueItems") === "true"}
            onChange={({ target }) =>
              props.author.edit(
                (_now, doc) => setValue(doc, props.path, "uniqueItems", target.checked || undefined),
                `Items of ${props.name} may ${target.checked ? "not " : ""}be there twice`,
              )
            }
          />
        </>
      )}
      {types.length > 0 && holds("object") && <GroupRules {...props} />}
    </>
  );
}

/** What is said of the fields that a group, or the record, does not name. */
export function OtherFields({ author, path, facts, name }: RulesProps) {
  const isClosed = facts.sources.get("additionalProperties") === "false";
  const inCode = facts.kept.some(({ keyword }) => keyword === "additionalProperties");
  return (
    <Field
      label="Fields that are not named here"
      hint={
        inCode
          ? "Must fit the schema that the code has for them."
          : isClosed
            ? "A record with another field is refused."
            : "Are accepted, and kept as they are."
      }
    >
      <NativeSelect
        disabled={inCode}
        value={inCode ? "code" : isClosed ? "refused" : "kept"}
        onChange={({ target }) =>
          author.edit(
            (_now, doc) => setValue(doc, path, "additionalProperties", target.value === "refused" ? false : undefined),
            `Other fields of ${name} are ${target.value}`,
          )
        }
      >
        {inCode && <option value="code">As the code says</option>}
        <option value="kept">Kept</option>
        <option value="refused">Refused</option>
      </NativeSelect>
    </Field>
  );
}

const GroupRules = (props: RulesProps) => (
  <>
    <OtherFields {...props} />
    <Bounds
      {...props}
      legend="How many fields"
      whole
      bounds={[
        ["minProperties", "At least"],
        ["maxProperties", "At most"],
      ]}
    />
  </>
);

function TextRules(props: RulesProps) {
  const { author, path, name, facts } = props;
  const { document, edit } = author;
  const [testing, setTesting] = useState(false);
  const format = textAt(document, path, "format") ?? "";
  const pattern = textAt(document, path, "pattern") ?? "";
  const known = formats.some(([value]) => value === format);
  return (
    <>
      <Field label="Format">
        <NativeSelect
          value={format}
          onChange={({ target }) =>
            edit((_now, doc) => setValue(doc, path, "format", target.value || undefined), `Format of ${name}`)
          }
        >
          <option value="">Any text</option>
          {formats.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
          {!known && format !== "" && <option value={format}>{format}</option>}
        </NativeSelect>
      </Field>
      <Bounds
        {...props}
        legend="Length"
        whole
        bounds={[
          ["minLength", "At least"],
          ["maxLength", "At most"],
        ]}
      />
      <Field
        label="Pattern"
        hint="A regular expression that is found in the text; ^ and $ hold it to the whole."
        error={pattern === "" ? undefined : refusalOf(pattern)}
      >
        <Committed
          mono
          idle
          value={pattern}
          onCommit={(text) =>
            edit((_now, doc) => setValue(doc, path, "pattern", text || undefined), `Pattern of ${name}`, {
              group: `pattern ${name}`,
            })
          }
        />
      </Field>
      {testing ? (
        <PatternTester pattern={pattern} examples={facts.sources.get("examples")} />
      ) : (
        <div>
          <Button size="small" onClick={() => setTesting(true)}>
            Test the pattern
          </Button>
        </div>
      )}
    </>
  );
}

type BoundsProps = RulesProps & { legend: string; whole?: boolean; bounds: readonly (readonly [string, string])[] };

function Bounds({ author, path, facts, name, legend, whole, bounds }: BoundsProps) {
  const [wrong, setWrong] = useState<{ [keyword: string]: string | undefined }>({});
  const commit = (keyword: string, label: string, text: string) => {
    const number = text.trim() === "" ? undefined : exactNumber(text);
    const message = whole ? "A whole number of 0 or more" : keyword === "multipleOf" ? "A number above 0" : "A number";
    const value = Number(text);
    const isRight =
      text.trim() === "" ||
      (number !== undefined &&
        (!whole || (Number.isInteger(value) && value >= 0)) &&
        (keyword !== "multipleOf" || value > 0));
    setWrong({ ...wrong, [keyword]: isRight ? undefined : message });
    if (!isRight) return;
    author.edit(
      (_now, doc) => setKeyword(doc, path, keyword, text.trim() || undefined),
      `${legend} of ${name}: ${label} ${text}`,
    );
  };
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-body font-medium">{legend}</legend>
      <div className="flex flex-wrap gap-3">
        {bounds.map(([keyword, label]) => (
          <Field
            key={keyword}
            className="w-32"
            label={<span className="text-table font-normal text-ink-soft">{label}</span>}
            error={wrong[keyword]}
          >
            <Committed
              small
              inputMode={whole ? "numeric" : "decimal"}
              value={facts.sources.get(keyword) ?? ""}
              onCommit={(text) => commit(keyword, label, text)}
            />
          </Field>
        ))}
      </div>
    </fieldset>
  );
}
