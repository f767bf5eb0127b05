import { errors } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { Moved } from "@/lib/changes/write";
import type { Resource } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { readValue, type RawItem } from "@/lib/schema/json-text";
import { holdsMask } from "@/lib/schema/mask";
import { problemsFor } from "./hidden";
import { identityOf } from "./identity";
import { refusalOf, type Rejected, type Verdict } from "./judge";
import * as store from "./store";

/** The revisions of the records that values were taken from. */
export type Basis = ReadonlyMap<string, number>;

type Kept = {
  rows: readonly RawItem[];
  basis: Basis;
  /** Verdicts over those rows as whoever sent them may know them: what was stored is not told. */
  asSent: (verdicts: Verdict[]) => Verdict[];
};

/**
 * Rows to be judged with the stored value wherever they carry the mask in a sensitive value's place; one that has none
 * to keep is refused. Nothing is read when no row carries it.
 */
export async function keepStored(ctx: Context, resource: Resource, rows: readonly RawItem[]): Promise<Kept> {
  const masked = rows.flatMap((row, position) => {
    if (!holdsMask(row.value, resource.sensitive)) return [];
    const identity = identityOf(row, resource.identifier_key);
    return [{ position, text: row.text, id: "id" in identity ? identity.id : null }];
  });
  if (masked.length === 0) return { rows, basis: new Map(), asSent: (verdicts) => verdicts };
  const named = masked.flatMap(({ id, text }) => (id === null ? [] : [{ id, text }]));
  const place = { accountId: resource.account_id, resourceId: resource.id };
  const sent = { ids: named.map(({ id }) => id), texts: named.map(({ text }) => text) };
  const found = (await store.keepHidden(reader, place, sent, resource.sensitive)).values();
  const judged = [...rows];
  const basis = new Map<string, number>();
  const nothingKept = new Set<number>();
  for (const { position, id } of masked) {
    const kept = id === null ? undefined : found.next().value;
    if (!kept || kept.data === null || kept.revision === null) nothingKept.add(position);
    else {
      judged[position] = readValue(kept.data);
      basis.set(kept.id, kept.revision);
    }
  }
  const touched = new Set(masked.map(({ position }) => position));
  const asSent = (verdicts: Verdict[]) =>
    verdicts.map((verdict, position): Verdict => {
      const text = rows[position]?.text ?? "";
      if (nothingKept.has(position)) return { rejected: nothingToKeep(verdict, position, text) };
      if (!touched.has(position) || !("rejected" in verdict)) return verdict;
      const { message, errors: problems } = refusalOf(verdict.rejected, (all) => problemsFor(ctx, resource, all));
      return { rejected: { ...verdict.rejected, text, message, errors: problems } };
    });
  return { rows: judged, basis, asSent };
}

function nothingToKeep(verdict: Verdict, position: number, text: string): Rejected {
  const { id } = "accepted" in verdict ? verdict.accepted : verdict.rejected;
  return { position, id, text, kind: "hiddenValue", message: errors.hiddenValue.message };
}

/** Under the lock: what values were taken from is still what is stored. Throws Moved, so that all is judged again. */
export async function stillStored(tx: Tx, resource: Resource, basis: Basis): Promise<void> {
  if (basis.size === 0) return;
  const place = { accountId: resource.account_id, resourceId: resource.id };
  const now = await store.revisionsNow(tx, place, [...basis.keys()]);
  for (const [id, revision] of basis) if (now.get(id) !== revision) throw new Moved("record");
}
