import { plainDecimal } from "@/lib/schema/json-number";
import type { Cell } from "../source-row";

/** What a number of a sheet means by the format that it is shown in. */
export type NumberKind = "number" | "date" | "moment" | "time" | "duration";

const DAY_MS = 86_400_000;
const DAYS_MAX = 2_958_466;
const DAYS_TO_1904 = 1_462;
const DIGITS_OF_DOUBLE = 15;

/** The kind of a format by its number, and by its code where the workbook wrote its own. */
export function formatKind(id: number, code: string | undefined): NumberKind {
  if (code !== undefined) return kindOfCode(code);
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)) return "date";
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45 || id === 47) return "time";
  if (id === 46) return "duration";
  return id === 22 ? "moment" : "number";
}

function kindOfCode(code: string): NumberKind {
  const [section = ""] = code.replace(/"[^"]*"|\\.|_./g, "").split(";");
  if (/\[(h+|m+|s+)\]/i.test(section)) return "duration";
  const letters = section.replace(/\[[^\]]*\]/g, "").replace(/general|e[+-]/gi, "");
  const time = /[hs]|am\/pm|a\/p/i.test(letters);
  const day = /[yd]/i.test(letters) || (!time && /m/i.test(letters));
  if (day) return time ? "moment" : "date";
  return time ? "time" : "number";
}

/** A number of a sheet as its format means it. Dates without a valid day stay numbers. */
export function numberCell(stored: string, kind: NumberKind, since1904: boolean): Cell {
  const value = Number(stored);
  if (stored.trim() === "" || !Number.isFinite(value)) return stored;
  if (kind === "number") return { number: digitsOf(stored.trim(), value) };
  if (kind === "duration" || (kind === "time" && value >= 0 && value < 1)) return timeOf(value);
  const days = value + (since1904 ? DAYS_TO_1904 : 0);
  // Excel takes 1900 for a leap year: before its 60th day all days are one off, and that day never was.
  const whole = Math.floor(days);
  if (whole < 1 || whole === 60 || days >= DAYS_MAX) return { number: digitsOf(stored.trim(), value) };
  const at = new Date(Date.UTC(1899, 11, whole < 60 ? 31 : 30) + Math.round(days * DAY_MS));
  const [date = "", time = ""] = at.toISOString().slice(0, -1).split("T");
  if (kind === "date" && time === "00:00:00.000") return { date };
  return { date: `${date}T${time.replace(/\.000$/, "")}` };
}

/** What was typed where the sheet says it; else the shortest number that is the same. */
function digitsOf(stored: string, value: number): string {
  if (/^-?(0|[1-9]\d*)$/.test(stored)) return stored;
  const plain = /^-?(0|[1-9]\d*)\.\d+$/.test(stored);
  if (plain && stored.replace(/\D/g, "").replace(/^0+/, "").length <= DIGITS_OF_DOUBLE) return stored;
  return plainDecimal(String(value));
}

function timeOf(value: number): string {
  const milliseconds = Math.round(Math.abs(value) * DAY_MS);
  const seconds = Math.floor(milliseconds / 1_000);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const rest = milliseconds % 1_000 === 0 ? "" : `.${String(milliseconds % 1_000).padStart(3, "0")}`;
  return (value < 0 ? "-" : "") + parts.map((part) => String(part).padStart(2, "0")).join(":") + rest;
}
