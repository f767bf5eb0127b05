import type { ImportMode, ImportStatus, PlanKind } from "@/lib/contract/imports";
import type { Tone } from "../ui/tone";
import type { ImportFacts, PlanFacts } from "./import-api";

/** How an import stands, in words. */
export const statusWords: Record<ImportStatus, { label: string; tone: Tone }> = {
  uploading: { label: "Not uploaded to its end", tone: "caution" },
  mapping: { label: "Waits for its columns to be matched", tone: "caution" },
  planning: { label: "Rows are being checked", tone: "info" },
  planned: { label: "Waits for review", tone: "caution" },
  committing: { label: "Is being imported", tone: "info" },
  committed: { label: "Imported", tone: "good" },
  "rolled-back": { label: "Rolled back", tone: "plain" },
  canceled: { label: "Given up", tone: "plain" },
  failed: { label: "Could not be read", tone: "bad" },
};

export const modes: readonly { value: ImportMode; label: string; says: string }[] = [
  { value: "upsert", label: "Add and update", says: "New ids are added, known ones are changed, all others stay" },
  { value: "insert", label: "Only add", says: "Rows whose id is known already are left out" },
  { value: "update", label: "Only update", says: "Rows whose id is not known are left out" },
  { value: "replace", label: "Replace all", says: "Afterwards the records are those of the file; others are deleted" },
];

/** The kinds of rows in the order in which a reader wants them, with the words after their count. */
export const rowKinds: readonly { kind: PlanKind; word: string; count: (plan: PlanFacts) => number }[] = [
  { kind: "reject", word: "rejected", count: ({ reject }) => reject },
  { kind: "create", word: "new", count: ({ create }) => create },
  { kind: "update", word: "changed", count: ({ update }) => update },
  { kind: "delete", word: "deleted", count: (plan) => plan.delete },
  { kind: "skip", word: "left out", count: ({ skip }) => skip },
  { kind: "unchanged", word: "the same", count: ({ unchanged }) => unchanged },
];

/** How many records a plan would write. */
export const writesOf = (plan: PlanFacts): number => plan.create + plan.update + plan.delete;

/** What the button that imports says. */
export function importWords(plan: PlanFacts, held = false): string {
  const writes = writesOf(plan);
  if (writes === 0) return "Nothing to import";
  if (plan.create + plan.update === 0) return `Delete ${counted(plan.delete, "record")}`;
  const leftOut = plan.reject > 0 && !held ? `, leave out ${counted(plan.reject, "row")}` : "";
  return `Import ${counted(writes, "change")}${leftOut}`;
}

const counted = (count: number, one: string) => `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

/** Rows of a file as people say them: "row 5", "rows 2–4, 9 and more". */
export function rangesInWords(ranges: readonly (readonly [number, number])[], more: boolean): string {
  const said = ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
  const single = !more && ranges.length === 1 && ranges[0]?.[0] === ranges[0]?.[1];
  return `${single ? "row" : "rows"} ${said.join(", ")}${more ? " and more" : ""}`;
}

export const steps = ["file", "match", "review", "done"] as const;
export type Step = (typeof steps)[number];

/** The step at which an import stands by itself. */
export function stepOf({ status, plan }: ImportFacts): Step {
  switch (status) {
    case "committed":
    case "rolled-back":
      return "done";
    case "planning":
    case "planned":
    case "committing":
      return "review";
    case "failed":
      return plan ? "review" : "file";
    default:
      return "file";
  }
}

/** What an import did, or would do. */
export function countsOf({ counts, plan }: ImportFacts) {
  if (counts) return counts;
  return plan && { created: plan.create, updated: plan.update, deleted: plan.delete, rejected: plan.reject };
}
