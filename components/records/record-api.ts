import type { z } from "zod";
import type * as shapes from "@/lib/contract/shapes";
import { parseExact, printExact, sameExact } from "@/lib/schema/exact-json";
import { MASK } from "@/lib/schema/mask";
import { api, type Asked } from "../api";
import type { FieldProblem } from "../api-problem";
import { recordApi, resourceApi, type ResourcePlace as Place } from "./place";

/** The members of a record, with exact numbers. */
export type Members = { [key: string]: unknown };
export type DataRecord = {
  id: string;
  attributes: Members;
  revision: number;
  schemaVersion: number;
  createdAt: string;
  updatedAt: string;
  failing?: boolean;
  /** What the present schema has against it. */
  problems?: readonly FieldProblem[];
};
type Mark = z.output<typeof shapes.versionsPage>["data"][number]["madeBy"];
/** What is kept of an erased version, whose attributes are empty. */
type Erased = { at: string; revision: number; sha256: string };
export type Version = DataRecord & { erased?: Erased; supersededBy: number | null; madeBy: Mark; endedBy: Mark | null };
export type VersionsPage = { data: Version[]; next: number | null };
type Actor = Mark["actor"];
export type Provenance = { lastConfirmedAt: string | null; lastConfirmedBy: Actor | null; madeBy: Mark };
export type DeletedRecord = {
  id: string;
  attributes: Members;
  revision: number;
  deletedRevision: number;
  deletedAt: string;
  deletedBy: Actor;
  channel: string;
  reason?: string | null;
};
export type DeletedPage = { data: DeletedRecord[]; next: number | null };
export type Erasure = { versions: number; exportsRemoved: number; evidence: number };
export type Restored = { restored: number; restoredIds: string[]; refused: { id: string; message: string }[] };

/** How a write is told apart from its neighbours: against which revision it was made, and why. */
export type Care = { revision?: number; reason?: string };

const headersOf = ({ revision, reason }: Care): Record<string, string> => ({
  "content-type": "application/json",
  ...(revision !== undefined && { "if-match": `"${revision}"` }),
  ...(reason && { "x-change-reason": encodeURIComponent(reason) }),
});

/** Every answer with records is read as text, so that no digit is lost on the way. */
async function exact<T>(method: "GET" | "POST" | "PUT" | "PATCH", path: string, asked: Asked = {}): Promise<T> {
  const { body } = await api.send<string>(method, path, { ...asked, text: true });
  return parseExact(body) as T;
}

/** Reads and writes of one resource's records. Each throws ApiProblem. */
export const records = {
  read: (place: Place, id: string, signal?: AbortSignal, asOf?: string) =>
    exact<DataRecord>("GET", recordApi(place, id), { query: { asOf }, signal }),

  async history(place: Place, id: string, below: number, signal?: AbortSignal): Promise<VersionsPage> {
    const query = { below: below || undefined, size: 20 };
    const page = await exact<VersionsPage>("GET", `${recordApi(place, id)}/history`, { query, signal });
    return { ...page, data: page.data.map((version) => (version.erased ? { ...version, attributes: {} } : version)) };
  },

  /** Takes a record's values away for good. */
  erase: (place: Place, id: string, reason: string) =>
    api.post<Erasure>(`${recordApi(place, id)}/erase`, { body: JSON.stringify({ reason }), headers: headersOf({}) }),

  provenance: (place: Place, id: string, signal?: AbortSignal) =>
    api.get<Provenance>(`${recordApi(place, id)}/provenance`, { signal }),

  /**
   * Writes what differs from `base`: the changed members alone, or the whole record where a member is gone, as only a
   * replacement can take one away.
   */
  save(place: Place, base: DataRecord, draft: Members, care: Care): Promise<DataRecord> {
    const { changed, removed } = changesOf(base.attributes, draft);
    const asked = (data: Members): Asked => ({
      body: printExact({ data }),
      headers: headersOf({ ...care, revision: base.revision }),
    });
    if (removed.length > 0) return exact("PUT", recordApi(place, base.id), asked(draft));
    return exact("PATCH", recordApi(place, base.id), asked(changed));
  },

  /** Creates a record; one that is there already under the same id is not touched. */
  create(place: Place, draft: Members, care: Care): Promise<{ id: string }> {
    const headers = headersOf(care);
    return exact("POST", `${resourceApi(place)}/records`, { body: printExact({ data: draft }), headers });
  },

  revert: (place: Place, id: string, to: number, care: Care) =>
    exact<DataRecord>("POST", `${recordApi(place, id)}/revert`, {
      body: JSON.stringify({ revision: to }),
      headers: headersOf(care),
    }),

  remove: (place: Place, id: string, care: Care) => api.delete(recordApi(place, id), { headers: headersOf(care) }),

  deleted: (place: Place, q: string, below: number, signal?: AbortSignal) =>
    exact<DeletedPage>("GET", `${resourceApi(place)}/deleted-records`, {
      query: { q, below: below || undefined, size: 50 },
      signal,
    }),

  restore: (place: Place, ids: readonly string[], care: Care = {}) =>
    api.post<Restored>(`${resourceApi(place)}/deleted-records/restore`, {
      body: JSON.stringify({ ids }),
      headers: headersOf(care),
    }),
};

/** The top-level members that a draft changes or adds, and the names of those it takes away. */
export function changesOf(base: Members, draft: Members): { changed: Members; removed: string[] } {
  const has = (members: Members, key: string) => Object.hasOwn(members, key) && members[key] !== undefined;
  const changed = Object.entries(draft).filter(
    ([key, value]) => value !== undefined && !(has(base, key) && sameExact(base[key], value)),
  );
  const removed = Object.keys(base).filter((key) => !has(draft, key));
  return { changed: Object.fromEntries(changed), removed };
}

/** What a record is called: its display name where it has one, else its id. */
export function nameOf(record: { id: string; attributes: Members }, displayNameKey: string | null | undefined): string {
  const name = displayNameKey ? record.attributes[displayNameKey] : undefined;
  return typeof name === "string" && name.trim() !== "" && name !== MASK ? name : record.id;
}
