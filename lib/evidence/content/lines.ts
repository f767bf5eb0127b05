import { Refusal } from "@/lib/contract/errors";
import type { BytesReader, Reader } from "@/lib/db/client";
import { lastLine, readAhead } from "@/lib/db/read-ahead";
import { pathOfPointer } from "@/lib/connections/facts";
import { refuseForgotten } from "@/lib/records/forgotten";
import { stateAt } from "@/lib/records/store";
import { findPast } from "@/lib/records/past/store";
import { CanonicalWriter } from "@/lib/schema/canonical";
import type { SensitivePath } from "@/lib/schema/mask";
import * as store from "../state/store";
import { commitFor, redacted, redactionKey } from "./redact";
import type { Wanted } from "./request";

const PAGE_RECORDS = 4_000;
const LINE_END = Buffer.from("\n");

/** The state that an evidence is made of, as one snapshot sees it. */
export type State = {
  moment: store.MomentRow;
  source: store.Source;
  /** Ids of the sample; null: all that match. */
  onlyIds: readonly string[] | null;
};

/** A page of lines, as bytes: each ends with a line end, whose places are told. */
export type Lines = {
  ids: string[];
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

/** Redaction paths of an evidence: null is any item of a list or any member. */
export const pathsOf = (redactions: readonly string[]): SensitivePath[] =>
  redactions.map((pointer) => pathOfPointer(pointer).map((step) => (step === "*" ? null : step)));

/** The lines of an evidence, page by page: the next ones are read while the caller takes one. */
export async function* linesOf(
  from: BytesReader,
  wanted: Wanted,
  { source, onlyIds, moment }: State,
): AsyncGenerator<Lines> {
  const paths = pathsOf(wanted.redactions);
  const asked = { size: PAGE_RECORDS, onlyIds, version: moment.schema_version, revisions: paths.length > 0 };
  const redact = paths.length > 0 ? redactorOf(wanted, paths, moment.identifier_key) : undefined;
  if (onlyIds?.length === 0) return;
  const pages = readAhead<store.StatePage>((before) =>
    store.readState(from, { ...source, ...asked, afterId: before ? lastLine(before.ids) : null }),
  );
  for await (const page of pages) yield asLines(page, redact);
}

type Redact = (line: string, id: string, revision: number) => string;

function redactorOf({ accountId, resourceId }: Wanted, paths: readonly SensitivePath[], keep: string): Redact {
  const key = redactionKey(accountId);
  return (line, id, revision) =>
    redacted(line, paths, { keep, commit: commitFor(key, { account: accountId, resource: resourceId, id, revision }) });
}

function asLines(page: store.StatePage, redact: Redact | undefined): Lines {
  const ids = page.ids.split("\n");
  const erased = erasedLines(page);
  const clear = canonicalLines(page.texts, ids, erased);
  const written = redact
    ? redactedLines(clear, page, (line, at, revision) => {
        const id = ids[at] ?? "";
        return erased.has(id) ? line : redact(line, id, revision);
      })
    : clear;
  const outdated = new Set(page.outdated?.split("\n"));
  return { ids, ...written, texts: page.texts, outdated, erased: [...erased.keys()] };
}

/** What stands for each record of a page whose values were erased. */
function erasedLines({ erased }: store.StatePage): Map<string, Buffer> {
  const line = (id: string, sha256: string | null) =>
    Buffer.from(`{"$erased":"${sha256 ?? ""}","id":${JSON.stringify(id)}}`);
  return new Map(Object.entries(erased ?? {}).map(([id, sha256]) => [id, line(id, sha256)]));
}

function canonicalLines(texts: Buffer, ids: readonly string[], erased: ReadonlyMap<string, Buffer>): Written {
  const room = [...erased.values()].reduce((sum, line) => sum + line.length, texts.length);
  const bytes = Buffer.allocUnsafe(room);
  const writer = new CanonicalWriter(texts, bytes);
  const ends = ids.map((id) => {
    const instead = erased.get(id);
    writer.at += 1;
    if (instead) writer.put(instead);
    else writer.value();
    writer.put(LINE_END);
    return writer.end - 1;
  });
  return { bytes: bytes.subarray(0, writer.end), ends };
}

type RedactAt = (line: string, at: number, revision: number) => string;

function redactedLines(clear: Written, { revisions }: store.StatePage, redactAt: RedactAt): Written {
  const parts = revisions
    .split(",")
    .map((revision, at) => redactAt(lineAt(clear, at), at, Number(revision)))
    .map((line) => Buffer.from(`${line}\n`));
  let end = -1;
  return { bytes: Buffer.concat(parts), ends: parts.map((part) => (end += part.length)) };
}
