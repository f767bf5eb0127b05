import type { Tx } from "@/lib/changes/tx";
import { reader } from "@/lib/db/client";

type Place = { accountId: number; id: number };

/** A row that was refused, or mended. problems: JSON text, null once it is staged; cells: as the reader gave them. */
export type RefusedRow = {
  position: number;
  id: string | null;
  cells: string | null;
  text: string | null;
  fixes: string;
  problems: string | null;
};

export type NewRefusedRow = {
  position: number;
  id: string | null;
  cells: readonly unknown[] | null;
  text: string | null;
  problems: readonly object[] | null;
  causes: readonly string[];
};

/** Keeps rows that were refused, and what became of rows that were mended: what was mended of them stays. */
export async function keepRows(tx: Tx, { accountId, id }: Place, rows: readonly NewRefusedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into file_import_row (account_id, import_id, position, id, cells, text, problems, causes)
     select $1, $2, x.position, x.id, nullif(x.cells, 'null'), x.text, nullif(x.problems, 'null'),
       array(select jsonb_array_elements_text(x.causes))
     from jsonb_to_recordset($3::jsonb) as x(position bigint, id text, cells jsonb, text text, problems jsonb, causes jsonb)
     on conflict (account_id, import_id, position) do update set id = excluded.id,
       cells = coalesce(excluded.cells, file_import_row.cells), text = coalesce(excluded.text, file_import_row.text),
       problems = excluded.problems, causes = excluded.causes`,
    [accountId, id, JSON.stringify(rows)],
  );
}

/** Notes what cells of some rows should say: {"column": value} each. */
export async function saveFixes(
  tx: Tx,
  { accountId, id }: Place,
  fixes: readonly { position: number; cells: Readonly<Record<string, string>> }[],
): Promise<void> {
  await tx.query(
    `update file_import_row r set fixes = r.fixes || x.cells
     from jsonb_to_recordset($3::jsonb) as x(position bigint, cells jsonb)
     where r.account_id = $1 and r.import_id = $2 and r.position = x.position`,
    [accountId, id, JSON.stringify(fixes)],
  );
}

const columns = "position, id, cells, text, fixes, problems";

/** Kept rows of some lines. bounds: the first and last position of each. */
export async function findRows(
  tx: Tx,
  { accountId, id }: Place,
  bounds: readonly { from: number; to: number }[],
): Promise<RefusedRow[]> {
  return tx.query<RefusedRow>(
    `select ${columns} from file_import_row r, unnest($3::bigint[], $4::bigint[]) as b(low, high)
     where r.account_id = $1 and r.import_id = $2 and r.position between b.low and b.high order by position`,
    [accountId, id, bounds.map(({ from }) => from), bounds.map(({ to }) => to)],
  );
}

/** What was mended of rows between two positions. */
export async function fixesBetween({ accountId, id }: Place, from: number, to: number) {
  const rows = await reader.query<{ position: number; fixes: string }>(
    `select position, fixes from file_import_row
     where account_id = $1 and import_id = $2 and position between $3 and $4 and fixes <> '{}'`,
    [accountId, id, from, to],
  );
  return new Map(rows.map(({ position, fixes }) => [position, JSON.parse(fixes) as Record<string, string>]));
}

/** The next refused rows; cause: only those refused for it. */
export async function listRefused(
  { accountId, id }: Place,
  page: { after: number; size: number; cause?: string },
): Promise<RefusedRow[]> {
  return reader.query<RefusedRow>(
    `select ${columns} from file_import_row
     where account_id = $1 and import_id = $2 and problems is not null and position > $3
       and ($4::text is null or $4 = any(causes))
     order by position limit $5`,
    [accountId, id, page.after, page.cause ?? null, page.size],
  );
}

/** Which of some rows were mended. */
export async function mendedAmong({ accountId, id }: Place, positions: readonly number[]): Promise<Set<number>> {
  const rows = await reader.query<{ position: number }>(
    `select position from file_import_row
     where account_id = $1 and import_id = $2 and position = any($3::bigint[]) and fixes <> '{}'`,
    [accountId, id, positions],
  );
  return new Set(rows.map(({ position }) => position));
}

/** Takes away what was refused; mended: also what was mended, else that waits for the next plan. */
export async function clearRows(tx: Tx, { accountId, id }: Place, { mended }: { mended: boolean }): Promise<void> {
  await tx.query(
    "delete from file_import_row where account_id = $1 and import_id = $2 and ($3::boolean or fixes = '{}')",
    [accountId, id, mended],
  );
  if (mended) return;
  await tx.query("update file_import_row set problems = null, causes = '{}' where account_id = $1 and import_id = $2", [
    accountId,
    id,
  ]);
}

/** Removes the rows of imports that were over so many days ago; the imports and their counts stay. */
export async function sweepRows(tx: Tx, days: number): Promise<void> {
  await tx.query(
    `delete from file_import_row r using file_import i
     where i.account_id = r.account_id and i.id = r.import_id and i.status in ('committed', 'canceled')
       and i.touched_at < now() - make_interval(days => $1)`,
    [days],
  );
}
