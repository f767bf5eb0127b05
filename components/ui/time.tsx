"use client";

import { createContext, type ReactNode, use, useSyncExternalStore } from "react";
import { useLocale } from "./locale";
import { Tooltip } from "./tooltip";

const ZoneContext = createContext("UTC");

/** The account's time zone, for every time below. */
export function ZoneProvider({ zone, children }: { zone: string; children: ReactNode }) {
  return <ZoneContext value={zone}>{children}</ZoneContext>;
}

export function useZone(): string {
  return use(ZoneContext);
}

// One clock for all times on the page, moved every 15 seconds while anybody looks.
let now = 0;
const watching = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(changed: () => void): () => void {
  watching.add(changed);
  if (!timer) now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    watching.forEach((tell) => tell());
  }, 15_000);
  return () => {
    watching.delete(changed);
    if (watching.size) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const read = () => (timer ? now : (now = Date.now()));

const units: readonly [Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["year", 31_556_952],
  ["month", 2_629_746],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

function relative(milliseconds: number, locale: string): string {
  const seconds = milliseconds / 1000;
  const found = units.find(([, length]) => Math.abs(seconds) >= length);
  if (!found) return "just now";
  const [unit, length] = found;
  // Ninety days are three months rather than two, but nothing is an hour old before it is.
  const whole = length > 86_400 ? Math.round : Math.trunc;
  return relativeFormat(locale).format(whole(seconds / length), unit);
}

// Making one costs more than a row of a table has time for.
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

function relativeFormat(locale: string): Intl.RelativeTimeFormat {
  const found = relativeFormats.get(locale);
  const format = found ?? new Intl.RelativeTimeFormat(locale, { numeric: "always", style: "short" });
  if (!found) relativeFormats.set(locale, format);
  return format;
}

const exact: Intl.DateTimeFormatOptions = {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
};

/** Times of the API come as ISO 8601, or as "2026-11-23 12:00:00.000000", which is UTC. */
export function momentOf(time: string): Date {
  return new Date(/Z$|[+-]\d\d:?\d\d$/.test(time) ? time : `${time.replace(" ", "T")}Z`);
}

type TimeProps = { time: string; className?: string };

/** How long ago, moving on by itself; the exact time in the account's zone and in UTC on hover and on focus. */
export function RelativeTime({ time, className = "" }: TimeProps) {
  const locale = useLocale();
  const zone = useZone();
  const at = momentOf(time);
  const since = useSyncExternalStore(watch, read, () => 0);
  if (Number.isNaN(at.getTime())) return <span className={className}>{time}</span>;
  const format = (timeZone: string) => new Intl.DateTimeFormat(locale, { ...exact, timeZone }).format(at);
  const day = () => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: zone }).format(at);
  // A moment within this clock's last step is not in the future.
  const ahead = at.getTime() - since;
  const words = since === 0 ? day() : relative(ahead > 0 && ahead < 60_000 ? 0 : ahead, locale);
  return (
    <Tooltip
      text={() => (
        <span className="block tabular-nums">
          {zone !== "UTC" && <span className="block">{format(zone)}</span>}
          <span className="block">{format("UTC")}</span>
        </span>
      )}
    >
      <time
        dateTime={at.toISOString()}
        tabIndex={0}
        className={`cursor-default whitespace-nowrap underline-offset-4 hover:underline hover:decoration-dotted ${className}`}
      >
        {words}
      </time>
    </Tooltip>
  );
}

/** How long ago, for the cells of long tables, where each would be a tab stop too many: the exact UTC is its title. */
export function CellTime({ time }: { time: string }) {
  const locale = useLocale();
  const since = useSyncExternalStore(watch, read, () => 0);
  const at = momentOf(time);
  if (Number.isNaN(at.getTime())) return time;
  const ahead = at.getTime() - since;
  return (
    <time dateTime={at.toISOString()} title={at.toISOString()} className="whitespace-nowrap">
      {relative(ahead > 0 && ahead < 60_000 ? 0 : ahead, locale)}
    </time>
  );
}

/** A moment in full, in the account's zone, which is named; UTC stands in the title. */
export function ExactTime({ time, className = "" }: TimeProps) {
  const locale = useLocale();
  const zone = useZone();
  const at = momentOf(time);
  if (Number.isNaN(at.getTime())) return <span className={className}>{time}</span>;
  const text = new Intl.DateTimeFormat(locale, { ...exact, timeZone: zone }).format(at);
  return (
    <time
      dateTime={at.toISOString()}
      title={at.toISOString()}
      className={`whitespace-nowrap tabular-nums ${className}`}
    >
      {text}
    </time>
  );
}
