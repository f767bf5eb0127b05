/** A day and the time of it that a cell tells; `time` is "" where it tells none, `zone` where it names none. */
type Moment = { day: string; time: string; zone: string };
export type DateOrder = "ymd" | "dmy" | "mdy" | null;

const TIME =
  "(?:[T ]+(\\d{1,2}):(\\d{2})(?::(\\d{2})(\\.\\d{1,9})?)?\\s*([ap]\\.?m\\.?)?\\s*(Z|UTC|GMT|[+-]\\d{2}:?\\d{2})?)?";
const YEAR_FIRST = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${TIME}$`, "i");
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/.])\\s?(\\d{1,2})\\2\\s?(\\d{4})${TIME}$`, "i");
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const DAY_NAMED = new RegExp(`^(\\d{1,2})\\.?[ -](\\p{L}{3,9})\\.?,?[ -](\\d{4})${TIME}$`, "iu");
const MONTH_NAMED = new RegExp(`^(\\p{L}{3,9})\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})${TIME}$`, "iu");

const MONTHS: readonly string[] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const OTHER_MONTHS: ReadonlyMap<string, number> = new Map([
  ["mär", 3],
  ["mae", 3],
  ["mai", 5],
  ["okt", 10],
  ["dez", 12],
]);

/** The day that a person wrote, as 2026-11-26; undefined for what is none, or names a time of the day, too. */
export function readDate(typed: string, order: DateOrder): string | undefined {
  const moment = momentOf(typed, order);
  if (moment === undefined) return undefined;
  return moment.time === "" || /^00:00:00(\.0+)?$/.test(moment.time) ? moment.day : undefined;
}

/** The moment that a person wrote, as 2026-11-26T12:00:00Z; one without a zone is taken as UTC. Undefined for none. */
export function readDateTime(typed: string, order: DateOrder): string | undefined {
  const moment = momentOf(typed, order);
  return moment && `${moment.day}T${moment.time || "00:00:00"}${moment.zone || "Z"}`;
}

function momentOf(typed: string, order: DateOrder): Moment | undefined {
  const text = typed.trim();
  if (text.length > 60) return undefined;
  const first = YEAR_FIRST.exec(text);
  if (first) return moment([first[1], first[3], first[4]], first.slice(5));
  const compact = COMPACT.exec(text);
  if (compact) return moment([compact[1], compact[2], compact[3]], []);
  const last = YEAR_LAST.exec(text);
  if (last) return yearLast(last, order);
  const day = DAY_NAMED.exec(text);
  if (day) return moment([day[3], monthOf(day[2]), day[1]], day.slice(4));
  const month = MONTH_NAMED.exec(text);
  return month ? moment([month[3], monthOf(month[1]), month[2]], month.slice(4)) : undefined;
}

/** Between dots the day comes first everywhere; else, where nobody said, only one of the two may be a date. */
function yearLast(parts: RegExpExecArray, order: DateOrder): Moment | undefined {
  const [, one, mark, other, year] = parts;
  const [dayFirst, monthFirst] = [
    [year, other, one],
    [year, one, other],
  ].map((date) => moment(date, parts.slice(5)));
  if (order === "ymd") return undefined;
  if (order !== null) return order === "dmy" ? dayFirst : monthFirst;
  if (mark === "." || dayFirst?.day === monthFirst?.day) return dayFirst;
  return dayFirst && monthFirst ? undefined : (dayFirst ?? monthFirst);
}

function monthOf(name = ""): string {
  const short = name.toLowerCase().slice(0, 3);
  return String(OTHER_MONTHS.get(short) ?? MONTHS.indexOf(short) + 1);
}

type Part = string | undefined;

function moment(
  [year, month, day]: Part[],
  [hours, minutes, seconds, fraction, half, zone]: Part[],
): Moment | undefined {
  const date = [Number(year), Number(month), Number(day)] as const;
  const at = new Date(Date.UTC(date[0], date[1] - 1, date[2]));
  if (at.getUTCMonth() !== date[1] - 1 || at.getUTCDate() !== date[2] || date[0] < 1) return undefined;
  const time = hours === undefined ? "" : timeOf(hours, [minutes, seconds, fraction], half);
  if (time === undefined) return undefined;
  return { day: `${year}-${padded(date[1])}-${padded(date[2])}`, time, zone: zoneOf(zone) };
}

function timeOf(
  hours: string,
  [minutes = "00", seconds = "00", fraction = ""]: Part[],
  half: Part,
): string | undefined {
  const hour = Number(hours);
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  const whole = half === undefined ? hour : (hour % 12) + (half.toLowerCase().startsWith("p") ? 12 : 0);
  if (whole > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  return `${padded(whole)}:${minutes}:${seconds}${fraction}`;
}

function zoneOf(zone: Part): string {
  if (zone === undefined) return "";
  return /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : "Z";
}

const padded = (number: number) => String(number).padStart(2, "0");

/** How dates such as 3/4/2026 are most likely written in these cells; null where they do not tell. */
export function likelyOrder(samples: readonly string[]): DateOrder {
  const parts = samples.flatMap((text) => {
    const found = YEAR_LAST.exec(text.trim());
    return found ? [[Number(found[1]), Number(found[3])] as const] : [];
  });
  const [days, months] = [parts.some(([first]) => first > 12), parts.some(([, second]) => second > 12)];
  return days === months ? null : days ? "dmy" : "mdy";
}
