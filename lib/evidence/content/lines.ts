import { Refusal } from "@/lib/contract/errors";
import type { BytesReader, Reader } from "@/lib/db/client";
import { JSONB_MARK } from "@/lib/db/copied";
import { refuseForgotten } from "@/lib/records/forgotten";
import { stateAt } from "@/lib/records/store";
import { findPast } from "@/lib/records/past/store";
import { CanonicalWriter } from "@/lib/schema/canonical";
import { pathsOf, type SensitivePath } from "@/lib/schema/mask";
import * as store from "../state/store";
import { commitFor, redacted, redactionKey, saltOf } from "./redact";
import type { Wanted } from "./request";

const LINE_END = Buffer.from("\n");
const NOTHING = Buffer.alloc(0);

/** The state that an evidence is made of, as one snapshot sees it. */
export type State = {
  moment: store.MomentRow;
  source: store.Source;
  /** Ids of the sample; null: all that match. */
  onlyIds: readonly string[] | null;
};

/** A page of lines, as bytes: each ends with a line end, whose places are told. */
export type Lines = {
  /** A line each, and no line end behind the last. */
  ids: string;
  bytes: Buffer;
  ends: number[];
  /** What PostgreSQL prints of each record, each behind jsonb's mark; that of an erased one is empty. */
  texts: Buffer;
  /** Ids of those that another version of the schema judged than the one in force. */
  outdated: ReadonlySet<string>;
  /** Ids of those whose values were erased; a record that came in may look the same. */
  erased: readonly string[];
};

type Written = Pick<Lines, "bytes" | "ends">;

/** The ids of a page, each by itself. */
export const idsOf = ({ ids }: Pick<Lines, "ids">): string[] => ids.split("\n");

/** A line of a page, without its line end. */
export const lineAt = ({ bytes, ends }: Written, at: number): string =>
  bytes.toString("utf8", at === 0 ? 0 : (ends[at - 1] ?? 0) + 1, ends[at]);

/** Finds the state of a revision. Throws invalid when there was none, or it is no longer kept. */
export async function findState(from: Reader, wanted: Wanted): Promise<State> {
  const { accountId, resourceId, revision, filter, sample } = wanted;
  const place = { accountId, resourceId };
  await refuseForgotten(from, place, { revision, name: "asOf" });
  const [moment, { live }] = [await store.findMoment(from, place, revision), await stateAt(place, revision)];
  if (!moment) throw new Refusal("invalid", { message: `asOf: there was no resource at revision ${revision}` });
  if (!live) {
    throw new Refusal("invalid", {
      message: `asOf: the resource was deleted at revision ${revision}, so there are no records to give evidence of`,
    });
  }
  const past = moment.newest === revision ? undefined : await findPast(from, place, revision);
  // No declared slots: what they hold is younger than the revision, and exact comparison needs none.
  const source = { ...place, past, filter, slots: new Map<string, string>() };
  const onlyIds = sample ? await store.drawSample(from, source, sample) : null;
  return { moment, source, onlyIds };
}

/** The lines of an evidence, page by page: the next ones are read while the caller takes one. */
export async function* linesOf(
  from: BytesReader,
  wanted: Wanted,
  { source, onlyIds, moment }: State,
): AsyncGenerator<Lines> {
  const paths = pathsOf(wanted.redactions);
  const asked = { ...source, onlyIds, version: moment.schema_version, revisions: paths.length > 0 };
  const redact = paths.length > 0 ? redactorOf(wanted, paths, moment.identifier_key) : undefined;
  if (onlyIds?.length === 0) return;
  for await (const page of store.statePages(from, asked)) yield asLines(page, redact);
}

type Redact = (line: string, id: string, revision: number) => string;

function redactorOf({ accountId, resourceId }: Wanted, paths: readonly SensitivePath[], keep: string): Redact {
  const key = redactionKey(accountId);
  return (line, id, revision) =>
    redacted(line, paths, { keep, commit: commitFor(key, { account: accountId, resource: resourceId, id, revision }) });
}

