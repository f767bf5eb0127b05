"use client";

import type { Place } from "../connections/addresses";
import { useFieldName } from "../records/field-name";
import { Button } from "../ui/button";
import { FailedState } from "../ui/failed-state";
import { Count } from "../ui/number";
import { SkeletonLines } from "../ui/skeleton";
import { type Cause, useCauses } from "./import-api";
import { rangesInWords } from "./import-words";

type CausesListProps = {
  place: Place;
  importId: number;
  chosen: string | undefined;
  onChoose: (cause: string | undefined) => void;
};

/** Why rows are rejected, those of one cause together, with the rows of the file. */
export function CausesList({ place, importId, chosen, onChoose }: CausesListProps) {
  const causes = useCauses(place, importId);
  if (causes.error) {
    const retry = () => void causes.refetch();
    return <FailedState what="The causes could not be read" problem={causes.error} retry={retry} />;
  }
  if (!causes.data) return <SkeletonLines lines={3} label="Reading the causes" />;
  return (
    <section aria-labelledby="import-causes">
      <h3 id="import-causes" className="mb-1 text-body font-medium">
        Why
      </h3>
      <ul className="border-t border-hairline">
        {causes.data.map((cause) => (
          <CauseLine
            key={cause.cause}
            cause={cause}
            chosen={cause.cause === chosen}
            onChoose={() => onChoose(cause.cause === chosen ? undefined : cause.cause)}
          />
        ))}
      </ul>
    </section>
  );
}

function CauseLine({ cause, chosen, onChoose }: { cause: Cause; chosen: boolean; onChoose: () => void }) {
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
      <Button
        size="small"
        variant="quiet"
        aria-pressed={chosen}
        onClick={onChoose}
        className="max-sm:col-start-2 max-sm:justify-self-start"
      >
        {chosen ? "Show all rows" : "Show these"}
      </Button>
    </li>
  );
}
