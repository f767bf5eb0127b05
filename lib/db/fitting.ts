/**
 * SQL of those rows of a page that fit into memory: from the first on in an order, until so many bytes are stored in
 * their column `data`; the first one always. rows: a query in that order; bytes: how many a row p stores, never null.
 */
export function fitting(
  rows: string,
  {
    order,
    most,
    bytes = "coalesce(pg_column_size(p.data), 0)",
  }: { order: string; most: string | number; bytes?: string },
): string {
  // Up to the row itself, and its own bytes off again: a frame that ends before it makes PostgreSQL read each row twice.
  return `(select p.* from (
    select p.*, sum(${bytes}) over (order by p.${order} rows unbounded preceding) - (${bytes}) as bytes_before
    from (${rows}) p
  ) p where p.bytes_before < ${most})`;
}
