import type { JobFacts } from "@/lib/contract/jobs";

const words: Record<string, string> = {
  created: "created",
  skipped: "left out",
  rejected: "rejected",
  deleted: "deleted",
  updated: "changed",
  unchanged: "the same already",
  restored: "brought back",
  failed: "left alone because they would fail the schema",
  changed: "left alone because they changed meanwhile",
  kept: "left alone because they changed since",
  failing: "fail the schema",
  fitting: "fit",
  newRecords: "created",
  changedRecords: "changed",
  goneRecords: "deleted",
  rekeyed: "known by their new key",
};

const number = (value: number) => value.toLocaleString("en");

/** What a job's counts say: "3,998 deleted, 2 left alone because they changed meanwhile". */
export function countsOf({ counts, kind, done }: JobFacts): string {
  if (kind === "records.export") return `${number(done)} ${done === 1 ? "record" : "records"}`;
  const told = Object.entries(counts ?? {}).filter(([name, count]) => count > 0 && name in words);
  return told.map(([name, count]) => `${number(count)} ${words[name]}`).join(", ") || "Nothing to do";
}

/** What came of a job that is done. */
export const outcomeOf = (job: JobFacts): string => `${job.title}: ${countsOf(job)}`;

/** How it gets on: "4,000 of 12,000 · 8,000 a second · 1 s left". */
export function paceOf({ done, total, rate, secondsLeft, status }: JobFacts): string {
  if (status === "queued") return "Waits for its turn";
  const parts = [total === null ? number(done) : `${number(done)} of ${number(total)}`];
  if (rate) parts.push(`${number(Math.round(rate))} a second`);
  if (secondsLeft !== null) parts.push(`${leftOf(secondsLeft)} left`);
  return parts.join(" · ");
}

function leftOf(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return seconds < 3_600 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 360) / 10} h`;
}
