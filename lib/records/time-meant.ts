import { Refusal } from "@/lib/contract/errors";

/** A time as somebody wrote it, in UTC: from its beginning until the end of the millisecond that it shows. */
export type TimeMeant = { from: string; until: string };

const REVISION = /^\d{1,15}$/;
const TIME =
  /^(\d{4})-(\d\d)-(\d\d)(?:T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d+))?)?(Z|[+ -](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?$/i;

/**
 * The time that `asOf` names; undefined for a revision. A day alone is its beginning in UTC; a time of day says its zone, as
 * everybody who reads it has to mean the same moment. Throws invalid.
 */
export function timeMeant(asOf: string): TimeMeant | undefined {
  if (REVISION.test(asOf)) return undefined;
  const [, year, month, day, hour, minute, second = "00", fraction = "", zone] = TIME.exec(asOf) ?? [];
  if (year === undefined) {
    throw new Refusal("invalid", { message: "asOf: send a revision like 17 or a time like 2026-01-31T12:00:00Z" });
  }
  if (hour !== undefined && zone === undefined) {
    throw new Refusal("invalid", {
      message: `asOf: ${asOf} does not say of which time zone; add Z for UTC, or an offset like +01:00`,
    });
  }
  const days = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(days) || new Date(days).getUTCDate() !== Number(day)) {
    throw new Refusal("invalid", { message: `asOf: there is no ${year}-${month}-${day} in the calendar` });
  }
  const at = new Date(days + (Number(hour ?? 0) * 60 + Number(minute ?? 0) - offsetOf(zone)) * 60_000);
  const seconds = `${at.toISOString().slice(0, 17)}${second}`;
  // Times are shown with milliseconds and stamped with microseconds: a shown time includes what was stamped within it.
  const [from, until] = [
    fraction.padEnd(6, "0"),
    fraction.length > 3 ? fraction.padEnd(6, "0") : `${fraction.padEnd(3, "0")}999`,
  ];
  return { from: `${seconds}.${from.slice(0, 6)}Z`, until: `${seconds}.${until.slice(0, 6)}Z` };
}

/** Minutes ahead of UTC. A plus that came in an address may have become a blank. */
function offsetOf(zone = "Z"): number {
  if (zone.toUpperCase() === "Z") return 0;
  const [hours, minutes] = [zone.slice(1, 3), zone.slice(3).replace(":", "")];
  const ahead = Number(hours) * 60 + Number(minutes);
  return zone.startsWith("-") ? -ahead : ahead;
}
