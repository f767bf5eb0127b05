import { Badge } from "../ui/badge";
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

/** The files that people look for, in their order; the rest stands in the list of all files. */
export const mainFiles = [
  { name: "report.pdf", label: "PDF" },
  { name: "records.csv", label: "CSV" },
  { name: "records.xlsx", label: "XLSX" },
  { name: "records.jsonl", label: "JSONL" },
] as const;

/** What evidence is made of when nobody narrows it, as a sentence of the list. */
export function narrowedBy({ filter, sample, redactions }: EvidenceFacts): string[] {
  return [
    ...(filter ? ["filtered"] : []),
    ...(sample ? ["a sample"] : []),
    ...(redactions.length > 0
      ? [redactions.length === 1 ? "1 field redacted" : `${redactions.length} fields redacted`]
      : []),
  ];
}