function asLines(page: store.StatePage, redact: Redact | undefined): Lines {
  const { ids, texts, count } = page;
  const hashes = new Map(Object.entries(page.erased ?? {}));
  const erased = hashes.size > 0 ? idsOf(page).filter((id) => hashes.has(id)) : [];
  const instead = erased.map((id) => erasedLine(id, hashes.get(id)));
  const clear = canonicalLines(texts, instead);
  if (clear.ends.length !== count) throw new Error(`${count} records were read as ${clear.ends.length} lines`);
  const written = redact ? redactedLines(clear, page, redact, new Set(erased)) : clear;
  return { ids, ...written, texts, outdated: new Set(page.outdated?.split("\n")), erased };
}

/** A value that an evidence has redacted, as canonical JSON, and the salt that was hashed with it, in hex. */
export type Opened = { value: string; salt: string };

/**
 * What was redacted of one record of an evidence, by concrete pointers; "erased" where nothing but a hash of the record is
 * left, undefined where the record is not in the evidence.
 */
export async function openedOf(
  from: BytesReader,
  wanted: Wanted,
  { state: { source, onlyIds, moment }, id }: { state: State; id: string },
): Promise<Map<string, Opened> | "erased" | undefined> {
  if (onlyIds && !onlyIds.includes(id)) return undefined;
  const asked = { ...source, onlyIds: [id], version: moment.schema_version, revisions: true };
  const { value: page } = await store.statePages(from, asked).next();
  if (!page) return undefined;
  if (page.erased) return "erased";
  const of = { account: wanted.accountId, resource: wanted.resourceId, id, revision: Number(page.revisions) };
  const key = redactionKey(wanted.accountId);
  const opened = new Map<string, Opened>();
  const commit = (pointer: string, value: string) => {
    opened.set(pointer, { value, salt: saltOf(key, of, pointer).toString("hex") });
    return value;
  };
  redacted(lineAt(canonicalLines(page.texts, []), 0), pathsOf(wanted.redactions), {
    keep: moment.identifier_key,
    commit,
  });
  return opened;
}

/** What stands for a record whose values were erased. */
const erasedLine = (id: string, sha256: string | null | undefined) =>
  Buffer.from(`{"$erased":"${sha256 ?? ""}","id":${JSON.stringify(id)}}`);

/** The lines of what stands behind each mark; instead: of those that nothing follows, in their order. */
function canonicalLines(texts: Buffer, instead: readonly Buffer[]): Written {
  const room = instead.reduce((sum, line) => sum + line.length, texts.length);
  const bytes = Buffer.allocUnsafe(room);
  const writer = new CanonicalWriter(texts, bytes);
  const erased = instead.values();
  const ends: number[] = [];
  while (writer.at < texts.length) {
    if (texts[writer.at] !== JSONB_MARK) throw new SyntaxError(`No record begins at ${writer.at}`);
    writer.at += 1;
    const isErased = writer.at === texts.length || texts[writer.at] === JSONB_MARK;
    if (isErased) writer.put(erased.next().value ?? NOTHING);
    else writer.value();
    writer.put(LINE_END);
    ends.push(writer.end - 1);
  }
  return { bytes: bytes.subarray(0, writer.end), ends };
}

function redactedLines(clear: Written, page: store.StatePage, redact: Redact, erased: ReadonlySet<string>): Written {
  const revisions = page.revisions.split(",").map(Number);
  const parts = idsOf(page).map((id, at) => {
    const line = lineAt(clear, at);
    return Buffer.from(`${erased.has(id) ? line : redact(line, id, revisions[at] ?? 0)}\n`);
  });
  let end = -1;
  return { bytes: Buffer.concat(parts), ends: parts.map((part) => (end += part.length)) };
}
