"use client";

import { Status } from "../ui/status";
import { RelativeTime } from "../ui/time";

type Feed = { lastPushAt: string | null; lateAfterHours?: number | null; late?: boolean };

const HOUR_MS = 3_600_000;

/** Whether a feed has been silent for longer than its resource allows. */
export function isLate({ lastPushAt, lateAfterHours, late }: Feed, now: number): boolean {
  if (late !== undefined) return late;
  if (!lateAfterHours || !lastPushAt) return false;
  return now - Date.parse(lastPushAt) > lateAfterHours * HOUR_MS;
}

/** When records last arrived, in words, with a sign when that is too long ago. */
export function Freshness({ feed, now }: { feed: Feed; now: number }) {
  const { lastPushAt } = feed;
  if (!lastPushAt) return <span className="whitespace-nowrap text-ink-faint">never pushed</span>;
  if (isLate(feed, now)) {
    return (
      <Status tone="bad" className="whitespace-nowrap">
        late, pushed <RelativeTime time={lastPushAt} />
      </Status>
    );
  }
  return (
    <Status tone="good" className="whitespace-nowrap">
      pushed <RelativeTime time={lastPushAt} />
    </Status>
  );
}

/** How many hours, in the words people use for them. */
export function hoursInWords(hours: number): string {
  if (hours % 168 === 0) return hours === 168 ? "a week" : `${hours / 168} weeks`;
  if (hours % 24 === 0) return hours === 24 ? "a day" : `${hours / 24} days`;
  return hours === 1 ? "an hour" : `${hours} hours`;
}
