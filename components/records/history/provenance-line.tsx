"use client";

import { CircleCheck, CircleDashed } from "lucide-react";
import { RelativeTime } from "../../ui/time";
import type { ResourcePlace as Place } from "../place";
import { useProvenance } from "../record-reads";

/** When the record's source last said that it is still so. */
export function ProvenanceLine({ place, id }: { place: Place; id: string }) {
  const { data } = useProvenance(place, id);
  if (!data) return <p className="min-h-5 text-table text-ink-faint"> </p>;
  if (data.lastConfirmedAt === null) {
    return (
      <p className="flex items-center gap-1.5 text-table text-ink-soft">
        <CircleDashed aria-hidden="true" className="size-3.5 shrink-0 text-ink-faint" />
        No source has pushed these values, as far as pushes are kept
      </p>
    );
  }
  return (
    <p className="flex flex-wrap items-center gap-1.5 text-table text-ink-soft">
      <CircleCheck aria-hidden="true" className="size-3.5 shrink-0 text-good" />
      Last confirmed by its source <RelativeTime time={data.lastConfirmedAt} />
      {data.lastConfirmedBy && (
        <span>
          ({data.lastConfirmedBy.kind} <bdi>{data.lastConfirmedBy.label}</bdi>)
        </span>
      )}
    </p>
  );
}
