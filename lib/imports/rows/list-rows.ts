import { Refusal } from "@/lib/contract/errors";
import type { ImportMode, PlanKind } from "@/lib/contract/imports";
import type { Context } from "@/lib/changes/context";
import type { Resource } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { marksFor } from "@/lib/records/hidden";
import * as staged from "@/lib/records/staged/store";
import { valueAt } from "@/lib/schema/columns";
import { differences, type Difference } from "@/lib/schema/difference";
import { numberText, parseExact, printExact } from "@/lib/schema/exact-json";
import { pointerStep } from "@/lib/schema/json-error";
import { membersOf as jsonMembersOf, memberText } from "../files/json-columns";
import { cellText, isTableRow, type SourceRow } from "../files/source-row";
import { mappingOf } from "../kept";
import type { Mapping } from "../mapping/mapping";
import type { RowProblem } from "../plan/causes";
import { lineOf } from "../position";
import { importAt, type ImportTarget } from "../read";
import type { ImportRow, Place } from "../store";
import { type Mends, sourceOf, withMends } from "./mend";
import * as store from "./store";
import { CELL_CHARACTERS_MAX, cellsFor, problemsTold } from "./told";

const CHANGES_MAX = 100;
const TEXT_CHARACTERS_MAX = 50_000;

type Asked = { kind?: PlanKind; cause?: string; after?: string; size: number };
type View = { ctx: Context; resource: Resource; place: Place; row: ImportRow; mapping: Mapping };
type Told = { key: string; position: number; text: string };

/**
 * What a plan does, row by row: of one kind, or all in the order of the file; deletions in the order of their ids. next:
 * what the following page is asked with. Throws notFound, and conflict once the plan is carried out.
 */
export async function listRows(ctx: Context, target: ImportTarget, asked: Asked): Promise<string> {
  const { resource, place, row } = await importAt(ctx, target);
  const view = { ctx, resource, place, row, mapping: mappingOf(row) };
  const set = row.set_id === null ? undefined : await staged.findSet(reader, ctx.accountId, row.set_id);
  const size = asked.size + 1;
  const found = await pick(view, set, { ...asked, size });
  const rows = found.slice(0, asked.size);
  const next = found.length > asked.size ? JSON.stringify(rows.at(-1)?.key) : "null";
  return `{"data":[${rows.map(({ text }) => text).join(",")}],"next":${next}}`;
}

async function pick(view: View, set: staged.StagedSet | undefined, asked: Asked): Promise<Told[]> {
  const { kind, cause, size } = asked;
  if (kind === "reject") return refusedRows(view, { after: positionIn(asked.after), size, cause });
  if (!set) {
    if (view.row.status !== "committed" || kind === undefined)
      return kind === undefined ? refusedRows(view, { after: positionIn(asked.after), size }) : [];
    throw new Refusal("conflict", { message: "The import is committed; its Change tells what it did" });
  }
  if (kind === "delete") {
    return view.row.mode === "replace" ? deletedRows(view, set, { afterId: asked.after ?? "", size }) : [];
  }
  const after = positionIn(asked.after);
  const states = statesOf(view.row.mode, kind);
  const good = states.length ? await stagedRows(view, set, { states, after, size }) : [];
  if (kind !== undefined) return good;
  const refused = await refusedRows(view, { after, size });
  return [...good, ...refused].sort((a, b) => a.position - b.position).slice(0, size);
}

function positionIn(after: string | undefined): number {
  if (after === undefined) return 0;
  if (/^\d{1,16}$/.test(after)) return Number(after);
  throw new Refusal("invalid", { message: "query parameter after: send what the page before gave as next" });
}

type State = staged.ItemRow["state"];

/** The states of items that are of a kind in a mode. */
function statesOf(mode: ImportMode, kind: PlanKind | undefined): State[] {
  const every: State[] = ["create", "update", "unchanged"];
  return kind === undefined ? every : every.filter((state) => kindOf(mode, state) === kind);
}

function kindOf(mode: ImportMode, state: State): PlanKind {
  if (mode === "insert" && state !== "create") return "skip";
  return mode === "update" && state === "create" ? "skip" : state;
}

