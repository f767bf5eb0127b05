"use client";

import { useState } from "react";
import type { Place } from "../connections/addresses";
import { useFieldName } from "../records/field-name";
import { Button } from "../ui/button";
import { FailedState } from "../ui/failed-state";
import { Count } from "../ui/number";
import { SkeletonLines } from "../ui/skeleton";
import { TakeSuggestions, ValueForAll } from "./fix-cause";
import { type Cause, useCauses } from "./import-api";
import { rangesInWords } from "./import-words";

const SHOWN = 6;

type CausesListProps = {
  place: Place;
  importId: number;
  may: boolean;
  chosen: string | undefined;
  onChoose: (cause: string | undefined) => void;
};

/** Why rows are rejected, those of one cause together, with the rows of the file and what mends all of them. */
export function CausesList({ place, importId, may, chosen, onChoose }: CausesListProps) {
  const causes = useCauses(place, importId);
  const [all, setAll] = useState(false);
  if (causes.error) {
    const retry = () => void causes.refetch();
    return <FailedState what="The causes could not be read" problem={causes.error} retry={retry} />;
  }
  if (!causes.data) return <SkeletonLines lines={3} label="Reading the causes" />;
  const shown = causes.data.filter(({ cause }, at) => all || at < SHOWN || cause === chosen);
  return (
    <section aria-labelledby="import-causes">
      <h3 id="import-causes" className="mb-1 text-body font-medium">
        Why
      </h3>
      <ul className="border-t border-hairline">
        {shown.map((cause) => (
          <CauseLine
            key={cause.cause}
            place={place}
            importId={importId}
            may={may}
            cause={cause}
            chosen={cause.cause === chosen}
            onChoose={() => onChoose(cause.cause === chosen ? undefined : cause.cause)}
          />
        ))}
      </ul>
      {shown.length < causes.data.length && (
        <Button size="small" variant="quiet" className="mt-1" onClick={() => setAll(true)}>
          <span>
            Show all <Count value={causes.data.length} /> causes
          </span>
        </Button>
      )}
    </section>
  );
}

type CauseLineProps = Omit<CausesListProps, "chosen" | "onChoose"> & {
  cause: Cause;
  chosen: boolean;
  onChoose: () => void;
};

function CauseLine({ place, importId, may, cause, chosen, onChoose }: CauseLineProps) {
  const nameOf = useFieldName();
  const { pointer, message, count, ranges, more } = cause;
  return (
    <li className="grid grid-cols-[3rem_minmax(0,1fr)_auto] items-start gap-x-3 border-b border-hairline py-1.5 text-body max-sm:grid-cols-[3rem_minmax(0,1fr)]">
      <span className="text-right font-medium tabular-nums">
        <Count value={count} />
      </span>
      <span className="min-w-0 wrap-anywhere">
        {pointer && <bdi className="mr-1.5 font-medium">{nameOf(pointer)}</bdi>}
        {message}
        <span className="block text-table text-ink-faint">{rangesInWords(ranges, more)}</span>
      </span>
      <span className="flex flex-wrap justify-end gap-1 max-sm:col-start-2 max-sm:justify-start">
        {may && <TakeSuggestions place={place} importId={importId} cause={cause} />}
        <Button size="small" variant="quiet" aria-pressed={chosen} onClick={onChoose}>
          {chosen ? "Show all rows" : "Show these"}
        </Button>
      </span>
      {chosen && may && cause.column !== null && <ValueForAll place={place} importId={importId} cause={cause} />}
    </li>
  );
}
