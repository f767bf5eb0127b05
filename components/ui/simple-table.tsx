import type { ReactNode } from "react";

export type SimpleColumn<Row> = {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  numeric?: boolean;
  /** The column that names the row; in a narrow place it is the card's first line. The first one, unless said. */
  names?: boolean;
  /** Left out of the cards. */
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
  /** slim: it stays a table on all but phones. roomy: its columns need the width of a desk. */
  room?: keyof typeof rooms;
};

const rooms = { slim: "max-sm:@container/cards", roomy: "@container/roomy-cards" };

/**
 * A short list that is all there: real table markup, rows of 36 px; where there are less than 640 px for it, beside the
 * navigation or on a phone, each row is a card of two lines.
 */
export function SimpleTable<Row>({ caption, columns, rows, rowKey, empty, room }: SimpleTableProps<Row>) {
  const naming = columns.find(({ names }) => names) ?? columns[0];
  return (
    <div className={`relative w-full overflow-x-auto ${room ? rooms[room] : "@container/cards"}`}>
      <table className="w-full text-table card:block">
        <caption className="sr-only">{caption}</caption>
        <thead className="card:sr-only">
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
        <tbody className="card:block">
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              className="border-b border-hairline hover:bg-wash card:flex card:min-h-14 card:flex-wrap card:items-center card:gap-x-3 card:gap-y-1 card:px-2 card:py-2"
            >
              {columns.map((column) => (
                <Cell key={column.key} column={column} naming={column === naming} row={row} />
              ))}
            </tr>
          ))}
          {rows.length === 0 && empty && (
            <tr className="card:block">
              <td colSpan={columns.length} className="px-2 py-6 text-body text-ink-soft card:block">
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
  const look = `h-9 px-2 card:block card:h-auto card:px-0 ${numeric ? "text-right tabular-nums" : ""} ${wideOnly ? "card:hidden!" : ""} ${className}`;
  if (!naming) return <td className={`${look} text-ink-soft`}>{cell(row)}</td>;
  return (
    <th scope="row" className={`${look} text-left font-medium text-ink card:w-full card:max-w-none card:text-body`}>
      {cell(row)}
    </th>
  );
}
