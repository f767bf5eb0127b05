const kept = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function once<Format extends Intl.NumberFormat | Intl.DateTimeFormat>(name: string, make: () => Format): Format {
  const found = kept.get(name) as Format | undefined;
  if (found) return found;
  const made = make();
  kept.set(name, made);
  return made;
}

/** Numbers as the reader writes them; four digits stay together, as they are often years. Making one is slow: kept. */
export const numberFormat = (locale: string): Intl.NumberFormat =>
  once(`number ${locale}`, () => new Intl.NumberFormat(locale, { maximumFractionDigits: 20, useGrouping: "min2" }));

const shapes: Record<"day" | "moment", Intl.DateTimeFormatOptions> = {
  day: { year: "numeric", month: "short", day: "numeric" },
  moment: { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
};

/** Days, or moments to the minute, in a time zone. */
export const dateFormat = (locale: string, timeZone: string, shape: "day" | "moment"): Intl.DateTimeFormat =>
  once(`${shape} ${locale} ${timeZone}`, () => new Intl.DateTimeFormat(locale, { ...shapes[shape], timeZone }));

/** Today's date in a time zone, as 2026-01-31. */
export function dayIn(timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const said = Object.fromEntries(parts.formatToParts().map(({ type, value }) => [type, value]));
  return `${said.year}-${said.month}-${said.day}`;
}
