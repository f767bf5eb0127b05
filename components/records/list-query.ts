import { printAsked, type RecordsView } from "@/lib/contract/records-view";
import type { SchemaColumn } from "@/lib/schema/columns";
import type { ResourcePlace } from "./resource-query";

// What is asked of the API for a list, told once: the server's pages ask for the first records as the browser would.

// The first page fills the screen and is there soon; the next ones are long, so that scrolling rarely waits.
const FIRST_SIZE = 80;
const NEXT_SIZE = 250;

/** A record as a list has it; `attributes` may hold numbers as marked text (lib/schema/exact-json.ts). */
export type RecordRow = {
  id: string;
  attributes: { [name: string]: unknown };
  revision: number;
  schemaVersion: number;
  createdAt: string;
  updatedAt: string;
  failing: boolean;
};

export type Page = {
  data: RecordRow[];
  revision: number;
  pagination: { cursor: string | null; totalCount?: number; totalIsMore?: boolean };
};
/** Under this name stands all that was read of a resource's records. */
export const keyOf = (place: ResourcePlace) => ["records", place.connectionId, place.resourceId] as const;

/** What decides which records are found, as the API's list and its jobs take it. */
export const askedOf = ({ q, filter, failing, asOf }: RecordsView) => ({
  q: q.trim() || undefined,
  filter: filter ? JSON.stringify(filter) : undefined,
  failing: failing || undefined,
  asOf,
});

/** The name of the list that a view asks for. */
export const listKey = (place: ResourcePlace, view: RecordsView): readonly unknown[] => [
  ...keyOf(place),
  printAsked(view),
];

const builtIn: Record<string, string> = { ".id": "id", ".updated": "updatedAt", ".created": "createdAt" };

function orderOf({ sort, asOf }: RecordsView, columns: readonly SchemaColumn[] | undefined) {
  // Of a moment long ago the order of ids is there at once; that of creation would have to be made.
  if (!sort && asOf !== undefined) return { sort: "id", sortDir: "ASC" };
  if (!sort) return { sort: "createdAt", sortDir: "DESC" };
  const sortDir = sort.descending ? "DESC" : "ASC";
  if (builtIn[sort.by]) return { sort: builtIn[sort.by], sortDir };
  const type = columns?.find(({ pointer }) => pointer === sort.by)?.type;
  return { sort: sort.by, sortDir, sortAs: type === "number" || type === "date" ? type : "text" };
}

/** Whether a view can be asked for before the schema's columns are known: they tell how to order by a field. */
export const needsColumns = (view: RecordsView): boolean => view.sort?.by.startsWith("/") ?? false;

/** The query of a page of the list; the first one without a cursor. columns: of the schema. */
export const pageQuery = (view: RecordsView, columns: readonly SchemaColumn[] | undefined, cursor?: string) => ({
  ...askedOf(view),
  ...orderOf(view, columns),
  size: cursor === undefined ? FIRST_SIZE : NEXT_SIZE,
  cursor,
});
