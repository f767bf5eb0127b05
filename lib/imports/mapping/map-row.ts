import { pointerNames, type SchemaColumn } from "@/lib/schema/columns";
import { pointerStep } from "@/lib/schema/json-error";
import { printExact } from "@/lib/schema/exact-json";
import { type RawItem } from "@/lib/schema/json-text";
import { memberCell, membersOf } from "../files/json-columns";
import { type Cell, cellText, isTableRow, type SourceRow, type TableRow } from "../files/source-row";
import { coerce } from "./coerce";
import { type Field, fieldAt, keepsAsIs, type Mapping, type Reading } from "./mapping";

/** A cell that is read otherwise than it stands; `to` is JSON. */
export type Change = { column: number; pointer: string; from: string; to: string };
/** A cell that could not be read. `cause` is the same for all cells that are wrong in the same way. */
export type CellProblem = {
  column: number | null;
  pointer: string;
  message: string;
  cause: string;
  suggestion?: string;
};

/** A row as the record that it would become: JSON text with the digits of the file. */
export type MappedRow = { text: string; coercions: Change[]; problems: CellProblem[] };

type Source = Reading & {
  column: number | null;
  name?: string;
  pointer: string;
  field: Field | undefined;
  json?: string;
};
type Node = { key: string; source?: Source; inside?: Map<string, Node>; isList?: boolean };

/**
 * Makes the function that turns rows into records. It expects a mapping that `wrongMapping` has let pass. Cells that
 * cannot be read stay texts, so that nothing is lost. A JSON row is its own record as far as its members are not mapped:
 * those that no column is for stay where they are.
 */
export function mapRows(
  mapping: Mapping,
  fields: readonly SchemaColumn[],
  columns: readonly string[],
): (row: SourceRow) => MappedRow {
  const sources = sourcesOf(mapping, fields);
  const tree = treeOf(sources, fields);
  const asIs = keepsAsIs(mapping);
  const known = new Set(mapping.columns.map(({ name }) => name));
  return (row) => {
    if (!isTableRow(row)) {
      const members = asIs ? undefined : membersOf(row);
      return members ? mapMembers(members, tree, known, mapping) : { text: row.text, coercions: [], problems: [] };
    }
    const held = ({ column }: Source): Held => ({ cell: row.cells[column ?? -1] ?? "" });
    const made: Made = { held, blanksAsNull: mapping.blanksAsNull, coercions: [], problems: [] };
    const text = objectOf(tree, made) ?? "{}";
    return { text, coercions: made.coercions, problems: [...wrongShape(row, columns, sources), ...made.problems] };
  };
}

/** A record of a row of JSON: its members where their columns lead, and all others as they stand. */
function mapMembers(
  members: ReadonlyMap<string, RawItem>,
  tree: ReadonlyMap<string, Node>,
  known: ReadonlySet<string>,
  { blanksAsNull }: Mapping,
): MappedRow {
  const held = (source: Source) => heldBy(members.get(source.name ?? ""), source);
  const made: Made = { held, blanksAsNull, coercions: [], problems: [] };
  const parts = [(objectOf(tree, made) ?? "{}").slice(1, -1)];
  for (const [name, { text }] of members) {
    if (known.has(name)) continue;
    const taken = tree.get(name);
    if (!taken) parts.push(`${JSON.stringify(name)}:${text}`);
    // A value for every row is just that; anything else would be lost in silence.
    else if (taken.source?.json === undefined) {
      const pointer = pointerStep(name);
      made.problems.push({ column: null, pointer, message: BESIDE, cause: "beside" });
    }
  }
  const text = `{${parts.filter((part) => part !== "").join(",")}}`;
  return { text, coercions: made.coercions, problems: made.problems };
}

const BESIDE = "stands in this row, too, where another column of the file goes";

/** What a member gives its place: itself, unless it is to be read as a cell would be. */
function heldBy(member: RawItem | undefined, { coerce: kind, values }: Source): Held {
  if (member === undefined) return undefined;
  const cell = memberCell(member);
  const stays = kind === "as-is" && !(cell !== undefined && Object.hasOwn(values ?? {}, cellText(cell)));
  return cell === undefined || stays ? { json: member.text } : { cell };
}

