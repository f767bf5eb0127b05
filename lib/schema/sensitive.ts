import { SENSITIVE } from "./sensitive-mark";
import { dialectOf, isNode, subschemas, type SchemaNode } from "./keywords";
import { covers, type SensitivePath } from "./mask";
import { references } from "./reach";
import { mapSchema, type SchemaMap } from "./references";

const SHAPE = { levels: 64, subschemas: 5_000 };
const PATHS_MAX = 200;
const VISITS_MAX = 20_000;
// What a schema that refers to itself marks further down is masked from the last of these levels on as a whole.
const LEVELS = [8, 5, 3, 2, 1];

type Way = { step: string | null | undefined; to: SchemaNode };

/**
 * Where a schema marks values as sensitive, however it reaches them: nested, in lists, by local references, in every
 * branch that may apply. Never less than that; where listing every place would take too many paths, what holds them is
 * masked as a whole. Throws SchemaError for a schema that could not be published.
 */
export function sensitivePaths(schemaText: string): SensitivePath[] {
  if (!/sensitive|\\u/.test(schemaText)) return [];
  const root: unknown = JSON.parse(schemaText);
  if (!isNode(root)) return [];
  const map = mapSchema(root, dialectOf(root) ?? "2020-12", SHAPE);
  const ways = waysOf(map);
  const marked = [...ways.keys()].filter((node) => node[SENSITIVE] === true);
  if (marked.length === 0) return [];
  const leading = leadingTo(marked, ways);
  for (const levels of LEVELS) {
    const paths = collect(root, ways, leading, levels);
    if (paths) return pruned(paths);
  }
  return [[null]];
}

/** From each subschema to those that look at the same value or into it. A reference may lead to what nothing lists. */
function waysOf(map: SchemaMap): Map<SchemaNode, Way[]> {
  const ways = new Map<SchemaNode, Way[]>();
  const waiting = [map.root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (ways.has(node)) continue;
    const from: Way[] = [];
    for (const keyword of references(node)) {
      const to = map.resolve(node, keyword);
      if (isNode(to)) from.push({ step: undefined, to });
    }
    for (const { keyword, key, place, schema } of subschemas(node, map.dialect)) {
      if (place === "nowhere" || keyword === "propertyNames" || !isNode(schema)) continue;
      const inside = keyword === "properties" ? String(key) : null;
      from.push({ step: place === "here" ? undefined : inside, to: schema });
    }
    ways.set(node, from);
    waiting.push(...from.map(({ to }) => to));
  }
  return ways;
}

/** The subschemas from which something marked is reached. */
function leadingTo(marked: readonly SchemaNode[], ways: ReadonlyMap<SchemaNode, readonly Way[]>): Set<SchemaNode> {
  const back = new Map<SchemaNode, SchemaNode[]>();
  for (const [from, all] of ways) for (const { to } of all) back.set(to, [...(back.get(to) ?? []), from]);
  const leading = new Set<SchemaNode>();
  const waiting = [...marked];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (leading.has(node)) continue;
    leading.add(node);
    waiting.push(...(back.get(node) ?? []));
  }
  return leading;
}

/** The marked places down to a level, where the rest is masked whole; undefined when there are too many. */
function collect(
  root: SchemaNode,
  ways: ReadonlyMap<SchemaNode, readonly Way[]>,
  leading: ReadonlySet<SchemaNode>,
  levels: number,
): SensitivePath[] | undefined {
  const paths = new Map<string, SensitivePath>();
  const seen = new Map<SchemaNode, Set<string>>();
  const waiting: [SchemaNode, SensitivePath][] = [[root, []]];
  let visits = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, path] = next;
    const name = JSON.stringify(path);
    const been = seen.get(node) ?? new Set();
    if (been.has(name) || paths.has(name)) continue;
    if (++visits > VISITS_MAX) return undefined;
    seen.set(node, been.add(name));
    if (node[SENSITIVE] === true || path.length === levels) {
      paths.set(name, path);
      if (paths.size > PATHS_MAX) return undefined;
      continue;
    }
    for (const { step, to } of ways.get(node) ?? []) {
      if (leading.has(to)) waiting.push([to, step === undefined ? path : [...path, step]]);
    }
  }
  return [...paths.values()];
}

/** Without those that others cover. A mark on the whole record is one on each of its members. */
function pruned(paths: readonly SensitivePath[]): SensitivePath[] {
  const named = paths.map((path): SensitivePath => (path.length === 0 ? [null] : path));
  return named
    .filter(
      (path, at) => !named.some((other, i) => i !== at && covers(other, path) && !(covers(path, other) && i > at)),
    )
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
