const LETTERS_MAX = 100;

/** How alike two names are, from 0 to 1: pairs of neighbouring letters that they share, case and dashes aside. */
export function likeness(one: string, other: string): number {
  const [left, right] = [one, other].map((name) =>
    name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, "")
      .slice(0, LETTERS_MAX),
  );
  if (left === right) return 1;
  const pairs = (text = "") =>
    new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));
  const [a, b] = [pairs(left), pairs(right)];
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return a.size + b.size === 0 ? 0 : (2 * shared) / (a.size + b.size);
}
