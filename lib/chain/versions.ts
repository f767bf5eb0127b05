import type { Line } from "./link";
import type { VersionRow } from "./store";

/** What a Change did to one record, as the tables say it now. */
export type Found = Line & {
  resourceId: number;
  revision: number;
  /** The version made is the live one. */
  live: boolean;
  /** The revision that erased the version made. */
  erasedBy: number | null;
};

/**
 * Puts what a Change made of a record and what it ended together: rows come in the order of resource, revision and id.
 * Whatever is there twice stays there twice, so that it can be named.
 */
export async function* together(rows: AsyncIterable<VersionRow>): AsyncGenerator<Found> {
  let open: Found | undefined;
  for await (const row of rows) {
    const same = open?.resourceId === row.resource_id && open.revision === row.revision && open.id === row.id;
    if (open && same && open.made === null && row.made !== null) open = { ...open, ...madeOf(row) };
    else if (open && same && open.ended === null && row.ended !== null) open.ended = row.ended;
    else {
      if (open) yield open;
      open = { resourceId: row.resource_id, revision: row.revision, id: row.id, ended: row.ended, ...madeOf(row) };
    }
  }
  if (open) yield open;
}

const madeOf = ({ made, live, erased_by }: VersionRow) => ({
  made: made === null ? null : made.replaceAll("\n", ""),
  live: made !== null && live,
  erasedBy: erased_by,
});
