import type { Context } from "@/lib/changes/context";
import { inTurn } from "@/lib/changes/lanes";
import { write } from "@/lib/changes/write";
import type { Resource } from "@/lib/connections/resource";
import { singleton } from "@/lib/db/singleton";
import type { Accepted } from "./judge";
import { answerOf, countsOf, lockJudged, pushOf, storeRows, type RowAnswer } from "./store-rows";

const GROUP_MAX = 64;

type Single = {
  ctx: Context;
  resource: Resource;
  row: Accepted;
  resolve: (answer: RowAnswer) => void;
  reject: (error: unknown) => void;
};

type Line = { singles: Single[]; running: boolean };

const lines = () => singleton("coalesced", () => new Map<string, Line>());

/**
 * Stores one record together with those that arrive while another write of the resource runs: one transaction, yet
 * each with its own revision, Change and push row. What fails together is tried alone, so that no neighbour suffers.
 */
export function upsertTogether(ctx: Context, resource: Resource, row: Accepted): Promise<RowAnswer> {
  return new Promise((resolve, reject) => {
    const key = `${ctx.accountId}:${resource.id}`;
    const line = lines().get(key) ?? { singles: [], running: false };
    lines().set(key, line);
    line.singles.push({ ctx, resource, row, resolve, reject });
    if (!line.running) void drain(key, line);
  });
}

async function drain(key: string, line: Line): Promise<void> {
  line.running = true;
  while (line.singles.length) {
    const [first] = line.singles;
    if (!first) break;
    let group: Single[] = [];
    try {
      await inTurn(first.ctx.accountId, first.resource.id, async () => {
        group = takeGroup(line);
        settle(group, await writeGroup(group));
      });
    } catch (error) {
      if (group.length > 1) await eachAlone(group);
      else for (const single of group.length ? group : line.singles.splice(0)) single.reject(error);
    }
  }
  line.running = false;
  lines().delete(key);
}

/** Those in front that can share a statement: no id twice, all judged by one schema version. */
function takeGroup(line: Line): Single[] {
  const ids = new Set<string>();
  const version = line.singles[0]?.resource.schema_version;
  let size = 0;
  for (const { row, resource } of line.singles) {
    if (size === GROUP_MAX || ids.has(row.id) || resource.schema_version !== version) break;
    ids.add(row.id);
    size += 1;
  }
  return line.singles.splice(0, size);
}

async function eachAlone(group: readonly Single[]): Promise<void> {
  for (const single of group) {
    const { ctx, resource } = single;
    try {
      await inTurn(ctx.accountId, resource.id, async () => settle([single], await writeGroup([single])));
    } catch (error) {
      single.reject(error);
    }
  }
}

function settle(group: readonly Single[], answers: readonly RowAnswer[]): void {
  group.forEach(({ resolve, reject }, at) => {
    const answer = answers[at];
    if (answer) resolve(answer);
    else reject(new Error("A coalesced row has no answer"));
  });
}

async function writeGroup(group: readonly Single[]): Promise<RowAnswer[]> {
  const [first] = group;
  if (!first) return [];
  const { accountId } = first.ctx;
  const { resource } = first;
  return write({ accountId, dryRun: false }, async (tx) => {
    const head = await lockJudged(tx, resource);
    const rows = group.map(({ row }) => row);
    const { written, stored } = await storeRows(tx, head, rows, { each: true });
    const outcomes = group.map(({ ctx, row }, at) => {
      const outcome = written[at];
      if (!outcome) throw new Error(`No outcome for record ${row.id}`);
      const counts = countsOf([outcome], 0);
      const same = outcome.outcome === "unchanged";
      const push = pushOf(ctx, same ? null : outcome.revision, counts, {
        unchangedIds: same ? [row.id] : [],
        rejected: [],
      });
      const revision = { kind: "records.upsert" as const, counts, origin: ctx };
      const answer = answerOf(row, outcome, outcome.outcome === "created", stored.get(row.id));
      return { answer, push, revision: same ? undefined : revision };
    });
    const revisions = outcomes.flatMap(({ revision }) => revision ?? []);
    const pushes = outcomes.map(({ push }) => push);
    const answers = outcomes.map(({ answer }) => answer);
    return { result: answers, change: { resources: [{ head, revisions, pushes }] } };
  });
}
