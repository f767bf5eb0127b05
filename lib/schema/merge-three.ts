import { isExactNumber, sameExact } from "./exact-json";
import { pointerStep } from "./json-error";

/** A field that one or both sides have changed since they read the same version; undefined stands for absent. */
export type MergeField = {
  pointer: string;
  base: unknown;
  theirs: unknown;
  mine: unknown;
  /** Both changed it, to different values: somebody has to choose. */
  conflict: boolean;
};

export type Side = "mine" | "theirs";
type Members = { [key: string]: unknown };

/** What differs between three versions, field by field; objects are looked into, lists are one field. */
export function mergeFields(base: unknown, theirs: unknown, mine: unknown, at = ""): MergeField[] {
  if (sameExact(theirs, mine) && sameExact(base, mine)) return [];
  if (isMembers(theirs) && isMembers(mine) && (isMembers(base) || base === undefined)) {
    const root = base ?? {};
    return keysOf(root, theirs, mine).flatMap((key) =>
      mergeFields(own(root, key), own(theirs, key), own(mine, key), at + pointerStep(key)),
    );
  }
  const conflict = !sameExact(theirs, mine) && !sameExact(base, theirs) && !sameExact(base, mine);
  return [{ pointer: at, base, theirs, mine, conflict }];
}

/** What is taken unless somebody chooses: whatever was changed, and mine where both were. */
export function defaultSide({ base, theirs, mine }: MergeField): Side {
  return sameExact(base, mine) && !sameExact(base, theirs) ? "theirs" : "mine";
}

/** The version that the chosen sides make; fields without a choice take the default. */
export function merged(
  base: unknown,
  theirs: unknown,
  mine: unknown,
  sides: ReadonlyMap<string, Side>,
  at = "",
): unknown {
  if (isMembers(theirs) && isMembers(mine) && (isMembers(base) || base === undefined)) {
    const root = base ?? {};
    const members = keysOf(theirs, mine, root).map((key): [string, unknown] => [
      key,
      merged(own(root, key), own(theirs, key), own(mine, key), sides, at + pointerStep(key)),
    ]);
    return Object.fromEntries(members.filter(([, value]) => value !== undefined));
  }
  const field = { pointer: at, base, theirs, mine, conflict: false };
  return (sides.get(at) ?? defaultSide(field)) === "mine" ? mine : theirs;
}

const keysOf = (...all: Members[]) => [...new Set(all.flatMap((members) => Object.keys(members)))];
const own = (members: Members, key: string) => (Object.hasOwn(members, key) ? members[key] : undefined);
const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isExactNumber(value);
