import { Badge } from "../ui/badge";
import { Count } from "../ui/number";
import type { Tone } from "../ui/tone";
import type { EvidenceFacts, EvidenceStatus } from "./evidence-api";

const states: Record<EvidenceStatus, { word: string; tone: Tone }> = {
  generating: { word: "being generated", tone: "info" },
  ready: { word: "ready", tone: "good" },
  failed: { word: "failed", tone: "bad" },
  deleted: { word: "deleted", tone: "plain" },
};

/** Every state, as the filter offers it. */
export const statusChoices = Object.entries(states).map(([value, { word }]) => ({
  value: value as EvidenceStatus,
  label: word.charAt(0).toUpperCase() + word.slice(1),
}));

/** Where an evidence stands, in a word. */
export function EvidenceState({ status }: { status: EvidenceStatus }) {
  const { word, tone } = states[status];
  return <Badge tone={tone}>{word}</Badge>;
}

/** What an evidence is called: its title, or the revision that it is of. */
export const nameOf = ({ title, revision }: Pick<EvidenceFacts, "title" | "revision">): string =>
  title ?? `Records at revision ${revision.toLocaleString("en")}`;

/** Whether it still tells how the resource stands: the changes since. */
export function Freshness({ changes }: { changes: number }) {
  return changes === 0 ? "nothing changed since" : <Count value={changes} of={["change since", "changes since"]} />;
}

/** The files that people look for, in their order; the rest stands in the list of all files. */
export const mainFiles = [
  { name: "report.pdf", label: "PDF", format: "pdf" },
  { name: "records.csv", label: "CSV", format: "csv" },
  { name: "records.xlsx", label: "XLSX", format: "xlsx" },
  { name: "records.jsonl", label: "JSONL", format: null },
] as const;

/** The formats of its records, as the list says them. */
export const formatsOf = ({ formats }: Pick<EvidenceFacts, "formats">): string =>
  [...mainFiles.flatMap(({ format, label }) => (format && formats.includes(format) ? [label] : [])), "JSONL"].join(
    ", ",
  );

/** What narrows an evidence, as the list says it. */
export function narrowedBy({ filter, sample, redactions }: EvidenceFacts): string[] {
  return [
    ...(filter ? ["filtered"] : []),
    ...(sample ? ["a sample"] : []),
    ...(redactions.length > 0
      ? [redactions.length === 1 ? "1 field redacted" : `${redactions.length} fields redacted`]
      : []),
  ];
}

/** How many records a sample has: all that there were to draw from, where more were asked for. */
export function SampleSize({ sample: { size }, of }: { sample: { size: number }; of: number | null }) {
  if (of === null || size <= of) return <Count value={size} />;
  return (
    <>
      all <Count value={of} />, where <Count value={size} /> were asked for
    </>
  );
}

/** Where records are from: a connection and its resource, or one name where both have the same. */
export const placeOf = (connection: string | null, resource: string | null): string =>
  [...new Set([connection, resource])].filter(Boolean).join(" / ");
