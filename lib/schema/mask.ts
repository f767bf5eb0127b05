import { pointerNames } from "./columns";

/** What stands in place of a sensitive value for whoever may not read it. */
export const MASK = "•••";

/** Where sensitive values stand in a record; null is any member, or any item of a list. */
export type SensitivePath = readonly (string | null)[];

/** Whether a place is sensitive, lies within something sensitive, or holds something sensitive. */
export function touches(paths: readonly SensitivePath[], place: SensitivePath): boolean {
  const fits = (step: string | null, at: number, path: SensitivePath) =>
    at >= path.length || step === null || path[at] === null || path[at] === step;
  return paths.some((path) => place.every((step, at) => fits(step, at, path)));
}

/** Whether all that a path means is meant by another one. */
export function covers(whole: SensitivePath, part: SensitivePath): boolean {
  return whole.length <= part.length && whole.every((step, at) => step === null || step === part[at]);
}

/** The paths as they go on behind a place; an empty one: the place is sensitive, or lies within something that is. */
export function pathsInside(paths: readonly SensitivePath[], place: SensitivePath): SensitivePath[] {
  return paths.filter((path) => touches([path], place)).map((path) => path.slice(place.length));
}

/** Whether a value that was sent has the mask where something sensitive stands. */
export function holdsMask(value: unknown, paths: readonly SensitivePath[]): boolean {
  if (paths.length === 0) return false;
  if (paths.some((path) => path.length === 0)) return value === MASK;
  if (Array.isArray(value)) {
    const inside = paths.filter(([step]) => step === null).map((path) => path.slice(1));
    return value.some((item) => holdsMask(item, inside));
  }
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, member]) => holdsMask(member, pathsInside(paths, [name])));
}

/** Paths as people read them: JSON pointers with a star for any member or item. */
export function pathTexts(paths: readonly SensitivePath[]): string[] {
  const stepText = (step: string | null) => (step === null ? "*" : step.replaceAll("~", "~0").replaceAll("/", "~1"));
  return paths.map((path) => path.map((step) => `/${stepText(step)}`).join(""));
}

/** The paths of such texts. */
export function pathsOf(texts: readonly string[]): SensitivePath[] {
  return texts.map((text) => pointerNames(text).map((step) => (step === "*" ? null : step)));
}

type Problem = { pointer: string; keyword: string; message: string };

/**
 * What is wrong with a record without a word about its sensitive values: not which of them, how long, or of which
 * members they are made. Several problems of one value become one.
 */
export function withoutSensitive<Each extends Problem>(
  problems: readonly Each[],
  paths: readonly SensitivePath[],
): Problem[] {
  const told = problems.map((problem): Problem => {
    const place = pointerNames(problem.pointer);
    const around = paths.find((path) => path.length <= place.length && touches([path], place));
    if (!around) return problem;
    const pointer = problem.pointer
      .split("/")
      .slice(0, around.length + 1)
      .join("/");
    return { pointer, keyword: "sensitive", message: "does not fit the schema; its value is sensitive" };
  });
  const seen = new Set<string>();
  return told.filter(({ pointer, keyword }) => {
    const again = keyword === "sensitive" && seen.has(pointer);
    seen.add(pointer);
    return !again;
  });
}
