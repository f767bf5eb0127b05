/** A moment as people read it: in UTC and, where that is another one, in a time zone of theirs. */
export function momentInWords(iso: string, timeZone: string): string {
  const utc = `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
  const own = inZone(iso, timeZone);
  return own === undefined ? utc : `${own} (${utc})`;
}

function inZone(iso: string, timeZone: string): string | undefined {
  const format = formatFor(timeZone);
  if (!format || timeZone === "UTC" || timeZone === "Etc/UTC") return undefined;
  const parts = new Map(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  const [day, time] = [["year", "month", "day"] as const, ["hour", "minute", "second"] as const];
  const said = (names: readonly Intl.DateTimeFormatPartTypes[], between: string) =>
    names.map((name) => parts.get(name)).join(between);
  return `${said(day, "-")} ${said(time, ":")} ${timeZone}`;
}

/** Undefined for a zone that only the database knows. */
function formatFor(timeZone: string): Intl.DateTimeFormat | undefined {
  const two = "2-digit" as const;
  const digits = { year: "numeric", month: two, day: two, hour: two, minute: two, second: two } as const;
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", ...digits });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
