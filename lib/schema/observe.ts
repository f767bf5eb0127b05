import { isExactNumber, numberText } from "./exact-json";
import { isInFormat } from "./formats";

/** What was seen at one place of many records. */
export interface Observed {
  count: number;
  kinds: Set<Kind>;
  /** Formats that every text so far is in, the most telling first. */
  formats: readonly string[];
  /** The texts so far and how often; undefined once they are too many or too long to be a choice. */
  texts: Map<string, number> | undefined;
  /** How often an object stood here, and what was seen of its members. */
  objects: number;
  members: Map<string, Observed>;
  items: Observed | undefined;
  /** Deeper or wider than is described: anything goes. */
  beyond: boolean;
}

export type Kind = "string" | "integer" | "fraction" | "boolean" | "object" | "array" | "null";

// The first of these that all texts are in is their format. What nearly every word is in (hostname, regex) is no finding.
const FORMATS = ["uuid", "date-time", "date", "time", "email", "ipv4", "ipv6", "uri"] as const;
const CHOICES_MAX = 8;
const CHOICE_CHARACTERS_MAX = 60;
const LEVELS_MAX = 24;
const MEMBERS_MAX = 300;

/** Nothing seen yet. */
export function startObserving(): Observed {
  return {
    count: 0,
    kinds: new Set(),
    formats: FORMATS,
    texts: new Map(),
    objects: 0,
    members: new Map(),
    items: undefined,
    beyond: false,
  };
}

/** Takes note of one value, and tells how many values that were. Numbers may be marked ones of exact JSON. */
export function observe(seen: Observed, value: unknown, level = 0): number {
  seen.count++;
  const kind = kindOf(value);
  seen.kinds.add(kind);
  if (kind === "string") observeText(seen, value as string);
  if (kind !== "object" && kind !== "array") return 1;
  if (level >= LEVELS_MAX) {
    seen.beyond = true;
    return 1;
  }
  return kind === "array"
    ? observeItems(seen, value as unknown[], level)
    : observeMembers(seen, value as object, level);
}

function observeItems(seen: Observed, items: unknown[], level: number): number {
  let values = 1;
  for (const item of items) values += observe((seen.items ??= startObserving()), item, level + 1);
  return values;
}

function observeMembers(seen: Observed, object: object, level: number): number {
  let values = 1;
  seen.objects++;
  for (const [name, member] of Object.entries(object)) {
    let inside = seen.members.get(name);
    if (inside === undefined && seen.members.size >= MEMBERS_MAX) continue;
    if (inside === undefined) seen.members.set(name, (inside = startObserving()));
    values += observe(inside, member, level + 1);
  }
  return values;
}

function observeText(seen: Observed, text: string): void {
  if (seen.formats.length > 0) seen.formats = seen.formats.filter((format) => isTellingly(format, text));
  if (!seen.texts) return;
  seen.texts.set(text, (seen.texts.get(text) ?? 0) + 1);
  if (seen.texts.size > CHOICES_MAX || text.length > CHOICE_CHARACTERS_MAX) seen.texts = undefined;
}

/** A URI by its letter is any word with a colon; only one with // is taken for an address. */
const isTellingly = (format: string, text: string) =>
  isInFormat(format, text) && (format !== "uri" || /^[a-z][a-z0-9+.-]*:\/\//i.test(text));

function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number" || isExactNumber(value)) {
    const number = Number(numberText(value));
    return Number.isFinite(number) && !Number.isInteger(number) ? "fraction" : "integer";
  }
  if (typeof value === "string") return "string";
  return typeof value === "boolean" ? "boolean" : "object";
}
