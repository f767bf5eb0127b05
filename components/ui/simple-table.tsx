import type { ReactNode } from "react";

export type SimpleColumn<Row> = {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  numeric?: boolean;
  /** The column that names the row; below 640 px it is the card's first line. The first one, unless said. */
  names?: boolean;
  /** Left out of the cards below 640 px. */
  wideOnly?: boolean;
  className?: string;
};

type SimpleTableProps<Row> = {
  /** What the table is, for readers of the page's text. */
  caption: string;
  columns: readonly SimpleColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Shown in place of rows. */
  empty?: ReactNode;
};

/** A short list that is all there: real table markup, rows of 36 px; below 640 px each row is a card of two lines. */
export function SimpleTable<Row>({ caption, columns, rows, rowKey, empty }: SimpleTableProps<Row>) {
  const naming = columns.find(({ names }) => names) ?? columns[0];
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full text-table max-sm:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="max-sm:sr-only">
          <tr className="border-b border-hairline text-left text-ink-faint">
            {columns.map(({ key, head, numeric, className = "" }) => (
              <th
                key={key}
                scope="col"
                className={`h-8 px-2 font-medium whitespace-nowrap ${numeric ? "text-right" : ""} ${className}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className="border-b border-hairline hover:bg-wash max-sm:flex max-sm:min-h-14 max-sm:flex-wrap max-sm:items-center max-sm:gap-x-3 max-sm:px-2 max-sm:py-2"
            >
              {columns.map((column) => (
                <Cell key={column.key} column={column} naming={column === naming} row={row} />
              ))}
            </tr>
          ))}
          {rows.length === 0 && empty && (
            <tr className="max-sm:block">
              <td colSpan={columns.length} className="px-2 py-6 text-body text-ink-soft max-sm:block">
                {empty}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function Cell<Row>({ column, naming, row }: { column: SimpleColumn<Row>; naming: boolean; row: Row }) {
  const { cell, numeric, wideOnly, className = "" } = column;
  const look = `h-9 px-2 max-sm:block max-sm:h-auto max-sm:px-0 ${numeric ? "text-right tabular-nums" : ""} ${wideOnly ? "max-sm:hidden!" : ""} ${className}`;
  if (!naming) return <td className={`${look} text-ink-soft`}>{cell(row)}</td>;
  return (
    <th scope="row" className={`${look} text-left font-medium text-ink max-sm:w-full max-sm:text-body`}>
      {cell(row)}
    </th>
  );
}
