import { hash } from "node:crypto";
import { readTogether, type BytesReader, type Reader } from "@/lib/db/client";
import { env } from "@/lib/db/env";
import { heard } from "@/lib/db/read-ahead";
import { takeTurn } from "@/lib/db/turns";
import { canonicalValue } from "@/lib/schema/canonical-value";
import type { RecordLine } from "../formats/cells";
import { columnsFor } from "../formats/columns";
import { csvOf } from "../formats/csv";
import type { EvidenceContent, ListedFile } from "../formats/report-facts";
import type { Progress } from "../progress";
import { countState, readChanges, type ProvenanceRow } from "../state/store";
import { failingCount } from "./failing";
import { Leaves } from "./leaves/leaves";
import { findState, idsOf, lineAt, type Lines, linesOf, type State } from "./lines";
import type { Wanted } from "./request";
import type { MadeFile, Sink, Sinks } from "./sink";

const CHANGES_AT_ONCE = 2_000;

/** The reproducible part as it came out. files: content.json first, then what it lists. */
export type Content = {
  content: EvidenceContent;
  text: string;
  sha256: string;
  files: MadeFile[];
  schemaText: string;
  columns: readonly string[];
  /** The member that records are told apart by. */
  identifierKey: string;
  /** When the revision was, to the microsecond. */
  revisionAt: string;
};

/**
 * Makes the reproducible part of an evidence from one snapshot: the same request gives the same bytes, whenever and
 * wherever. progress: hears of each page. Throws what findState throws.
 */
export async function writeContent(wanted: Wanted, sinks: Sinks, progress: Progress): Promise<Content> {
  // Whoever reads a snapshot keeps a connection for long, and writes through others: some have to stay free.
  const endTurn = await takeTurn("evidence", Math.max(1, Math.floor(env().ATTESTRY_POOL_MAX / 4)));
  try {
    return await readTogether((from) => fromSnapshot(from, wanted, { sinks, progress }));
  } finally {
    endTurn();
  }
}

type Making = { sinks: Sinks; progress: Progress };

async function fromSnapshot(from: BytesReader, wanted: Wanted, { sinks, progress }: Making): Promise<Content> {
  const state = await findState(from, wanted);
  const { moment } = state;
  const columns = columnsFor(moment.schema_text, wanted.columns, moment.identifier_key);
  const records = await writeRecords(from, wanted, { state, sinks, progress, columns });
  const files = [
    ...records.files,
    await writeText(sinks("schema.json"), moment.schema_text),
    await writeProvenance(from, wanted, sinks),
  ];
  const counts = await countsOf(from, wanted, state, records);
  const content: EvidenceContent = {
    format: "attestry-evidence/2",
    account: wanted.accountId,
    connection: wanted.connectionId,
    resource: wanted.resourceId,
    revision: wanted.revision,
    revisionAt: moment.revision_at,
    schema: { version: moment.schema_version, sha256: hash("sha256", moment.schema_text, "hex") },
    session: wanted.session,
    filter: wanted.filter,
    columns: wanted.columns,
    sample: wanted.sample && { size: wanted.sample.size, of: counts.matching, seed: wanted.sample.seed },
    redactions: wanted.redactions,
    counts,
    merkle: { root: records.root, leaves: records.included },
    files: files.map(listed),
    complete: true,
  };
  const text = canonicalValue(content);
  const made = await writeText(sinks("content.json"), text);
  const { schema_text: schemaText, revision_at: revisionAt, identifier_key: identifierKey } = moment;
  const facts = { schemaText, columns, revisionAt, identifierKey };
  return { content, text, sha256: made.sha256, files: [made, ...files], ...facts };
}

/** A file as a manifest lists it. */
export const listed = ({ name, bytes, sha256 }: MadeFile): ListedFile => ({ name, bytes, sha256 });

async function countsOf(from: Reader, { filter, sample }: Wanted, { source }: State, made: Records) {
  const { included, failing } = made;
  const matching = sample ? await countState(from, source, true) : included;
  return { total: filter ? await countState(from, source, false) : matching, matching, included, failing };
}

type Records = { files: MadeFile[]; root: string; included: number; failing: number };
type RecordsMaking = Making & { state: State; columns: readonly string[] };

async function writeRecords(
  from: BytesReader,
  wanted: Wanted,
  { state, sinks, progress, columns }: RecordsMaking,
): Promise<Records> {
  const leaves = new Leaves();
  try {
    const failing = failingCount(state.moment);
    const [recordSink, leafSink] = [sinks("records.jsonl"), sinks("records.leaves")];
    const csv = wanted.csv ? { ...csvOf(columns, wanted.redactions), sink: sinks("records.csv") } : undefined;
    await csv?.sink.write(Buffer.from(csv.head));
    let hashed: Promise<Uint8Array> = Promise.resolve(new Uint8Array());
    for await (const page of linesOf(from, wanted, state)) {
      const before = hashed;
      hashed = heard(leaves.add(page));
      await recordSink.write(page.bytes);
      if (csv) await csv.sink.write(Buffer.from(recordsOf(page).map(csv.row).join("")));
      await failing.count(page);
      await leafSink.write(await before);
      await progress.told(page.ends.length);
    }
    await leafSink.write(await hashed);
    await progress.settled();
    const files = [await recordSink.end(), await leafSink.end(), ...(csv ? [await csv.sink.end()] : [])];
    const { tree } = leaves;
    return { files, root: tree.root().toString("hex"), included: tree.size, failing: failing.failing };
  } finally {
    await leaves.stop();
  }
}

function recordsOf(page: Lines): RecordLine[] {
  const erased = new Set(page.erased);
  const ids = erased.size > 0 ? idsOf(page) : [];
  return page.ends.map((_, at) => ({ text: lineAt(page, at), erased: erased.has(ids[at] ?? "") }));
}

async function writeText(sink: Sink, text: string): Promise<MadeFile> {
  await sink.write(Buffer.from(text));
  return sink.end();
}

async function writeProvenance(from: Reader, wanted: Wanted, sinks: Sinks): Promise<MadeFile> {
  const sink = sinks("provenance.jsonl");
  for (let after = 0; ;) {
    const rows = await readChanges(from, wanted, { after, upTo: wanted.revision, size: CHANGES_AT_ONCE });
    if (rows.length === 0) return sink.end();
    await sink.write(Buffer.from(rows.map((row) => `${canonicalValue(changeOf(row))}\n`).join("")));
    after = rows.at(-1)?.revision ?? after;
  }
}

const changeOf = (row: ProvenanceRow) => ({
  at: row.at,
  by: { id: row.actor_id, kind: row.actor_kind, label: row.actor_label },
  created: row.created,
  deleted: row.deleted,
  kind: row.kind,
  reason: row.reason,
  rejected: row.rejected,
  request: row.request_id,
  revision: row.revision,
  schemaVersion: row.schema_version,
  through: row.channel,
  unchanged: row.unchanged,
  undoes: row.undoes,
  updated: row.updated,
});
