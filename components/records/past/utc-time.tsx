"use client";

import { momentOf, useZone, ExactTime } from "../../ui/time";

/** A moment to the minute in UTC, and in the account's zone where that is another. */
export function UtcTime({ time }: { time: string }) {
  const zone = useZone();
  const at = momentOf(time);
  if (Number.isNaN(at.getTime())) return time;
  const utc = at
    .toISOString()
    .replace("T", " ")
    .replace(/:(\d\d)\.\d+Z$/, (_, seconds) => (seconds === "00" ? "" : `:${seconds}`));
  return (
    <>
      <time dateTime={at.toISOString()} className="tabular-nums">
        {utc} UTC
      </time>
      {zone !== "UTC" && (
        <span className="text-ink-soft">
          {" "}
          (<ExactTime time={time} />)
        </span>
      )}
    </>
  );
}
