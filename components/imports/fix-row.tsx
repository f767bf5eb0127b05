"use client";

import { type KeyboardEvent, useId, useState } from "react";
import { FieldError } from "../ui/field";
import { Status } from "../ui/status";
import type { Place } from "../connections/addresses";
import type { ColumnMapping, Fix, Mapping, PlanRow, RowProblem } from "./import-api";
import { MendJson } from "./mend-json";

type FixRowProps = {
  place: Place;
  row: PlanRow;
  columns: readonly ColumnMapping[];
  mapping: Mapping | null;
  may: boolean;
  onFix: (fix: Fix) => Promise<boolean>;
};

/** One row of the file: cells to type in where it was rejected or mended, and what is wrong under them. */
export function FixRow({ place, row, columns, mapping, may, onFix }: FixRowProps) {
  const { line, position, cells, text, problems, kind, fixed } = row;
  const mends = may && position !== null && (kind === "reject" || fixed);
  const typed = mends && cells !== null;
  const shown = new Set(columns.map(({ column }) => column));
  // What has no cell in sight is told under the row.
  const nowhere = typed ? problems.filter(({ column }) => column === null || !shown.has(column)) : problems;
  const noCells = cells === null && text !== null;
  return (
    <>
      <tr
        className={`align-top max-sm:block max-sm:py-2 ${nowhere.length + Number(noCells) > 0 ? "" : "border-b border-hairline"}`}
      >
        <th
          scope="row"
          className="px-2 py-2.5 text-right font-normal text-ink-faint tabular-nums max-sm:block max-sm:py-1 max-sm:text-left"
        >
          <span className="sm:hidden">Row </span>
          {line}
          {kind !== "reject" && fixed && (
            <Status tone="good" className="block">
              mended
            </Status>
          )}
          {mends && text !== null && (
            <MendJson place={place} row={{ ...row, position, text }} mapping={mapping} onFix={onFix} />
          )}
        </th>
        {columns.map((column) => (
          <RowCell
            key={column.column}
            column={column}
            value={cells?.[column.column] ?? ""}
            line={line}
            problems={problems.filter((problem) => problem.column === column.column)}
            onFix={typed ? (value) => onFix({ position, column: column.column, value }) : undefined}
          />
        ))}
      </tr>
      {(nowhere.length > 0 || noCells) && (
        <tr className="border-b border-hairline max-sm:block">
          <td className="max-sm:hidden" />
          <td colSpan={columns.length} className="px-2 pb-2 max-sm:block">
            {noCells && <code className="line-clamp-3 font-mono text-ink-soft wrap-anywhere">{text}</code>}
            {nowhere.map(({ pointer, message }) => (
              <FieldError key={pointer + message}>
                {pointer && <code className="mr-1 font-mono">{pointer}</code>}
                {message}
              </FieldError>
            ))}
          </td>
        </tr>
      )}
    </>
  );
}

type RowCellProps = {
  column: ColumnMapping;
  value: string;
  line: number | null;
  problems: readonly RowProblem[];
  /** Missing: it is only looked at. */
  onFix: ((value: string) => Promise<boolean>) | undefined;
};

function RowCell({ column, value, line, problems, onFix }: RowCellProps) {
  const name = column.name || `Column ${column.column + 1}`;
  if (!onFix) {
    return (
      <td className="max-w-64 truncate px-2 py-2.5 max-sm:block max-sm:py-0.5" title={value}>
        <bdi>{value}</bdi>
      </td>
    );
  }
  return (
    // A phone has no room for a row: there, only what is wrong can be mended.
    <td className={`min-w-36 px-1 py-1 max-sm:block ${problems.length > 0 ? "" : "max-sm:hidden"}`}>
      <span aria-hidden="true" className="px-1 text-ink-faint sm:hidden">
        {name}
      </span>
      <FixCell
        // A value that was taken begins the cell anew.
        key={value}
        label={`${name}, row ${line}`}
        value={value}
        problems={problems}
        onFix={onFix}
      />
    </td>
  );
}

type FixCellProps = {
  label: string;
  value: string;
  problems: readonly RowProblem[];
  onFix: (value: string) => Promise<boolean>;
};

function FixCell({ label, value, problems, onFix }: FixCellProps) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  const [sent, setSent] = useState(value);
  const bad = problems.length > 0;
  const take = (next: string) => {
    if (next === sent) return;
    setSent(next);
    void onFix(next).then((taken) => {
      if (!taken) setSent(value);
    });
  };
  // A line of text cannot show what holds several.
  const Input = value.includes("\n") ? "textarea" : "input";
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      take(typed);
      nextError(event.currentTarget)?.focus();
    }
    if (event.key === "Escape") setTyped(sent);
  };
  return (
    <>
      <Input
        aria-label={label}
        aria-invalid={bad || undefined}
        aria-describedby={bad ? id : undefined}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => take(typed)}
        onKeyDown={keys}
        className={`control sm:text-table ${Input === "input" ? "sm:h-7" : "h-auto! field-sizing-content"} ${bad ? "" : "border-transparent! bg-transparent! hover:border-edge!"}`}
      />
      {bad && (
        <div id={id} className="mt-1 flex flex-col items-start gap-1">
          {problems.map(({ pointer, message, suggestion }) => (
            <div key={pointer + message} className="text-table">
              <span className="wrap-anywhere text-bad">{message}</span>
              {suggestion !== null && (
                <>
                  {" "}
                  <button
                    type="button"
                    className="rounded-6 text-accent underline underline-offset-2 max-sm:min-h-11"
                    onClick={() => {
                      setTyped(suggestion);
                      take(suggestion);
                    }}
                  >
                    Use “<bdi>{suggestion}</bdi>”
                  </button>
                </>
              )}
            </div>
          ))}
        </div>
      )}
    </>
  );
}

/** The next cell of the grid with an error, so that Enter goes from one to the next. */
function nextError(cell: HTMLElement): HTMLElement | undefined {
  const all = [...(cell.closest("table")?.querySelectorAll<HTMLElement>('[aria-invalid="true"]') ?? [])];
  return all[all.indexOf(cell) + 1];
}
