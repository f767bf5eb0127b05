import { pointerNames } from "@/lib/schema/columns";
import { picking } from "./pick";

/** What a cell of a table says, and what it is in the record; `mark`: words of ours in place of what is not shown. */
export type Cell = { kind: "text" | "number" | "boolean" | "json" | "mark" | "empty"; text: string };

const REDACTED = "[redacted]";
const ERASED = "[erased]";

const EMPTY: Cell = { kind: "empty", text: "" };
const ERASED_MEMBER = '{"$erased":"';
const ERASED_LINE = /^\{"\$erased":"[0-9a-f]{64}","id":("(?:[^"\\]|\\.)*")\}$/s;
const COMMITTED = /^\{"\$redacted":"[0-9a-f]{64}"\}$/;
const COMMITMENT = /\{"\$redacted":"[0-9a-f]{64}"\}/g;

/**
 * Reads canonical lines as the cells of a table, numbers with the digits they have, lists and objects as their JSON.
 * columns: JSON pointers, the record's id first.
 */
export function cellsFor(columns: readonly string[]): (line: string) => Cell[] {
  const around = columns.map(placesAround);
  const above = [...new Set(around.flat())];
  const pick = picking([...columns, ...above]);
  return (line) => {
    const erased = line.startsWith(ERASED_MEMBER) ? ERASED_LINE.exec(line) : null;
    if (erased) return columns.map((_, at) => (at === 0 ? cellOf(erased[1]) : { kind: "mark", text: ERASED }));
    const found = pick(line);
    if (!line.includes('{"$redacted":"')) return columns.map((_, at) => cellOf(found[at]));
    const isHidden = (pointer: string) => isCommitment(found[columns.length + above.indexOf(pointer)]);
    return columns.map((_, at) => (around[at]?.some(isHidden) ? { kind: "mark", text: REDACTED } : cellOf(found[at])));
  };
}

/** The places that a place lies within, and that might be redacted as a whole. */
function placesAround(pointer: string): string[] {
  const steps = pointer.split("/").slice(1, -1);
  return pointerNames(pointer).length > 1 ? steps.map((_, at) => `/${steps.slice(0, at + 1).join("/")}`) : [];
}

const isCommitment = (json: string | undefined) => json !== undefined && COMMITTED.test(json);

function cellOf(json: string | undefined): Cell {
  if (json === undefined || json === "null") return EMPTY;
  const first = json[0];
  if (first === '"')
    return { kind: "text", text: json.includes("\\") ? (JSON.parse(json) as string) : json.slice(1, -1) };
  if (first === "t" || first === "f") return { kind: "boolean", text: json };
  if (first !== "{" && first !== "[") return { kind: "number", text: json };
  if (isCommitment(json)) return { kind: "mark", text: REDACTED };
  return { kind: "json", text: json.replace(COMMITMENT, `"${REDACTED}"`) };
}
