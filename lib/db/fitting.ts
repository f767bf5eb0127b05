/**
 * SQL of those rows of a page that fit into memory: from the first on in an order, until so many bytes are stored in
 * their column `data`; the first one always. rows: a query in that order; bytes: how many a row p stores.
 */
export function fitting(
  rows: string,
  { order, most, bytes = "pg_column_size(p.data)" }: { order: string; most: string | number; bytes?: string },
): string {
  return `(select p.* from (
    select p.*, sum(${bytes}) over (order by p.${order} rows between unbounded preceding and 1 preceding) as bytes_before
    from (${rows}) p
  ) p where coalesce(p.bytes_before, 0) < ${most})`;
}
