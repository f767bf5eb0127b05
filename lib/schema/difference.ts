import { isExactNumber, sameExact } from "./exact-json";
import { pointerStep } from "./json-error";

/** One place where two versions differ. A removed place is told by its old pointer, every other by its new one. */
export type Difference =
  | { kind: "added"; pointer: string; after: unknown }
  | { kind: "removed"; pointer: string; before: unknown }
  | { kind: "changed"; pointer: string; before: unknown; after: unknown }
  | { kind: "moved"; pointer: string; before: readonly string[]; after: readonly string[] };

type Members = { [key: string]: unknown };

// What tells the objects of a list apart, where every one of them has it and no two share it.
const NAMES = ["id", "key", "uuid", "name", "code"];

/**
 * What is different between two parsed values, place by place, in the order of `after`. Numbers differ by their digits.
 * Objects in a list are matched by what names them, else items are matched by position around what stayed the same.
 */
export function differences(before: unknown, after: unknown, at = ""): Difference[] {
  if (sameExact(before, after)) return [];
  if (isMembers(before) && isMembers(after)) return inMembers(before, after, at);
  if (Array.isArray(before) && Array.isArray(after)) return inList(before, after, at);
  return [{ kind: "changed", pointer: at, before, after }];
}

function inMembers(before: Members, after: Members, at: string): Difference[] {
  const found: Difference[] = [];
  for (const key of Object.keys(after)) {
    const pointer = at + pointerStep(key);
    if (!Object.hasOwn(before, key)) found.push({ kind: "added", pointer, after: after[key] });
    else found.push(...differences(before[key], after[key], pointer));
  }
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key))
      found.push({ kind: "removed", pointer: at + pointerStep(key), before: before[key] });
  }
  return found;
}

function inList(before: unknown[], after: unknown[], at: string): Difference[] {
  const name = NAMES.find((key) => namesOf(before, key) && namesOf(after, key));
  if (name !== undefined && before.length > 0 && after.length > 0) return byName(before, after, name, at);
  let head = 0;
  while (head < before.length && head < after.length && sameExact(before[head], after[head])) head++;
  let tail = 0;
  while (
    tail < Math.min(before.length, after.length) - head &&
    sameExact(before[before.length - 1 - tail], after[after.length - 1 - tail])
  )
    tail++;
  const found: Difference[] = [];
  const [left, right] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const pointer = at + pointerStep(head + index);
    if (index >= left.length) found.push({ kind: "added", pointer, after: right[index] });
    else if (index >= right.length) found.push({ kind: "removed", pointer, before: left[index] });
    else found.push(...differences(left[index], right[index], pointer));
  }
  return found;
}

function byName(before: unknown[], after: unknown[], name: string, at: string): Difference[] {
  const old = namesOf(before, name) ?? new Map<string, number>();
  const now = namesOf(after, name) ?? new Map<string, number>();
  const found: Difference[] = [];
  for (const [key, index] of now) {
    const pointer = at + pointerStep(index);
    const was = old.get(key);
    if (was === undefined) found.push({ kind: "added", pointer, after: after[index] });
    else found.push(...differences(before[was], after[index], pointer));
  }
  for (const [key, index] of old) {
    if (!now.has(key)) found.push({ kind: "removed", pointer: at + pointerStep(index), before: before[index] });
  }
  const [stayedThen, staysNow] = [
    [...old.keys()].filter((key) => now.has(key)),
    [...now.keys()].filter((key) => old.has(key)),
  ];
  if (stayedThen.join("\n") !== staysNow.join("\n"))
    found.push({ kind: "moved", pointer: at, before: stayedThen, after: staysNow });
  return found;
}

/** Where each named object stands; undefined unless every item is an object with its own name. */
function namesOf(list: unknown[], key: string): Map<string, number> | undefined {
  const names = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    if (!isMembers(item) || !Object.hasOwn(item, key)) return undefined;
    const name = item[key];
    if ((typeof name !== "string" && typeof name !== "number") || names.has(String(name))) return undefined;
    names.set(String(name), index);
  }
  return names;
}

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isExactNumber(value);
