"use client";

import { useState } from "react";
import type { Place } from "../connections/addresses";
import { Button } from "../ui/button";
import { FailedState } from "../ui/failed-state";
import { SkeletonRows } from "../ui/skeleton";
import { Switch } from "../ui/switch";
import { toast } from "../ui/toast";
import { type Fix, type ImportFacts, imports, type PlanRow, useRows, useTold } from "./import-api";
import { FixRow } from "./fix-row";

type FixGridProps = {
  place: Place;
  facts: ImportFacts;
  /** Only rows that were rejected for this. */
  cause: string | undefined;
  may: boolean;
  onlyErrors: boolean;
  onOnlyErrors: (only: boolean) => void;
};

/** Rows as they stand in the file, in a grid: a cell that is changed is judged at once, and its row leaves when it is good. */
export function FixGrid({ place, facts, cause, may, onlyErrors, onOnlyErrors }: FixGridProps) {
  const list = useRows(place, facts.id, onlyErrors ? { kind: "reject", cause } : {});
  const { fix, busy } = useFix(place, facts.id);
  const rows = list.data?.pages.flatMap(({ data }) => data);
  const suggested = onlyErrors ? suggestionsOf(rows ?? []) : [];
  const head = (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <Switch label="Show only errors" checked={onlyErrors} onChange={onOnlyErrors} />
      {may && suggested.length > 0 && (
        <Button size="small" busy={busy} onClick={() => void fix(suggested)}>
          {suggested.length === 1 ? "Take the suggestion" : `Take ${suggested.length} suggestions`}
        </Button>
      )}
    </div>
  );
  return (
    <section aria-label="Rows to mend" className="flex min-w-0 flex-col gap-2">
      {head}
      {list.error && (
        <FailedState what="The rows could not be read" problem={list.error} retry={() => void list.refetch()} />
      )}
      {!list.error && !rows && <SkeletonRows rows={4} columns={5} label="Reading the rows" />}
      {rows && rows.length > 0 && <Grid rows={rows} facts={facts} may={may} onFix={(one) => fix([one])} />}
      {rows && rows.length === 0 && onlyErrors && (
        <p className="border-y border-hairline px-2 py-6 text-body text-ink-soft">No row has an error.</p>
      )}
      {list.hasNextPage && (
        <div>
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </section>
  );
}

/** Mends cells; answers whether that was taken. */
function useFix(place: Place, importId: number) {
  const told = useTold(place);
  const [busy, setBusy] = useState(false);
  const fix = async (fixes: readonly Fix[]): Promise<boolean> => {
    setBusy(true);
    try {
      told(await imports.fix(place, importId, fixes));
      return true;
    } catch (problem) {
      toast.failed(problem, fixes.length === 1 ? "The cell was not changed" : "The cells were not changed");
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { fix, busy };
}

const FIXES_MAX = 1_000;

/** What the rows in sight may have meant, as far as one request takes it. */
function suggestionsOf(rows: readonly PlanRow[]): Fix[] {
  const found = rows.flatMap(({ line, problems }) =>
    problems.flatMap(({ column, suggestion }) =>
      line === null || column === null || suggestion === null ? [] : [{ line, column, value: suggestion }],
    ),
  );
  return found.slice(0, FIXES_MAX);
}

type GridProps = {
  rows: readonly PlanRow[];
  facts: ImportFacts;
  may: boolean;
  onFix: (fix: Fix) => Promise<boolean>;
};

function Grid({ rows, facts, may, onFix }: GridProps) {
  const columns = facts.mapping?.columns ?? [];
  return (
    // What is longer than the screen is moved with the arrow keys, so it has to be reached by Tab.
    <div role="region" aria-label="Rows of the file" tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-table max-sm:block">
        <caption className="sr-only">Rows of the file, with what is wrong in which cell</caption>
        <thead className="max-sm:sr-only">
          <tr className="border-b border-hairline text-left text-ink-faint">
            <th scope="col" className="h-8 w-14 px-2 text-right font-medium">
              Row
            </th>
            {columns.map(({ column, name }) => (
              <th key={column} scope="col" className="h-8 max-w-64 truncate px-2 font-medium">
                <bdi>{name || `Column ${column + 1}`}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {rows.map((row) => (
            <FixRow key={row.line} row={row} columns={columns} may={may} onFix={onFix} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
