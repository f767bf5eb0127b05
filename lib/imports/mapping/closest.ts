const LENGTH_MAX = 60;
const CHOICES_MAX = 500;

/** The choice that was most likely meant; undefined when none is near. */
export function closest(text: string, choices: readonly string[]): string | undefined {
  const meant = plain(text);
  if (meant === "" || meant.length > LENGTH_MAX) return undefined;
  let best: { choice: string; distance: number } | undefined;
  for (const choice of choices.slice(0, CHOICES_MAX)) {
    const other = plain(choice);
    const allowed = Math.max(1, Math.floor(Math.max(meant.length, other.length) / 3));
    if (other.length > LENGTH_MAX || Math.abs(other.length - meant.length) > allowed) continue;
    const distance = distanceOf(meant, other);
    if (distance <= allowed && (best === undefined || distance < best.distance)) best = { choice, distance };
  }
  return best?.choice;
}

/** A word without case, accents, blanks and dashes: "In-Progress" and "in progress" are one. */
export function plain(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** How many letters differ, two swapped neighbours counting once. */
function distanceOf(one: string, other: string): number {
  let before: number[] = [];
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const here = [row];
    for (let at = 1; at <= other.length; at++) {
      const same = one[row - 1] === other[at - 1] ? 0 : 1;
      let least = Math.min((above[at] ?? 0) + 1, (here[at - 1] ?? 0) + 1, (above[at - 1] ?? 0) + same);
      const swapped = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      if (swapped) least = Math.min(least, (before[at - 2] ?? 0) + 1);
      here.push(least);
    }
    before = above;
    above = here;
  }
  return above[other.length] ?? 0;
}
