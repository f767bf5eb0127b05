import type { Schedule } from "./evidence-api";

export const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

const clock = (hour: number | null) => `${String(hour ?? 0).padStart(2, "0")}:00`;

/** When a schedule generates, as a sentence. */
export function whenOf({ every, hour, weekday, timeZone, minutesBetween }: Omit<Schedule, "id">): string {
  if (every === "day") return `Every day at ${clock(hour)} (${timeZone})`;
  if (every === "week") return `Every ${weekdays[(weekday ?? 1) - 1]} at ${clock(hour)} (${timeZone})`;
  const after = every === "push" ? "After a push that changed something" : "After a completed session";
  return `${after}, at most every ${minutesBetween === 1 ? "minute" : `${minutesBetween} minutes`}`;
}
