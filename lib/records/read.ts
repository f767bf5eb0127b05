import { Refusal, type Problem } from "@/lib/contract/errors";
import { tooLarge, type FieldType, type Filter } from "@/lib/contract/filters";
import type { Context } from "@/lib/changes/context";
import { reader, readTogether, type Reader } from "@/lib/db/client";
import { openCursor, sealCursor } from "@/lib/db/cursor";
import { fieldsOfSlots, slotsOf } from "@/lib/connections/facts";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { readValue } from "@/lib/schema/json-text";
import type { SlotNames } from "./condition";
import { momentOf } from "./as-of";
import { marksFor, problemsFor, refuseGuesses } from "./hidden";
import { markedAt } from "./past/marked";
import { findPast, type Past } from "./past/store";
import * as store from "./store";

export type RecordsQuery = {
  cursor?: string;
  size: number;
  sort?: string;
  sortAs?: FieldType;
  sortDir?: "ASC" | "DESC";
  filter?: Filter;
  q?: string;
  failing?: boolean;
  asOf?: string;
  includeTotalCount?: boolean;
  countMax?: number;
};

/** A page of records: filtered, sorted, as they are or as they stood. Throws invalid, notFound. */
export async function listRecords(ctx: Context, target: Target, query: RecordsQuery) {
  const resource = await resourceAt(ctx, target, { deleted: query.asOf !== undefined });
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const { revision: asOf, live } = await momentOf(place, query.asOf);
  const filter = checkedFilter(query.filter);
  const marked = await markedAt(ctx, resource, asOf === undefined ? [] : [asOf]);
  refuseGuesses(ctx, marked, query);
  const slots = slotNames(resource);
  const order = orderOf(query, slots);
  const orderName = JSON.stringify([resource.id, order, asOf ?? null]);
  const after = query.cursor === undefined ? undefined : placeOf(query.cursor, orderName);
  const { size, q, failing } = query;
  const schemaVersion = resource.schema_version;
  const marks = marksFor(ctx, marked);
  const page = { ...place, filter, q, failing, slots, schemaVersion, marks, order, after, size };
  const { found, counts } = live ? await atMoment(place, asOf, readPage(page, query)) : nothing(query, after);
  const rows = found.slice(0, size);
  const last = found.length > size ? rows.at(-1) : undefined;
  return {
    rows,
    revision: asOf ?? found[0]?.newest ?? (await store.stateNow(place)).revision,
    cursor: last ? sealCursor(orderName, [last.key, last.id]) : null,
    ...counts,
  };
}

/** Reads what is now, or a moment of the past, whose several reads have to agree with each other. */
function atMoment<Result>(
  place: store.Place,
  revision: number | undefined,
  read: (from: Reader, past?: Past) => Promise<Result>,
): Promise<Result> {
  if (revision === undefined) return read(reader);
  return readTogether(async (from) => read(from, await findPast(from, place, revision)));
}

type CountAsked = Pick<RecordsQuery, "includeTotalCount" | "countMax">;
type Counts = { totalCount?: number; totalIsMore?: boolean };
type Found = { found: store.ListedRow[]; counts: Counts };

const readPage =
  (asked: store.Page, { includeTotalCount, countMax }: CountAsked) =>
  async (from: Reader, past?: Past): Promise<Found> => {
    const page = { ...asked, past };
    const found = await store.listRecords(from, page);
    const counts = {
      ...(includeTotalCount && !page.after && { totalCount: await countOf(from, page) }),
      ...(countMax !== undefined && (await countUpTo(from, page, countMax))),
    };
    return { found, counts };
  };

function nothing({ includeTotalCount, countMax }: CountAsked, after: unknown): Found {
  const counted = countMax !== undefined;
  return {
    found: [],
    counts: {
      ...((counted || (includeTotalCount && !after)) && { totalCount: 0 }),
      ...(counted && { totalIsMore: false }),
    },
  };
}

/** The resource's Changes know how many records it has and had; a part of them has to be counted. */
function isCounted({ filter, q, failing }: store.Source): boolean {
  return [filter, q, failing].every((each) => each === undefined);
}

async function countOf(from: Reader, page: store.Source, atMost?: number): Promise<number> {
  if (!isCounted(page)) return store.countRecords(from, page, atMost);
  return store.recordCount(from, page, page.past?.revision);
}

async function countUpTo(from: Reader, page: store.Source, most: number) {
  const count = await countOf(from, page, most);
  const totalIsMore = count > most && !isCounted(page);
  return { totalCount: totalIsMore ? most : count, totalIsMore };
}

/** A filter small enough to run. Throws invalid. */
export function checkedFilter(filter: Filter | undefined): Filter | undefined {
  const reason = filter && tooLarge(filter);
  if (reason) throw new Refusal("invalid", { message: `filter: ${reason}` });
  return filter;
}

/** The columns a resource's declared fields are kept in; those that a job still fills are not read yet. */
export function slotNames(resource: Pick<Resource, "filter_slots" | "filling">): SlotNames {
  const filled = Object.entries(slotsOf(resource)).filter(([slot]) => !resource.filling.includes(slot));
  return new Map(
    filled.map(([slot, path]) => {
      const [field] = fieldsOfSlots({ [slot]: path });
      return [`${field?.pointer} ${field?.type}`, slot.replace("date", "number")];
    }),
  );
}

function orderOf(query: RecordsQuery, slots: SlotNames): store.Order {
  const descending = query.sortDir === "DESC";
  const { sort = "createdAt" } = query;
  if (sort === "createdAt") return { by: "created_at", descending };
  if (sort === "updatedAt") return { by: "updated_at", descending };
  if (sort === "id") return { by: "id", descending };
  const types: FieldType[] = ["text", "number", "date"];
  const type = query.sortAs ?? types.find((each) => slots.has(`${sort} ${each}`)) ?? "text";
  return { by: "field", pointer: sort, type, descending };
}

function placeOf(cursor: string, order: string): { key: string | number | null; id: string } {
  const [key = null, id] = openCursor(cursor, order) ?? [];
  if (typeof id === "string") return { key, id };
  throw new Refusal("invalid", { message: "cursor: not one of this list in this order; start again without it" });
}

/** A record beside what the present schema has against it. */
export type JudgedRecord = { row: store.RecordRow; problems: readonly Problem[] };

/** One record as it is or as it stood, judged by the present schema. Throws notFound. */
export async function getRecord(ctx: Context, target: Target, recordId: string, asOf?: string): Promise<JudgedRecord> {
  const resource = await resourceAt(ctx, target, { deleted: asOf !== undefined });
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const moment = asOf === undefined ? undefined : await momentOf(place, asOf);
  const row = moment?.live === false ? undefined : await store.findRecord(reader, place, recordId, moment?.revision);
  if (!row) throw new Refusal("notFound");
  const marked = await markedAt(ctx, resource, moment?.revision === undefined ? [] : [moment.revision]);
  const problems = problemsFor(ctx, marked, problemsOf(resource, row));
  return { row: await store.maskRecord(reader, row, marksFor(ctx, marked)), problems };
}

function problemsOf(resource: Resource, row: store.RecordRow): readonly Problem[] {
  if (row.erased) return [];
  const verdict = resource.schema.judge(readValue(row.data).value);
  return verdict.ok ? [] : verdict.errors;
}
