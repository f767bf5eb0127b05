"use client";

import { FailedState } from "../ui/failed-state";
import { SkeletonLines } from "../ui/skeleton";
import { Badge } from "../ui/badge";
import type { Tone } from "../ui/tone";
import type { Place } from "../connections/addresses";
import { type Difference, useDifference } from "./draft-api";

type Kind = Difference["kind"];

const kinds: Record<Kind, { tone: Tone; word: string; says: string }> = {
  same: { tone: "plain", word: "The same", says: "Records are judged as before." },
  notes: {
    tone: "plain",
    word: "Notes only",
    says: "Only titles, descriptions and the like change; records are judged as before.",
  },
  compatible: { tone: "good", word: "Compatible", says: "Every record that fits now fits then, too." },
  breaking: { tone: "caution", word: "Breaking", says: "Records that fit now could fail then." },
};

const effects: Record<Difference["entries"][number]["effect"], { tone: Tone; word: string }> = {
  breaking: { tone: "caution", word: "Breaking" },
  compatible: { tone: "good", word: "Compatible" },
  notes: { tone: "plain", word: "Note" },
};

/** What a difference is called, in one word. */
export function KindBadge({ kind }: { kind: Kind }) {
  const { tone, word, says } = kinds[kind];
  return (
    <Badge tone={tone} title={says}>
      {word}
    </Badge>
  );
}

type DifferenceListProps = { place: Place; from: number; to: number | "draft"; edit?: number };

/** The difference between two schemas as sentences, those that can break something first. */
export function DifferenceList({ place, from, to, edit }: DifferenceListProps) {
  const { data, error, refetch } = useDifference(place, { from, to, edit });
  if (error) {
    return <FailedState what="The difference could not be told" problem={error} retry={() => void refetch()} />;
  }
  if (!data) return <SkeletonLines lines={3} label="Telling them apart" />;
  const order = ["breaking", "compatible", "notes"];
  const entries = data.entries.toSorted((a, b) => order.indexOf(a.effect) - order.indexOf(b.effect));
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-2 text-body text-ink-soft">
        <KindBadge kind={data.kind} /> {kinds[data.kind].says}
      </p>
      <ul className="flex flex-col text-body empty:hidden">
        {entries.map(({ pointer, schemaPointer, effect, says, because }, at) => (
          <li
            key={`${schemaPointer} ${at}`}
            className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 border-t border-hairline py-1.5"
          >
            <span>
              <Badge tone={effects[effect].tone}>{effects[effect].word}</Badge>
            </span>
            <span className="min-w-0 wrap-anywhere">
              <span dir="ltr">{says}</span>
              {because && <span className="block text-table text-ink-faint">{because}</span>}
              {pointer && <span className="block font-mono text-meta text-ink-faint">{pointer}</span>}
            </span>
          </li>
        ))}
      </ul>
      {data.cut && <p className="text-table text-ink-faint">There are more differences than are told here.</p>}
    </div>
  );
}
