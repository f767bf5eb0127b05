"use client";

import { useLocale } from "../ui/locale";
import { Count } from "../ui/number";

type Day = { day: string; requests: number; refusals: number };

const HEIGHT = 64;

/** Requests of each day as bars, the refused ones on top in their own pattern of colour and words. */
export function DayBars({ days }: { days: readonly Day[] }) {
  const locale = useLocale();
  const most = Math.max(1, ...days.map(({ requests, refusals }) => requests + refusals));
  const requests = days.reduce((sum, day) => sum + day.requests, 0);
  const refusals = days.reduce((sum, day) => sum + day.refusals, 0);
  const short = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", timeZone: "UTC" });
  const named = (day: string | undefined) => (day ? short.format(new Date(`${day}T00:00:00Z`)) : "");
  const step = 100 / Math.max(1, days.length);
  const height = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * HEIGHT));
  return (
    <figure>
      <figcaption className="mb-2 flex flex-wrap gap-x-6 text-body">
        <span>
          <Count value={requests} of={["request passed", "requests passed"]} className="font-medium" />
        </span>
        <span className={refusals ? "text-caution" : "text-ink-faint"}>
          <Count value={refusals} of={["refused", "refused"]} className="font-medium" />
        </span>
      </figcaption>
      <svg
        role="img"
        aria-label={`${requests} requests passed and ${refusals} were refused in ${days.length} days`}
        viewBox={`0 0 100 ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-16 w-full border-b border-hairline"
      >
        {days.map((day, at) => {
          const passed = height(day.requests);
          const refused = height(day.refusals);
          return (
            <g key={day.day}>
              <title>{`${named(day.day)}: ${day.requests} passed, ${day.refusals} refused`}</title>
              <rect x={at * step} y={0} width={step * 0.8} height={HEIGHT} className="fill-transparent" />
              <rect x={at * step} y={HEIGHT - passed} width={step * 0.8} height={passed} className="fill-accent" />
              <rect
                x={at * step}
                y={HEIGHT - passed - refused}
                width={step * 0.8}
                height={refused}
                className="fill-caution"
              />
            </g>
          );
        })}
      </svg>
      <div aria-hidden="true" className="mt-1 flex justify-between text-meta text-ink-faint tabular-nums">
        <span>{named(days[0]?.day)}</span>
        <span>{named(days.at(-1)?.day)}, today</span>
      </div>
    </figure>
  );
}
