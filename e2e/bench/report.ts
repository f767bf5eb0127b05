import { OTHERS, type BesideRound, type Round } from "./rounds";
import type { Workload } from "./workloads";

const MEMORY_MB_MAX = 400;
const GROWTH_MAX = 1.3;
const BESIDE_MAX = 1.2;

export type Verdict = { what: string; median: number; aim: string; met: boolean };

const thousands = (value: number) => Math.round(value).toLocaleString("en");
const ratio = (value: number) => value.toFixed(2);

/** The middle one; of an even number the mean of both. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 ? upper : (upper + (sorted[half - 1] ?? Number.NaN)) / 2;
}

function percentile(values: readonly number[], share: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]?.toFixed(1) ?? "";
}

/** Lines of a table; the first two columns stand at the left, figures at the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `  ${row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  ")}`,
    )
    .join("\n");
}

const judged = ({ what, median: value, aim, met }: Verdict) =>
  `  ${what}: ${ratio(value)}, aim ${aim}: ${met ? "met" : "missed"}`;

/** One workload: what each side did in each round, each round's ratios, their medians, and whether the aim is met. */
export function workloadReport(workload: Workload, rounds: readonly Round[]): { text: string; verdict: Verdict } {
  const rate = (round: Round, side: string) => round.measured[side]?.perSecond ?? Number.NaN;
  const toLimit = (round: Round, side: string) => rate(round, side) / rate(round, "limit");
  const middle = (of: (round: Round) => number) => median(rounds.map(of));
  const sides = ["limit", "hand", "app"];
  const rows = [
    ["round", "order", ...sides, "hand/limit", "app/limit", "app/hand", "app p50 ms", "app p99 ms"],
    ...rounds.map((round, at) => [
      String(at + 1),
      round.order.join(" "),
      ...sides.map((side) => thousands(rate(round, side))),
      ...sides.slice(1).map((side) => ratio(toLimit(round, side))),
      ratio(rate(round, "app") / rate(round, "hand")),
      ...[0.5, 0.99].map((share) => percentile(round.measured.app?.milliseconds ?? [], share)),
    ]),
    [
      "median",
      "",
      ...sides.map((side) => thousands(middle((round) => rate(round, side)))),
      ...sides.slice(1).map((side) => ratio(middle((round) => toLimit(round, side)))),
      ratio(middle((round) => rate(round, "app") / rate(round, "hand"))),
      "",
      "",
    ],
  ];
  const reached = middle((round) => toLimit(round, "app"));
  const what = `${workload.name}, app of limit`;
  const verdict = { what, median: reached, aim: `≥ ${workload.aim}`, met: reached >= workload.aim };
  const head = `${workload.name}: ${workload.says} (${workload.unit})`;
  return { text: `${head}\n${table(rows)}\n${judged(verdict)}\n`, verdict };
}

/** Whether bulks slow down as a resource grows. */
export function growthReport(rounds: readonly Round[]): { text: string; verdict: Verdict } | undefined {
  const grown = rounds.flatMap(({ measured }) => {
    const times = measured.app?.milliseconds ?? [];
    return times.length >= 30 ? [median(times.slice(-10)) / median(times.slice(10, 20))] : [];
  });
  if (grown.length === 0) return undefined;
  const verdict = {
    what: "last ten bulks of 1,000 against bulks 11–20",
    median: median(grown),
    aim: `≤ ${GROWTH_MAX}`,
    met: median(grown) <= GROWTH_MAX,
  };
  return { text: `${judged(verdict)} (rounds: ${grown.map(ratio).join(", ")})\n`, verdict };
}

/** The app's peak memory after each kind of bulk. */
export function memoryReport(peaks: Readonly<Record<string, number>>): { text: string; verdict: Verdict } | undefined {
  const most = Math.max(...Object.values(peaks));
  if (!Number.isFinite(most)) return undefined;
  const shown = Object.entries(peaks).map(([after, peak]) => `${peak} MB after ${after}`);
  const met = most <= MEMORY_MB_MAX;
  const verdict = { what: "peak memory of the web process, MB", median: most, aim: `≤ ${MEMORY_MB_MAX}`, met };
  return { text: `memory: VmHWM of the web process\n  ${shown.join(", ")}\n${judged(verdict)}\n`, verdict };
}

/** What other resources cost one resource's writes. */
export function besideReport(rounds: readonly BesideRound[]): { text: string; verdicts: Verdict[] } {
  const kinds = ["bulk", "single"] as const;
  const [few = 1, ...more] = OTHERS;
  const cost = (round: BesideRound, others: number, kind: (typeof kinds)[number]) =>
    (round[few]?.[kind] ?? Number.NaN) / (round[others]?.[kind] ?? Number.NaN);
  const rows = [
    ["round", "", ...OTHERS.flatMap((others) => kinds.map((kind) => `${kind} beside ${thousands(others)}`))],
    ...rounds.map((round, at) => [
      String(at + 1),
      "",
      ...OTHERS.flatMap((others) => kinds.map((kind) => thousands(round[others]?.[kind] ?? Number.NaN))),
    ]),
  ];
  const verdicts = more.flatMap((others) =>
    kinds.map((kind) => {
      const slower = median(rounds.map((round) => cost(round, others, kind)));
      const what = `${kind} beside ${thousands(others)} resources, times slower than beside ${few}`;
      return { what, median: slower, aim: `≤ ${BESIDE_MAX}`, met: slower <= BESIDE_MAX };
    }),
  );
  const head = "resources: the app's writes beside other resources with 3 declared fields each (records/s, upserts/s)";
  return { text: `${head}\n${table(rows)}\n${verdicts.map(judged).join("\n")}\n`, verdicts };
}