async function stagedRows(
  view: View,
  set: staged.StagedSet,
  page: { states: State[]; after: number; size: number },
): Promise<Told[]> {
  const { ctx, resource, place, row, mapping } = view;
  const items = await staged.listItems(reader, set, { ...page, marks: marksFor(ctx, resource) });
  const mended = await store.mendedAmong(
    place,
    items.map(({ position }) => position),
  );
  return items.map((item) => {
    const [before, after] = [item.before === null ? undefined : parseExact(item.before), parseExact(item.after)];
    const facts = {
      line: lineOf(item.position),
      position: item.position,
      id: item.id,
      displayName: displayName(resource, after),
      kind: kindOf(row.mode, item.state),
      changes: changesOf(before, after),
      cells: mapping.columns.length ? mapping.columns.map(({ pointer }) => valueText(after, pointer)) : null,
      text: null,
      fixed: mended.has(item.position),
      problems: [],
    };
    return { key: String(item.position), position: item.position, text: printExact(facts) };
  });
}

async function deletedRows(
  view: View,
  set: staged.StagedSet,
  page: { afterId: string; size: number },
): Promise<Told[]> {
  const { ctx, resource } = view;
  const rows = await staged.listUnmatched(reader, set, { ...page, marks: marksFor(ctx, resource) });
  return rows.map(({ id, before: text }) => {
    const before = parseExact(text);
    const told = { line: null, position: null, id, displayName: displayName(resource, before), kind: "delete" };
    const rest = { changes: changesOf(before, undefined), cells: null, text: null, fixed: false, problems: [] };
    return { key: id, position: 0, text: printExact({ ...told, ...rest }) };
  });
}

async function refusedRows(view: View, page: { after: number; size: number; cause?: string }): Promise<Told[]> {
  const { ctx, resource, place, mapping } = view;
  const rows = await store.listRefused(place, page);
  const hides = marksFor(ctx, resource) !== null;
  return rows.map((row) => {
    const mends = JSON.parse(row.fixes) as Mends;
    const source = withMends(sourceOf(row, lineOf(row.position)), mends);
    const facts = {
      line: lineOf(row.position),
      position: row.position,
      id: row.id,
      displayName: null,
      kind: "reject",
      changes: [],
      ...(isTableRow(source)
        ? { cells: cellsFor(ctx, resource, mapping, source.cells.map(cellText)), text: null }
        : jsonFor(source, mapping, hides)),
      fixed: Object.keys(mends).length > 0,
      problems: problemsTold(ctx, resource, JSON.parse(row.problems ?? "[]") as RowProblem[]),
    };
    return { key: String(row.position), position: row.position, text: JSON.stringify(facts) };
  });
}

/** A row of JSON to look at and mend; nothing of it for whoever may not read all of it, and no more than a page takes. */
function jsonFor(row: Exclude<SourceRow, { cells: unknown }>, { columns }: Mapping, hides: boolean) {
  if (hides) return { cells: null, text: null };
  const members = jsonMembersOf(row);
  const cells = columns.map(({ name }) => memberText(members?.get(name)).slice(0, CELL_CHARACTERS_MAX));
  return { cells: members ? cells : null, text: row.text.length > TEXT_CHARACTERS_MAX ? null : row.text };
}

function displayName({ display_name_key: key }: Resource, record: unknown): string | null {
  const value = key === null ? undefined : valueAt(record, pointerStep(key));
  return typeof value === "string" ? (numberText(value) ?? value).slice(0, 200) : (numberText(value) ?? null);
}

function valueText(record: unknown, pointer: string | null): string {
  const value = pointer === null ? undefined : valueAt(record, pointer);
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? (numberText(value) ?? value) : printExact(value);
  return text.slice(0, CELL_CHARACTERS_MAX);
}

type PlacedChange = { pointer: string; before?: unknown; after?: unknown };

/** What is other than before, place by place; of a record that comes or goes its members. */
function changesOf(before: unknown, after: unknown): PlacedChange[] {
  if (before === undefined) return membersOf(after).map(([pointer, value]) => ({ pointer, after: value }));
  if (after === undefined) return membersOf(before).map(([pointer, value]) => ({ pointer, before: value }));
  return differences(before, after).slice(0, CHANGES_MAX).map(changeOf);
}

function changeOf(difference: Difference): PlacedChange {
  const { pointer } = difference;
  if (difference.kind === "added") return { pointer, after: difference.after };
  if (difference.kind === "removed") return { pointer, before: difference.before };
  return { pointer, before: difference.before, after: difference.after };
}

const membersOf = (record: unknown): [string, unknown][] =>
  Object.entries(record as object)
    .slice(0, CHANGES_MAX)
    .map(([name, value]) => [pointerStep(name), value as unknown]);
