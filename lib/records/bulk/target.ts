import type { Target } from "@/lib/connections/resource";
import type { JobProblem } from "@/lib/contract/jobs";
import type { BatchWriter } from "@/lib/jobs/batch";
import type { JobRow } from "@/lib/jobs/store";
import { countPicked, momentOfResource } from "./store";

type Picks = Parameters<typeof countPicked>[1];

/** Records of one batch, which is one Change. */
export const BATCH_RECORDS = 2_000;

/** The resource that a job works on. */
export function targetOf({ connection_id, resource_id, id }: JobRow): Target {
  if (connection_id === null || resource_id === null) throw new Error(`Job ${id} names no resource`);
  return { connectionId: connection_id, resourceId: resource_id };
}

/** The first batch of a job over records: counts them, without holding up whoever writes meanwhile. */
export function countFirst(pick: Picks, writeBatch: BatchWriter): Promise<void> {
  return writeBatch(async (tx) => {
    const { ids, filter, except, q, failing } = pick.picked;
    const all = !ids && !filter && !except?.length && q === undefined && failing === undefined;
    const total = all
      ? (await momentOfResource(tx, pick)).record_count
      : await countPicked(tx, pick, Number.MAX_SAFE_INTEGER);
    const batch = { position: { afterId: null }, done: 0, total, over: false };
    return { batch, change: { resources: [] } };
  });
}

/** Those that did not change since the job was started; the others are problems. */
export function untouchedSince<Row extends { id: string; revision: number }>(rows: readonly Row[], revision: number) {
  const untouched = rows.filter((row) => row.revision <= revision);
  const problems: JobProblem[] = rows
    .filter((row) => row.revision > revision)
    .map(({ id }) => ({ id, message: "It changed after the job was started, so it was left alone" }));
  return { untouched, problems };
}
