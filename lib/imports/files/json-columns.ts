import { isJsonTextError } from "@/lib/schema/json-error";
import { type RawItem, splitMembers } from "@/lib/schema/json-text";
import { FORBIDDEN_NAME, NAME_MAX, OWN_COLUMNS } from "./header";
import type { Cell } from "./source-row";

const COLUMNS_MAX = 500;

type Members = ReadonlyMap<string, RawItem>;

/** The members of a row of JSON, each with its own text; undefined where it is no object. */
export function membersOf({ text }: { text: string }): Members | undefined {
  if (!text.startsWith("{")) return undefined;
  try {
    return splitMembers(text).members;
  } catch (error) {
    if (isJsonTextError(error)) return undefined;
    throw error;
  }
}

/**
 * The names that the first rows of JSON give their members, in the order in which they come. What is named otherwise
 * later, or oddly, is no column: it stays in its record as it is.
 */
export function jsonColumnsOf(rows: readonly Members[]): string[] {
  const names = new Set(rows.flatMap((members) => [...members.keys()]));
  return [...names].filter(canBeColumn).slice(0, COLUMNS_MAX);
}

const canBeColumn = (name: string) =>
  name.length <= NAME_MAX && name !== FORBIDDEN_NAME && !name.startsWith(OWN_COLUMNS) && !name.includes("\u0000");

/** A member as a person would type it: a text without its quotes, anything else as JSON. */
export const memberText = (member: RawItem | undefined): string =>
  typeof member?.value === "string" ? member.value : (member?.text ?? "");

/** The cell that a member would be; undefined for what no cell is: null, lists and objects. */
export function memberCell({ value, text }: RawItem): Cell | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return { boolean: value };
  return typeof value === "number" ? { number: text } : undefined;
}
