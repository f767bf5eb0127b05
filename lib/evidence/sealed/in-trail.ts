import { hash } from "node:crypto";
import type { Act } from "@/lib/chain/trail/acts";
import { canonicalValue } from "@/lib/schema/canonical-value";
import type { WholeRow } from "./store";

/** The entries that columns of an evidence's row say again. */
export const actions = ["generate", "ready", "delete", "hold", "release", "regenerate"] as const;

type Downloads = { count: number; last: string | null };

/**
 * What columns of an evidence's row have to say, as the trail does; undefined: it tells nothing of that. Older entries
 * tell less. times: no later and no earlier than their entry, by a minute.
 */
export function saidInTrail(row: WholeRow, acts: readonly Act[], downloads: Downloads) {
  const last = (...names: (typeof actions)[number][]) =>
    acts.findLast(({ action }) => names.some((name) => action === `evidence.${name}`));
  const [begun, ready, gone] = [last("generate"), last("ready"), last("delete")];
  const care = last("hold", "release");
  const held = care?.action === "evidence.hold" && row.hold_at !== null ? care : undefined;
  const compared = last("regenerate");
  // Evidence from before its entry told as much was also taken without being counted, by links.
  const counts = begun !== undefined && "asOf" in begun.details;
  const says: Record<string, unknown> = {
    // A deletion or a hold that the trail knows nothing of is told by whoever looks at all rows.
    status: gone ? "deleted" : row.status === "deleted" ? undefined : "ready",
    job_id: begun?.details.jobId,
    as_of: begun?.details.asOf,
    stored_in: begun?.details.storedIn,
    schedule_id: scheduleIn(row, begun),
    ready_at: ready?.details.readyAt,
    deleted_at: gone?.details.deletedAt,
    deleted_by: gone?.actor,
    delete_reason: gone?.details.reason,
    hold_at: held?.details.heldAt,
    hold_by: held?.actor,
    hold_reason: held && "heldAt" in held.details ? held.details.reason : undefined,
    compared: compared ? comparedIn(compared) : null,
    downloaded: counts ? downloads.count : undefined,
  };
  const times: Record<string, string | null | undefined> = {
    ready_at: ready?.at,
    deleted_at: gone?.at,
    hold_at: held?.at,
    downloaded_at: counts ? downloads.last : undefined,
  };
  return { says, times };
}

/** Evidence from before its entry told the schedule was begun by a worker, or else by somebody. */
function scheduleIn(row: WholeRow, begun: Act | undefined): unknown {
  if (!begun || "scheduleId" in begun.details) return begun?.details.scheduleId;
  const isScheduled = begun.channel === "worker";
  if ((row.schedule_id !== null) === isScheduled) return undefined;
  return isScheduled ? "some schedule" : null;
}

/** A comparison as its entry tells it: older ones tell only how many differences there were. */
export const comparisonTold = (equal: boolean, differences: readonly object[]) => ({
  equal,
  differences: differences.length,
  differencesSha256: hash("sha256", canonicalValue(differences), "hex"),
});

const comparedIn = ({ actor, details }: Act) => ({
  by: actor,
  equal: details.equal,
  differences: details.differences,
  ...("differencesSha256" in details && { differencesSha256: details.differencesSha256 }),
});

type Compared = { by: string; equal: boolean; differences: object[] };

/** A row's comparison as its entry would tell it. */
export function comparedOf(value: unknown, told: unknown): unknown {
  if (value === null || told === null) return value;
  const { by, equal, differences } = value as Compared;
  const { differencesSha256, ...less } = comparisonTold(equal, differences);
  return { by, ...less, ...("differencesSha256" in (told as object) && { differencesSha256 }) };
}
