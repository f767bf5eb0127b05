import { pathsInside, pathsOf, type SensitivePath } from "@/lib/schema/mask";
import { pointerNames } from "@/lib/schema/columns";
import { redacted } from "../content/redact";
import { picking } from "./pick";

/** What a cell of a table says, and what it is in the record; `mark`: words of ours in place of what is not shown. */
export type Cell = { kind: "text" | "number" | "boolean" | "json" | "mark" | "empty"; text: string };

/** A record's canonical line, and whether its values were erased: a record that came in may look the same. */
export type RecordLine = { text: string; erased: boolean };

const REDACTED = "[redacted]";
const ERASED = "[erased]";

const EMPTY: Cell = { kind: "empty", text: "" };
const ERASED_LINE = /^\{"\$erased":"[0-9a-f]{64}","id":("(?:[^"\\]|\\.)*")\}$/s;
const COMMITMENT_BEGINS = '{"$redacted":"';

/**
 * Reads canonical lines as the cells of a table, numbers with the digits they have, lists and objects as their JSON.
 * columns: JSON pointers, the record's id first. redactions: the places that are redacted; elsewhere, what looks so is
 * the record's own.
 */
export function cellsFor(columns: readonly string[], redactions: readonly string[]): (line: RecordLine) => Cell[] {
  const [keep = ""] = pointerNames(columns[0] ?? "");
  const paths = pathsOf(redactions);
  const around = columns.map((pointer) => placesAround(pointer).filter((place) => isRedacted(place, paths, keep)));
  const above = [...new Set(around.flat())];
  const pick = picking([...columns, ...above]);
  const mark = { keep, commit: () => `"${REDACTED}"` };
  return ({ text, erased }) => {
    const gone = erased ? ERASED_LINE.exec(text) : null;
    if (gone) return columns.map((_, at) => (at === 0 ? cellOf(gone[1]) : { kind: "mark", text: ERASED }));
    const isMarked = paths.length > 0 && text.includes(COMMITMENT_BEGINS);
    const found = pick(isMarked ? redacted(text, paths, mark) : text);
    const isThere = (pointer: string) => found[columns.length + above.indexOf(pointer)] !== undefined;
    return columns.map((_, at) => (around[at]?.some(isThere) ? { kind: "mark", text: REDACTED } : cellOf(found[at])));
  };
}

/** A place and those that it lies within. */
function placesAround(pointer: string): string[] {
  const steps = pointer.split("/").slice(1);
  return steps.map((_, at) => `/${steps.slice(0, at + 1).join("/")}`);
}

function isRedacted(pointer: string, paths: readonly SensitivePath[], keep: string): boolean {
  const place = pointerNames(pointer);
  return place[0] !== keep && pathsInside(paths, place).some((rest) => rest.length === 0);
}

function cellOf(json: string | undefined): Cell {
  if (json === undefined || json === "null") return EMPTY;
  const first = json[0];
  if (first === '"')
    return { kind: "text", text: json.includes("\\") ? (JSON.parse(json) as string) : json.slice(1, -1) };
  if (first === "t" || first === "f") return { kind: "boolean", text: json };
  if (first !== "{" && first !== "[") return { kind: "number", text: json };
  return { kind: "json", text: json };
}
