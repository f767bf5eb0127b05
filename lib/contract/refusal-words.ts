/** One reason why rows were refused, with the rows it refused. */
export type Cause<Row> = { reason: string; rows: Row[] };

const failed = "Schema validation failed for data: ";

/** The vendor's text of what a schema refused, as sentences: where in the record, and what about it. */
export function reasonInWords(message: string): string {
  if (!message.startsWith(failed)) return message;
  try {
    const entries: unknown = JSON.parse(message.slice(failed.length));
    if (!Array.isArray(entries)) return message;
    const said = entries.flatMap((entry) =>
      Object.entries(entry as Record<string, string>).map(([pointer, text]) =>
        pointer ? `${pointer}: ${text}` : text,
      ),
    );
    return said.join("; ") || message;
  } catch {
    // A message that was cut for its length is no JSON any more.
    return message.slice(failed.length);
  }
}

/** Refused rows by their reason, the most frequent first. */
export function byCause<Row extends { message: string }>(rows: readonly Row[]): Cause<Row>[] {
  const causes = new Map<string, Row[]>();
  for (const row of rows) {
    const reason = reasonInWords(row.message);
    const alike = causes.get(reason);
    if (alike) alike.push(row);
    else causes.set(reason, [row]);
  }
  return [...causes].map(([reason, alike]) => ({ reason, rows: alike })).sort((a, b) => b.rows.length - a.rows.length);
}
