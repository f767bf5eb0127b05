import { actsOn, type Act } from "@/lib/chain/trail/acts";
import type { Reader } from "@/lib/db/client";
import type { EvidencePlace } from "./store";

/** What decides until when an evidence is kept, by its row; times as ISO texts. */
export type Kept = { created_at: string; keep_until: string | null; schedule_id: number | null };

const DAY_MS = 86_400_000;
/** Between the beginning of an evidence and the note of how long it is kept lies one statement. */
const APART_MS = 60_000;

/**
 * Whether the trail tells that an evidence is kept until the time in its row: by the last entry that somebody set one with,
 * else by the one that it was begun with. Evidence from before that one told the time was kept as its schedule was set.
 * counts: which entries do; all of them unless told.
 */
export async function isKeptByTrail(
  from: Reader,
  { accountId, id }: EvidencePlace,
  row: Kept,
  counts: (act: Act) => boolean = () => true,
): Promise<boolean> {
  const of = { room: "evidence", target: `evidence ${id}`, actions: ["generate", "keep"] } as const;
  const acts = (await actsOn(from, accountId, of)).filter(counts);
  const last = acts.findLast(({ action }) => action === "evidence.keep");
  if (last) return isSame(row.keep_until, last.details.until);
  const begun = acts.find(({ action }) => action === "evidence.generate");
  if (begun && "keepUntil" in begun.details) return isSame(row.keep_until, begun.details.keepUntil);
  if (row.schedule_id === null || !begun) return row.keep_until === null;
  const plan = { room: "evidence-schedule", target: `evidence schedule ${row.schedule_id}`, actions: PLANS } as const;
  const plans = (await actsOn(from, accountId, plan)).filter((act) => act.id < begun.id && counts(act));
  const days = plans.at(-1)?.details.keepDays;
  if (typeof days !== "number" || row.keep_until === null) return row.keep_until === days;
  const late = Date.parse(row.keep_until) - Date.parse(row.created_at) - days * DAY_MS;
  return Math.abs(late) < APART_MS;
}

const PLANS = ["create", "update"] as const;

const isSame = (kept: string | null, told: unknown) =>
  kept === null || typeof told !== "string" ? kept === told : Date.parse(kept) === Date.parse(told);
