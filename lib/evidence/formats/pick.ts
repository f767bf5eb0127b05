import { pointerNames } from "@/lib/schema/columns";

type Place = { columns: number[]; inside: Map<string, Place> };

/**
 * Finds the JSON texts that stand at some pointers of a canonical line, each character as it is there; undefined where
 * nothing stands. One pass over the line, whatever number of columns. Throws a SyntaxError for what is no canonical line.
 */
export function picking(columns: readonly string[]): (line: string) => (string | undefined)[] {
  const root = placesOf(columns);
  return (line) => {
    const found = Array.from<string | undefined>({ length: columns.length });
    const end = value(line, 0, root, found);
    if (end !== line.length) throw new SyntaxError(`Not one canonical record: stopped at ${end}`);
    return found;
  };
}

function placesOf(columns: readonly string[]): Place {
  const root: Place = { columns: [], inside: new Map() };
  columns.forEach((pointer, column) => {
    let place = root;
    for (const name of pointerNames(pointer)) {
      const next = place.inside.get(name) ?? { columns: [], inside: new Map() };
      place.inside.set(name, next);
      place = next;
    }
    place.columns.push(column);
  });
  return root;
}

type Found = (string | undefined)[];

/** Where the value that begins at `at` ends. */
function value(text: string, at: number, place: Place | undefined, found: Found): number {
  const code = text.charCodeAt(at);
  const end =
    code === 123 || code === 91
      ? inside(text, at, place, found)
      : code === 34
        ? stringEnd(text, at)
        : scalarEnd(text, at);
  if (place) for (const column of place.columns) found[column] = text.slice(at, end);
  return end;
}

function inside(text: string, from: number, place: Place | undefined, found: Found): number {
  const isObject = text.charCodeAt(from) === 123;
  const close = isObject ? 125 : 93;
  let at = from + 1;
  for (let index = 0; text.charCodeAt(at) !== close; index++) {
    if (index > 0) at++;
    let name = String(index);
    if (isObject) {
      const end = stringEnd(text, at);
      name = place?.inside.size ? nameOf(text.slice(at + 1, end - 1)) : "";
      at = end + 1;
    }
    at = value(text, at, place?.inside.get(name), found);
  }
  return at + 1;
}

const nameOf = (raw: string) => (raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw);

function stringEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    at = text.indexOf('"', at + 1);
    if (at === -1) throw new SyntaxError("Not a canonical record: a text has no end");
    let escapes = 0;
    while (text.charCodeAt(at - 1 - escapes) === 92) escapes++;
    if (escapes % 2 === 0) return at + 1;
  }
}

function scalarEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 44 || code === 125 || code === 93) break;
  }
  if (at === from) throw new SyntaxError("Not a canonical record: a value is missing");
  return at;
}
