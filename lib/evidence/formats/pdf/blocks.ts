import { fieldsOf } from "@/lib/schema/fields";
import type { SchemaNode } from "@/lib/schema/keywords";
import { pointerNames } from "@/lib/schema/columns";
import { cellsFor, type RecordLine } from "../cells";
import { titlesOf } from "../columns";
import type { ReportFacts } from "../report-facts";
import { type Fact, factGroups, titleOf, verifySteps } from "../report-words";
import { momentInWords } from "../times";

/** A part of the report, in the order in which it is read. */
export type Block =
  | { kind: "title"; over: string; text: string; under: string }
  | { kind: "heading"; text: string }
  | { kind: "text"; text: string; code?: true }
  | { kind: "facts"; facts: readonly Fact[] }
  | { kind: "table"; titles: readonly string[]; rows: readonly (readonly string[])[] }
  | { kind: "signatures"; who: readonly string[] };

const COLUMNS_MAX = 6;
const CELL_CHARACTERS = 240;
const count = (number: number) => number.toLocaleString("en-US");

/** The whole report. firstLines: canonical lines of the first records. */
export function blocksOf(facts: ReportFacts, firstLines: readonly RecordLine[]): Block[] {
  return [
    cover(facts),
    ...groups(facts),
    ...verifying(facts),
    ...schema(facts),
    ...records(facts, firstLines),
    ...signing(),
  ];
}

function cover(facts: ReportFacts): Block {
  const { content, names } = facts;
  const { included, matching } = content.counts;
  const from = names.resource === names.connection ? "" : ` of ${names.connection}`;
  const under = `${names.resource}${from} as of ${momentInWords(content.revisionAt, facts.timeZone)}, revision ${count(content.revision)}. ${count(included)} of ${count(matching)} records that match.`;
  return { kind: "title", over: `${names.account} · Evidence ${facts.evidence}`, text: titleOf(facts), under };
}

function groups(facts: ReportFacts): Block[] {
  return factGroups(facts).flatMap(({ title, facts: each }): Block[] => [
    { kind: "heading", text: title },
    { kind: "facts", facts: each },
  ]);
}

function verifying(facts: ReportFacts): Block[] {
  const steps = verifySteps(facts).flatMap(({ says, command }): Block[] => [
    { kind: "text", text: says },
    ...(command ? [{ kind: "text" as const, text: command, code: true as const }] : []),
  ]);
  return [{ kind: "heading", text: "How to verify" }, ...steps];
}

function schema({ schemaText, content }: ReportFacts): Block[] {
  const fields = fieldsOf(JSON.parse(schemaText) as SchemaNode);
  const heading: Block = { kind: "heading", text: `The schema in words, version ${content.schema.version}` };
  if (fields.length === 0)
    return [heading, { kind: "text", text: "The schema names no fields: a record may hold anything." }];
  const rows = fields.map(({ pointer, type, required, rules, description }) => [
    pointerNames(pointer).join(" › "),
    type,
    required ? "yes" : "no",
    [...rules, ...(description ? [description] : [])].join("; "),
  ]);
  return [heading, { kind: "table", titles: ["Field", "Holds", "Required", "Rules and meaning"], rows }];
}

function records({ columns, content }: ReportFacts, lines: readonly RecordLine[]): Block[] {
  const { included } = content.counts;
  const heading: Block = { kind: "heading", text: "Records" };
  if (lines.length === 0) return [heading, { kind: "text", text: "No record is in this evidence." }];
  const shown = columns.slice(0, COLUMNS_MAX);
  const all =
    lines.length >= included ? `All ${count(included)}` : `First ${count(lines.length)} of ${count(included)}`;
  const some = shown.length < columns.length ? `, ${shown.length} of ${columns.length} columns` : "";
  const cells = cellsFor(shown, content.redactions);
  const rows = lines.map((line) => cells(line).map(({ text }) => cut(text)));
  const says = `${all} records${some}, by id. Every record is whole in records.jsonl, and as a table in records.csv and records.xlsx where these were asked for.`;
  return [
    heading,
    { kind: "text", text: says },
    { kind: "table", titles: titlesOf(columns).slice(0, COLUMNS_MAX), rows },
  ];
}

const cut = (text: string) =>
  text.length > CELL_CHARACTERS ? `${text.slice(0, CELL_CHARACTERS).replace(/\p{Surrogate}$/u, "")} …` : text;

function signing(): Block[] {
  return [
    { kind: "heading", text: "Signatures" },
    { kind: "signatures", who: ["Prepared by", "Reviewed by"] },
  ];
}

/** Every text of the report with how it is set, to choose fonts by. */
export function* textsOf(blocks: readonly Block[]): Generator<readonly [string, "regular" | "strong" | "mono"]> {
  for (const block of blocks) {
    if (block.kind === "title")
      yield* [
        [block.over, "regular"],
        [block.text, "strong"],
        [block.under, "regular"],
      ] as const;
    if (block.kind === "heading") yield [block.text, "strong"];
    if (block.kind === "text") yield [block.text, block.code ? "mono" : "regular"];
    if (block.kind === "facts")
      for (const { says, value, code } of block.facts)
        yield* [
          [says, "regular"],
          [value, code ? "mono" : "regular"],
        ] as const;
    if (block.kind === "table") {
      for (const title of block.titles) yield [title, "strong"];
      for (const cell of block.rows.flat()) yield [cell, "regular"];
    }
  }
}
