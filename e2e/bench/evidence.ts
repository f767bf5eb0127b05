import { setTimeout as pause } from "node:timers/promises";
import { makeResource, openAccount } from "./app";
import { connect, type Cluster } from "./cluster";
import type { EmptyApp } from "./empty-app";
import { memoryLine, type Large } from "./imports";
import { askJson } from "./load";
import { watchPeaks, type Peaks } from "./peaks";

const RECORDS = 100_000;
const MANY = 1_000_000;
const BULK = 10_000;
const TRIES = 5;
const AIM = 2.5;
const MEMORY_MB_MAX = 400;

type Figure = { what: string; records: number; copy: number; took: number } & Peaks;
type Made = { id: number; status: string; jobId: number };
type Job = { status: string; startedAt: string; finishedAt: string };

/** What evidence takes beside PostgreSQL's own COPY of the same rows; JSON lines alone, and the whole bundle. */
export async function measureEvidence({ app, cluster }: EmptyApp, large: Large): Promise<object> {
  const { headers } = await openAccount(app);
  const figures: Figure[] = [];
  for (const records of large.million ? [RECORDS, MANY] : [RECORDS]) {
    const { connection, resource } = await makeResource(app.origin, headers);
    console.log(`Filling ${records.toLocaleString("en")} records …`);
    await fill(cluster, resource, records);
    const address = `${app.origin}/api/connections/${connection}/resources/${resource}/evidence`;
    for (const [what, formats, tries] of [
      ["JSON lines alone", [], TRIES],
      ["all formats", ["csv", "xlsx", "pdf"], 1],
    ] as const) {
      const peaks = watchPeaks(app);
      // What was left to be written would be written beside the evidence, which writes, and not COPY, which reads.
      const settled = () => cluster.asSuperuser("checkpoint");
      const { copy, took } = await fastest(tries, {
        copy: () => settled().then(() => copied(cluster, resource)),
        took: () => settled().then(() => generated(app.origin, address, { headers, formats })),
      });
      const figure = { what, records, copy, took, ...peaks() };
      figures.push(figure);
      console.log(lineOf(figure));
    }
  }
  return { figures };
}

type Sides<Value> = { copy: Value; took: Value };

/** The fastest of some tries of each, by turns, in seconds: what others on the machine took away counts least in it. */
async function fastest(tries: number, work: Sides<() => Promise<number>>): Promise<Sides<number>> {
  const least = { copy: Infinity, took: Infinity };
  for (let tried = 0; tried < tries; tried += 1) {
    least.copy = Math.min(least.copy, await work.copy());
    least.took = Math.min(least.took, await work.took());
  }
  return least;
}

async function copied(cluster: Cluster, resource: number): Promise<number> {
  const client = await connect(cluster, "attestry");
  try {
    await client.query("set statement_timeout = 0");
    const began = performance.now();
    await client.query(`copy (select data from data_record where account_id = (
      select account_id from resource where id = ${resource}) and resource_id = ${resource} order by id) to stdout`);
    return (performance.now() - began) / 1_000;
  } finally {
    await client.end();
  }
}

type Asked = { headers: { authorization: string }; formats: readonly string[] };

async function generated(origin: string, address: string, { headers, formats }: Asked): Promise<number> {
  const made = await askJson<Made>("POST", address, headers, { formats });
  for (;;) {
    const job = await askJson<Job>("GET", `${origin}/api/jobs/${made.jobId}`, headers);
    if (job.status === "done") return (Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1_000;
    if (job.status !== "queued" && job.status !== "running") throw new Error(`The evidence is ${job.status}`);
    await pause(200);
  }
}

const lineOf = ({ what, records, copy, took, ...peaks }: Figure) =>
  [
    `evidence of ${records.toLocaleString("en")} records, ${what}`,
    `  ${took.toFixed(1)} s, ${(took / copy).toFixed(2)} times COPY's ${copy.toFixed(1)} s (aim for JSON lines ≤ ${AIM})`,
    memoryLine(peaks, MEMORY_MB_MAX),
  ].join("\n");

/** Put behind the server's back, in the order of an import of shuffled rows: ten minutes through the API. */
async function fill(cluster: Cluster, resource: number, records: number): Promise<void> {
  const client = await connect(cluster, "attestry");
  await client.query("set statement_timeout = 0; set synchronous_commit = off");
  const { rows } = await client.query<{ account_id: string; revision: string }>(
    "select account_id, revision from resource where id = $1",
    [resource],
  );
  const [account, revision] = [rows[0]?.account_id, Number(rows[0]?.revision)];
  await client.query(
    `insert into data_record (account_id, resource_id, id, data, revision, schema_version, created_at, updated_at)
     select $1::bigint, $2::bigint, d ->> 'id', d, $3::bigint + 1 + n / ${BULK}, 1, now(), now()
     from generate_series(0, $4::int - 1) n, lateral (select jsonb_build_object(
       'id', 'component-' || lpad(n::text, 7, '0'), 'name', 'component-' || md5(n::text), 'category', 'category ' || n % 5,
       'vendor', 'Northwind Traders', 'licence', 'Apache-2.0', 'purpose', 'ships in every image', 'size', n::bigint * 7919 % 9000000,
       'score', (n * 317 % 100000) / 100.0, 'installed', date '2010-01-01' + n % 5500,
       'owner', jsonb_build_object('team', 'team ' || n % 40, 'floor', n % 12)) as d offset 0) x`,
    [account, resource, revision, records],
  );
  await client.query(
    `insert into change (account_id, resource_id, revision, at, kind, actor_kind, actor_label, channel, request_id,
       schema_version, created)
     select $1::bigint, $2::bigint, r, now(), 'records.upsert', 'key', 'bench', 'api', 'bench', 1, ${BULK}
     from generate_series($3::bigint + 1, $3::bigint + $4::int / ${BULK}) r`,
    [account, resource, revision, records],
  );
  await client.query("update resource set revision = revision + $2, record_count = $3 where id = $1", [
    resource,
    records / BULK,
    records,
  ]);
  await client.query("vacuum analyze data_record, change, resource");
  await client.end();
}
