"use client";

import { useState } from "react";
import type { Place } from "../connections/addresses";
import { ShowMore } from "../connections/show-more";
import { Button } from "../ui/button";
import { FailedState } from "../ui/failed-state";
import { SkeletonRows } from "../ui/skeleton";
import { Switch } from "../ui/switch";
import { toast } from "../ui/toast";
import { type ColumnMapping, type Fix, type ImportFacts, imports, type PlanRow, useRows, useTold } from "./import-api";
import { FixRow } from "./fix-row";

/** More are not looked at all at once, and would be thousands of cells to type in. */
const COLUMNS_SHOWN = 12;

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
  const fix = useFix(place, facts.id);
  const rows = list.data?.pages.flatMap(({ data }) => data);
  return (
    <section aria-label="Rows to mend" className="flex min-w-0 flex-col gap-2">
      <Switch label="Show only errors" checked={onlyErrors} onChange={onOnlyErrors} />
      {list.error && (
        <FailedState what="The rows could not be read" problem={list.error} retry={() => void list.refetch()} />
      )}
      {!list.error && !rows && <SkeletonRows rows={4} columns={5} label="Reading the rows" />}
      {rows && rows.length > 0 && <Grid place={place} rows={rows} facts={facts} may={may} onFix={fix} />}
      {rows && rows.length === 0 && onlyErrors && (
        <p className="border-y border-hairline px-2 py-6 text-body text-ink-soft">No row has an error.</p>
      )}
      <ShowMore list={list} words="Show more" />
    </section>
  );
}

/** Mends a row; answers whether that was taken. */
function useFix(place: Place, importId: number) {
  const told = useTold(place);
  return async (fix: Fix): Promise<boolean> => {
    try {
      told(await imports.fix(place, importId, [fix]));
      return true;
    } catch (problem) {
      toast.failed(problem, "text" in fix ? "The row was not changed" : "The cell was not changed");
      return false;
    }
  };
}

type GridProps = {
  place: Place;
  rows: readonly PlanRow[];
  facts: ImportFacts;
  may: boolean;
  onFix: (fix: Fix) => Promise<boolean>;
};

function Grid({ place, rows, facts, may, onFix }: GridProps) {
  const [all, setAll] = useState(false);
  const every = facts.mapping?.columns ?? [];
  const columns = all ? every : tellingOf(every, rows);
  return (
    <>
      {columns.length < every.length && (
        <p className="flex flex-wrap items-center gap-2 text-table text-ink-soft">
          {columns.length} of {every.length} columns: the first, and those with errors.
          <Button size="small" variant="quiet" onClick={() => setAll(true)}>
            Show all columns
          </Button>
        </p>
      )}
      {/* What is longer than the screen is moved with the arrow keys, so it has to be reached by Tab. */}
      <div role="region" aria-label="Rows of the file" tabIndex={0} className="overflow-x-auto">
        <table className="w-full text-table max-sm:block">
          <caption className="sr-only">Rows of the file, with what is wrong in which cell</caption>
          <thead className="max-sm:sr-only">
            <tr className="border-b border-hairline text-left text-ink-faint">
              <th scope="col" className="h-8 w-14 px-2 text-right font-medium">
                Row
              </th>
              {columns.map(({ column, name }) => (
                <th key={column} scope="col" className="h-8 max-w-64 truncate px-2 font-medium" title={name}>
                  <bdi>{name || `Column ${column + 1}`}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="max-sm:block">
            {rows.map((row) => (
              <FixRow
                key={row.position}
                place={place}
                row={row}
                columns={columns}
                mapping={facts.mapping}
                may={may}
                onFix={onFix}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** The columns worth looking at: all of a few; of many the first and those in which something is wrong. */
function tellingOf(every: readonly ColumnMapping[], rows: readonly PlanRow[]): readonly ColumnMapping[] {
  if (every.length <= COLUMNS_SHOWN) return every;
  const wrong = new Set(rows.flatMap(({ problems }) => problems.map(({ column }) => column)));
  const telling = every.filter(({ column }) => wrong.has(column));
  const rest = every.filter(({ column }) => !wrong.has(column));
  const room = Math.max(1, COLUMNS_SHOWN - telling.length);
  return [...rest.slice(0, room), ...telling].sort((one, other) => one.column - other.column);
}
