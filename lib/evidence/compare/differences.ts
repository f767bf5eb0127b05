import { createHash } from "node:crypto";
import { readTogether, type BytesReader } from "@/lib/db/client";
import { findState, idsOf, lineAt, linesOf } from "../content/lines";
import type { Wanted } from "../content/request";
import type { MadeFile } from "../content/sink";
import type { Content } from "../content/write-content";
import { isNotThere } from "../storage/not-there";
import { storage } from "../storage/storage";
import { storedLines } from "../stored-lines";
import type { EvidenceRow } from "../store";

/** A file that came out otherwise, and how. */
export type Difference = { file: string; says: string };

const NAMED_MAX = 100;

/** What of an evidence's reproducible part, as it is stored, is not what the database gives now. */
export async function differencesOf(row: EvidenceRow, wanted: Wanted, made: Content): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const file of made.files) {
    const stored = await hashOfStored(row, file.name);
    if (stored === file.sha256) continue;
    if (stored === undefined) found.push({ file: file.name, says: "It is missing" });
    else found.push(...(await told(row, wanted, { file, made })));
  }
  if (found.length === 0 && row.manifest !== made.text)
    found.push({ file: "content.json", says: "Its copy in the list of evidence was changed" });
  return found;
}

/** The hash of a file as it is stored; undefined where it is not there. */
async function hashOfStored(row: EvidenceRow, name: string): Promise<string | undefined> {
  const digest = createHash("sha256");
  const place = { accountId: row.account_id, evidenceId: row.id, name };
  try {
    for await (const part of storage(row.stored_in).read(place)) digest.update(part);
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
  return digest.digest("hex");
}

type Told = { file: MadeFile; made: Content };

async function told(row: EvidenceRow, wanted: Wanted, { file, made }: Told): Promise<Difference[]> {
  const { name } = file;
  if (name === "records.jsonl") return readTogether((from) => recordDifferences(from, row, wanted));
  if (name === "content.json") return [{ file: name, says: contentDifference(row, made) }];
  return [
    {
      file: name,
      says: `It is not what the database gives now (${file.bytes.toLocaleString("en")} bytes, SHA-256 ${file.sha256})`,
    },
  ];
}

/** The members of content.json that came out otherwise. */
function contentDifference(row: EvidenceRow, made: Content): string {
  const before = JSON.parse(row.manifest ?? "{}") as Record<string, unknown>;
  const now = JSON.parse(made.text) as Record<string, unknown>;
  const members = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  const other = members.filter((member) => JSON.stringify(before[member]) !== JSON.stringify(now[member]));
  return other.length === 0 ? "Its bytes were changed where it is stored" : `These differ in it: ${other.join(", ")}`;
}

type Line = { id: string; line: string; erased?: boolean };

/** Both walked side by side in the order of the ids' bytes; so many are named, the others counted. */
async function recordDifferences(from: BytesReader, row: EvidenceRow, wanted: Wanted): Promise<Difference[]> {
  const state = await findState(from, wanted);
  const stored = linesWithIds(row, state.moment.identifier_key);
  const made = madeLines(from, wanted, state);
  const says: string[] = [];
  let more = 0;
  const say = (sentence: string) => (says.length < NAMED_MAX ? says.push(sentence) : (more += 1));
  let [before, now] = [await next(stored), await next(made)];
  while (before ?? now) {
    const order = before && now ? Buffer.compare(Buffer.from(before.id), Buffer.from(now.id)) : before ? -1 : 1;
    if (order === 0 && before?.line !== now?.line) say(changed(before?.id ?? "", now?.erased));
    if (order < 0) say(`Record ${JSON.stringify(before?.id)} is in the evidence and not in the database`);
    if (order > 0) say(`Record ${JSON.stringify(now?.id)} is in the database and not in the evidence`);
    if (order <= 0) before = await next(stored);
    if (order >= 0) now = await next(made);
  }
  if (more > 0) says.push(`${more.toLocaleString("en")} more records differ`);
  if (says.length === 0) says.push("The same records, written in other bytes");
  return says.map((sentence) => ({ file: "records.jsonl", says: sentence }));
}

const changed = (id: string, erased = false) =>
  `Record ${JSON.stringify(id)} ${erased ? "was erased since" : "differs from the one in the database"}`;

async function next(lines: AsyncGenerator<Line>): Promise<Line | undefined> {
  const { value, done } = await lines.next();
  return done ? undefined : value;
}

async function* madeLines(...[from, wanted, state]: Parameters<typeof linesOf>): AsyncGenerator<Line> {
  for await (const page of linesOf(from, wanted, state)) {
    const erased = new Set(page.erased);
    for (const [at, id] of idsOf(page).entries()) yield { id, line: lineAt(page, at), erased: erased.has(id) };
  }
}

async function* linesWithIds(row: EvidenceRow, identifierKey: string): AsyncGenerator<Line> {
  for await (const line of storedLines(row)) yield { id: idIn(line, identifierKey), line };
}

/** The id that a stored line names; of one that is damaged, nothing. */
function idIn(line: string, identifierKey: string): string {
  try {
    const record = JSON.parse(line) as Record<string, unknown>;
    const id = record[identifierKey] ?? record.id; // that of an erased one stands at "id"
    return typeof id === "string" || typeof id === "number" ? String(id) : "";
  } catch {
    return ""; // a line that is no JSON is told as one that no record of the database has
  }
}
