// The rows of one request nearly always share their times.
const last = { stored: "", date: "" };

/** PostgreSQL's text of a timestamptz in UTC ("2026-11-23 18:00:00.1234+00") as v1's upsert answers write it. */
export function v1Date(stored: string): string {
  if (stored !== last.stored) {
    const end = stored.indexOf("+");
    const [seconds = "", fraction = ""] = stored.slice(0, end < 0 ? undefined : end).split(".");
    last.date = `${seconds}.${fraction.padEnd(6, "0")}`;
    last.stored = stored;
  }
  return last.date;
}

/** The same as ISO 8601 with milliseconds and Z: everywhere else. */
export function isoDate(stored: string): string {
  const precise = v1Date(stored);
  return `${precise.slice(0, 10)}T${precise.slice(11, 23)}Z`;
}

/** ISO, or null for what has not happened. */
export function isoDateOrNull(stored: string | null): string | null {
  return stored === null ? null : isoDate(stored);
}
