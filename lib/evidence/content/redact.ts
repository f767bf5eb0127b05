import { createHmac, hash } from "node:crypto";
import { deriveKey } from "@/lib/db/seal";
import { pathsInside, pathTexts, type SensitivePath } from "@/lib/schema/mask";

/** A record whose values are redacted: what their salts are made of. */
export type Redacted = { account: number; resource: number; id: string; revision: number };

/** What stands in the place of a redacted value, by its concrete pointer and its canonical text. */
export type Commit = (pointer: string, value: string) => string;

/**
 * Commits to the values of one record: a hash of each with a salt of its own, so that equal values do not show, that the
 * same request gives the same bytes, and that a value can be told later together with its salt.
 */
export function commitFor(key: Buffer, of: Redacted): Commit {
  return (pointer, value) => {
    const salt = saltOf(key, of, pointer);
    const commitment = hash("sha256", Buffer.concat([Buffer.of(2), salt, Buffer.from(value)]), "hex");
    return `{"$redacted":"${commitment}"}`;
  };
}

/** The salt of the value at one place of a record, which is told with the value to whoever is to check it. */
export const saltOf = (key: Buffer, { account, resource, id, revision }: Redacted, pointer: string): Buffer =>
  createHmac("sha256", key)
    .update(JSON.stringify([account, resource, id, revision, pointer]))
    .digest();

/** The key that an account's salts are derived by. */
export const redactionKey = (accountId: number): Buffer => deriveKey(`evidence redaction ${accountId}`);

/** A record's canonical line with the values at some paths replaced. keep: the member that is never replaced. */
export function redacted(
  line: string,
  paths: readonly SensitivePath[],
  { keep, commit }: { keep: string; commit: Commit },
) {
  const reader = { text: line, at: 0 };
  return object(reader, paths, { pointer: "", commit, keep });
}

type Reader = { text: string; at: number };
type Scope = { pointer: string; commit: Commit; keep?: string };

// Recursion is bounded: the contract lets no record be deeper than 64 levels.
function value(reader: Reader, paths: readonly SensitivePath[], scope: Scope): string {
  const from = reader.at;
  const code = reader.text.charCodeAt(from);
  if (paths.length > 0 && paths.every((path) => path.length > 0)) {
    if (code === 123) return object(reader, paths, scope);
    if (code === 91) return array(reader, paths, scope);
  }
  reader.at = valueEnd(reader.text, from);
  const text = reader.text.slice(from, reader.at);
  return paths.some((path) => path.length === 0) ? scope.commit(scope.pointer, text) : text;
}

function object(reader: Reader, paths: readonly SensitivePath[], { pointer, commit, keep }: Scope): string {
  const members: string[] = [];
  reader.at += 1;
  while (reader.text.charCodeAt(reader.at) !== 125) {
    if (members.length > 0) reader.at += 1;
    const from = reader.at;
    reader.at = stringEnd(reader.text, from);
    const key = reader.text.slice(from, reader.at);
    const name = JSON.parse(key) as string;
    reader.at += 1;
    const inside = name === keep ? [] : pathsInside(paths, [name]);
    members.push(`${key}:${value(reader, inside, { pointer: pointer + pathTexts([[name]])[0], commit })}`);
  }
  reader.at += 1;
  return `{${members.join(",")}}`;
}

function array(reader: Reader, paths: readonly SensitivePath[], { pointer, commit }: Scope): string {
  const items: string[] = [];
  reader.at += 1;
  while (reader.text.charCodeAt(reader.at) !== 93) {
    if (items.length > 0) reader.at += 1;
    const step = String(items.length);
    items.push(value(reader, pathsInside(paths, [step]), { pointer: `${pointer}/${step}`, commit }));
  }
  reader.at += 1;
  return `[${items.join(",")}]`;
}

function stringEnd(text: string, from: number): number {
  for (let at = from + 1; ; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    if (code === 92) at += 1;
  }
}

function valueEnd(text: string, from: number): number {
  const code = text.charCodeAt(from);
  if (code === 34) return stringEnd(text, from);
  let at = from;
  if (code !== 123 && code !== 91) {
    while (at < text.length && !",}]".includes(text.charAt(at))) at += 1;
    return at;
  }
  for (let depth = 0; ;) {
    const next = text.charCodeAt(at);
    if (next === 34) {
      at = stringEnd(text, at);
      continue;
    }
    if (next === 123 || next === 91) depth += 1;
    if (next === 125 || next === 93) depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
}
