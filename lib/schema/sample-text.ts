import type { SchemaNode } from "./keywords";
import { parsePattern, type Piece } from "./pattern-parse";

const byFormat: Record<string, string> = {
  date: "2026-01-31",
  time: "09:30:00Z",
  "date-time": "2026-01-31T09:30:00Z",
  "iso-time": "09:30:00",
  "iso-date-time": "2026-01-31T09:30:00Z",
  duration: "P1D",
  uri: "https://example.com/",
  "uri-reference": "/example",
  "uri-template": "/example/{id}",
  url: "https://example.com/",
  iri: "https://example.com/",
  email: "ada@example.com",
  "idn-email": "ada@example.com",
  hostname: "example.com",
  "idn-hostname": "example.com",
  ipv4: "192.0.2.10",
  ipv6: "2001:db8::10",
  uuid: "3f1c7f0e-5b0a-4c3e-9d2a-7e6f5a4b3c2d",
  "json-pointer": "/name",
  "relative-json-pointer": "1/name",
  regex: "^[a-z]+$",
  byte: "ZXhhbXBsZQ==",
  password: "correct horse battery",
};

const byName: readonly [name: RegExp, text: string][] = [
  [/^id$|Id$|_id$|^key$/, "example-1"],
  [/e-?mail/i, "ada@example.com"],
  [/url|link|website|homepage/i, "https://example.com/"],
  [/version/i, "1.0.0"],
  [/licen[cs]e/i, "MIT"],
  [/(date|At|_at|_on|On)$/, "2026-01-31"],
  [/first_?name/i, "Ada"],
  [/last_?name|surname/i, "Lovelace"],
  [/owner|manager|person|author/i, "Ada Lovelace"],
  [/country/i, "NL"],
  [/city/i, "Rotterdam"],
  [/host/i, "web-1.example.com"],
  [/status|state/i, "active"],
  [/title|name$/i, "Example"],
];

/** A text of a schema's format, pattern and length; without any, one that suits the field's name. */
export function sampleText(node: SchemaNode, name: string): string {
  const format = typeof node.format === "string" && Object.hasOwn(byFormat, node.format) ? node.format : undefined;
  if (format) return byFormat[format] ?? "";
  if (typeof node.pattern === "string") return sized(textOfPattern(node.pattern) ?? "example", node, node.pattern);
  const suited = byName.find(([pattern]) => pattern.test(name))?.[1];
  return sized(suited ?? "example", node);
}

/** Longer or shorter as the schema bounds it; a pattern's text only grows by its own last character. */
function sized(text: string, { minLength, maxLength }: SchemaNode, pattern?: string): string {
  const characters = Array.from(text);
  const least = typeof minLength === "number" ? Math.min(minLength, 10_000) : 0;
  const most = typeof maxLength === "number" ? maxLength : Infinity;
  if (characters.length > most) return characters.slice(0, most).join("");
  if (characters.length >= least) return text;
  const filler = pattern === undefined ? "x" : (characters.at(-1) ?? "x");
  return text + filler.repeat(least - characters.length);
}

/** The plainest text that a pattern matches; undefined when it cannot be read. */
function textOfPattern(pattern: string): string | undefined {
  try {
    return textOfChoices(parsePattern(pattern));
  } catch {
    return undefined;
  }
}

const textOfChoices = ([first = []]: Piece[][]): string => first.map(textOfPiece).join("");

function textOfPiece(piece: Piece): string {
  switch (piece.kind) {
    case "set":
      return characterOf(piece.set.ranges);
    case "group":
      return textOfChoices(piece.choices);
    case "repeat":
      return textOfPiece(piece.piece).repeat(Math.min(Math.max(piece.min, Math.min(piece.max, 1)), 1_000));
    default:
      return "";
  }
}

const pleasing = ["a", "A", "1", "0", "-", "x"];

function characterOf(ranges: readonly (readonly [number, number])[]): string {
  const holds = (character: string) => {
    const point = character.codePointAt(0) ?? 0;
    return ranges.some(([from, to]) => point >= from && point <= to);
  };
  return pleasing.find(holds) ?? String.fromCodePoint(ranges[0]?.[0] ?? 97);
}