function sourcesOf({ columns, constants }: Mapping, fields: readonly SchemaColumn[]): Source[] {
  const mapped = columns.flatMap(({ pointer, ...column }) => (pointer === null ? [] : [{ ...column, pointer }]));
  return [
    ...mapped.map((column) => ({ ...column, field: fieldAt(fields, column.pointer) })),
    ...constants.map(({ pointer, value }): Source => {
      return { column: null, coerce: "as-is", pointer, field: undefined, json: printExact(value) };
    }),
  ];
}

function treeOf(sources: readonly Source[], fields: readonly SchemaColumn[]): Map<string, Node> {
  const root = new Map<string, Node>();
  for (const source of sources) {
    let level = root;
    let pointer = "";
    const names = pointerNames(source.pointer);
    names.forEach((name, depth) => {
      pointer = source.pointer
        .split("/")
        .slice(0, depth + 2)
        .join("/");
      const node: Node = level.get(name) ?? { key: JSON.stringify(name) };
      level.set(name, node);
      if (depth === names.length - 1) node.source = source;
      else {
        node.inside ??= new Map();
        node.isList = fieldAt(fields, pointer)?.type === "list";
        level = node.inside;
      }
    });
  }
  return root;
}

/** What a row has for a place: a cell to be read, JSON that stays as it is, or nothing. */
type Held = { cell: Cell } | { json: string } | undefined;
type Made = {
  held: (source: Source) => Held;
  blanksAsNull: boolean;
  coercions: Change[];
  problems: CellProblem[];
};

/** An object of what its members have; undefined when none has anything, so that no empty groups arise. */
function objectOf(members: ReadonlyMap<string, Node>, made: Made): string | undefined {
  let text = "";
  for (const node of members.values()) {
    const value = valueOf(node, made);
    if (value !== undefined) text += `${text === "" ? "" : ","}${node.key}:${value}`;
  }
  return text === "" ? undefined : `{${text}}`;
}

function listOf(members: ReadonlyMap<string, Node>, made: Made): string | undefined {
  const inOrder = [...members].sort(([one], [other]) => Number(one) - Number(other));
  const items = inOrder.flatMap(([, node]) => valueOf(node, made) ?? []);
  return items.length === 0 ? undefined : `[${items.join(",")}]`;
}

function valueOf({ source, inside, isList }: Node, made: Made): string | undefined {
  if (inside) return isList ? listOf(inside, { ...made, blanksAsNull: false }) : objectOf(inside, made);
  if (source === undefined) return undefined;
  if (source.json !== undefined) return source.json;
  const held = made.held(source);
  if (held === undefined || "json" in held) return held?.json;
  const { column, pointer } = source;
  const { cell } = held;
  const typed = cellText(cell);
  if (typed.trim() === "" && source.coerce !== "text") return made.blanksAsNull ? "null" : undefined;
  const value = coerce(cell, source, source.field);
  if ("json" in value) {
    if (value.changed) made.coercions.push({ column: column ?? 0, pointer, from: typed, to: value.json });
    return value.json;
  }
  const { wrong, cause, suggestion } = value;
  const message = `"${clip(typed)}" ${wrong}`;
  made.problems.push({
    column,
    pointer,
    message,
    cause: `${pointer} ${cause}`,
    ...(suggestion !== undefined && { suggestion }),
  });
  return JSON.stringify(typed);
}

const STRAY_QUOTE =
  "has a quote inside a cell that is not quoted: quote the cell and double its quotes, or read the file without quotes";

/** Cells too many would be lost in silence, cells too few mean a line that was cut: mostly a delimiter is to blame. */
function wrongShape(
  { cells, complete, strayQuote }: TableRow,
  columns: readonly string[],
  sources: readonly Source[],
): CellProblem[] {
  const beyond = cells.slice(columns.length).some((cell) => cellText(cell).trim() !== "");
  const missing = complete === true && sources.some(({ column }) => column !== null && column >= cells.length);
  if (strayQuote) return [{ column: null, pointer: "", message: STRAY_QUOTE, cause: "quote" }];
  if (!beyond && !missing) return [];
  const message = `has ${cells.length === 1 ? "1 cell" : `${cells.length} cells`} where the file has ${columns.length} columns`;
  return [{ column: null, pointer: "", message, cause: "width" }];
}

const clip = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);
