import { peakMemoryMb, type AppProcess } from "./app-process";
import type { App } from "./app";
import type { Cluster } from "./cluster";
import type { Measured, Side } from "./side";
import type { Workload } from "./workloads";

/** One workload in one round: the order the sides took, and what each came to. */
export type Round = { order: string[]; measured: Record<string, Measured> };

export const OTHERS = [1, 100, 10_000] as const;
const BESIDE_RECORDS = 20_000;
const BESIDE_SECONDS = 2;

/** What a round among other resources came to: by their number. */
export type BesideRound = Record<number, { bulk: number; single: number }>;

/** Begins every round with another side, so that none always runs on what another left behind. */
export const rotated = <Item>(items: readonly Item[], by: number): Item[] =>
  items.map((_, at) => items[(at + by) % items.length] as Item);

type Holding = "nothing" | "first push" | "other records";

/** Runs the rounds of workloads; remembers what each side holds, so that nothing is loaded twice. */
export function makeRounds(cluster: Cluster, sides: readonly Side[]) {
  const holding = new Map<Side, Holding>();

  async function makeReady(side: Side, { needs, reads }: Workload): Promise<void> {
    const holds = holding.get(side) ?? "nothing";
    const fits = needs === "records" ? holds !== "nothing" : needs === holds && needs !== "nothing";
    if (!fits) {
      await side.renew();
      // What one side has dirtied, another must not write out.
      await cluster.asSuperuser("checkpoint");
      holding.set(side, "nothing");
      if (needs !== "nothing") await side.push({ size: 10_000, changed: false });
    }
    if (reads) await side.settle();
  }

  return async (workload: Workload, number: number): Promise<Round> => {
    const order = rotated(sides, number);
    const measured: Record<string, Measured> = {};
    for (const side of order) {
      await makeReady(side, workload);
      measured[side.name] = await workload.measure(side);
      if (workload.needs === "nothing") holding.set(side, "first push");
      else if (!workload.reads) holding.set(side, "other records");
    }
    return { order: order.map(({ name }) => name), measured };
  };
}

/** The same writes into one resource of the app beside few and many others. */
export async function besideRound(app: App, cluster: Cluster, number: number): Promise<BesideRound> {
  const round: BesideRound = {};
  for (const others of rotated(OTHERS, number)) {
    await app.renewBeside(others);
    await cluster.asSuperuser("checkpoint");
    const bulk = await app.push({ size: 1_000, changed: false, records: BESIDE_RECORDS });
    const single = await app.singles(BESIDE_SECONDS);
    round[others] = { bulk: bulk.perSecond, single: single.perSecond };
  }
  return round;
}

/** The peak so far, whole megabytes; undefined where the system does not say. */
export function peakNow(app: AppProcess): number | undefined {
  const peak = peakMemoryMb(app.child);
  return peak === undefined ? undefined : Math.round(peak);
}
