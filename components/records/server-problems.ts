import { isExactNumber, sameExact } from "@/lib/schema/exact-json";
import { pointerStep } from "@/lib/schema/json-error";
import type { PageProblem } from "@/lib/schema/page-judge";
import type { ApiProblem } from "../api";
import { pointerNames } from "@/lib/schema/columns";
import type { Members } from "./record-api";

/** What the API refused, at the fields where it can be mended. */
export const problemsFrom = ({ errors }: ApiProblem): PageProblem[] => errors.map(atItsField);

/** What the API has against a record, in a reader's words, at the field where it can be mended. */
export function atItsField({ pointer, keyword, message }: PageProblem): PageProblem {
  const missing = keyword === "required" ? /property '(.*)'$/s.exec(message)?.[1] : undefined;
  if (missing !== undefined)
    return { pointer: pointer + pointerStep(missing), keyword, message: "A value is required" };
  const calm = message.replace(/^must NOT /, "must not ");
  return { pointer, keyword, message: calm.charAt(0).toUpperCase() + calm.slice(1) };
}

/** The value at a pointer; undefined where nothing stands. */
function valueAt(members: unknown, pointer: string): unknown {
  let here: unknown = members;
  for (const step of pointerNames(pointer)) {
    if (typeof here !== "object" || here === null || isExactNumber(here)) return undefined;
    here = Array.isArray(here)
      ? (here[Number(step)] as unknown)
      : Object.hasOwn(here, step)
        ? (here as Members)[step]
        : undefined;
  }
  return here;
}

/** Those that still stand: what they were about has not been changed since. */
export const standing = (problems: readonly PageProblem[], refused: Members, now: Members): PageProblem[] =>
  problems.filter(({ pointer }) => sameExact(valueAt(refused, pointer), valueAt(now, pointer)));
