import { makeResource, openAccount } from "./app";
import { connect, type Cluster } from "./cluster";
import type { EmptyApp } from "./empty-app";
import { askJson } from "./load";

const RECORDS = 1_000_000;
const WAVES = 5;
const BULKS = 100;
const REQUESTS = 200;
const CREATED = 3;
const NEWEST = CREATED + (WAVES + 1) * BULKS - 1;
const OLDEST = CREATED + BULKS - 1;
const moments = { newest: NEWEST, middle: CREATED + (WAVES / 2) * BULKS, oldest: OLDEST };

type Moment = keyof typeof moments;
type Figure = { what: string; at: string; p95: number; aim: number };

/** How fast a moment of the past is read where there is much of it. Prints p95 beside the aims and answers it. */
export async function measureTime({ app, cluster }: EmptyApp): Promise<object> {
  const { headers } = await openAccount(app);
  const { connection, resource } = await makeResource(app.origin, headers);
  console.log(
    `Filling ${RECORDS.toLocaleString("en")} records and ${(RECORDS * WAVES).toLocaleString("en")} versions …`,
  );
  await fill(cluster, resource);
  const own = `${app.origin}/api/connections/${connection}/resources/${resource}`;
  const figures: Figure[] = [];
  for (const moment of Object.keys(moments) as Moment[]) {
    const asOf = moments[moment];
    const page = (query: string) => (turn: number) => `${own}/records?asOf=${asOf}&size=50&${query}${filterOf(turn)}`;
    const byId = () => `${own}/records?asOf=${asOf}&size=50&sort=id`;
    figures.push({ what: "a page by id", at: moment, p95: await p95(byId, headers), aim: 300 });
    figures.push({
      what: "a page filtered and sorted by declared fields",
      at: moment,
      p95: await p95(page("sort=/score&sortDir=DESC&filter="), headers),
      aim: 1_000,
    });
  }
  const between = (turn: number) => `${own}/compare?from=${NEWEST - 1 - (turn % 50)}&to=${NEWEST - (turn % 50)}`;
  figures.push({ what: "counts of 10,000 differences", at: "late", p95: await p95(between, headers), aim: 1_000 });
  console.log(
    [
      "",
      `p95 of ${REQUESTS} requests on one connection, ${RECORDS.toLocaleString("en")} records and ${(RECORDS * WAVES).toLocaleString("en")} versions`,
      ...figures.map(
        ({ what, at, p95: took, aim }) =>
          `  ${what}, ${at}: ${took.toFixed(0)} ms (aim ≤ ${aim}) ${took <= aim ? "met" : "missed"}`,
      ),
    ].join("\n"),
  );
  return { figures };
}

const filterOf = (turn: number) =>
  encodeURIComponent(JSON.stringify({ pointer: "/category", op: "eq", value: `category ${turn % 5}` }));

async function p95(address: (turn: number) => string, headers: { authorization: string }): Promise<number> {
  const took: number[] = [];
  for (let turn = 0; turn < REQUESTS; turn += 1) {
    const began = performance.now();
    await askJson("GET", address(turn), headers);
    took.push(performance.now() - began);
  }
  return took.sort((a, b) => a - b)[Math.floor(REQUESTS * 0.95)] ?? Number.NaN;
}

/**
 * Every record made in bulks of 10,000 and changed five times since, put behind the server's back: through the API it
 * would take an hour. What triggers keep is written as they write it.
 */
async function fill(cluster: Cluster, resource: number): Promise<void> {
  const client = await connect(cluster, "attestry");
  const facts = await client.query<{ account_id: string }>("select account_id from resource where id = $1", [resource]);
  const account = facts.rows[0]?.account_id;
  const columns = "account_id, resource_id, id, data, revision, schema_version, created_at, updated_at";
  const slots = "text_1, number_1, number_2";
  const values = "d ->> 'category', (d ->> 'score')::numeric, slot_date(d -> 'installed')";
  const rows = `generate_series(0, ${RECORDS / BULKS - 1}) n,
    lateral (select b * ${RECORDS / BULKS} + n as i offset 0) x, lateral (select bench_record(i, v) as d offset 0) y`;
  await client.query("set statement_timeout = 0; set synchronous_commit = off");
  await client.query(`create function bench_mixed(i bigint) returns bigint language sql immutable as
    $$ select hashint8(i)::bigint & 2147483647 $$`);
  await client.query(`create function bench_record(i bigint, v int) returns jsonb language sql immutable as $$
    select jsonb_build_object('id', 'component-' || lpad(i::text, 7, '0'), 'name', 'component-' || to_hex(bench_mixed(i)),
      'category', 'category ' || bench_mixed(i + v * 7) % 5, 'vendor', 'Northwind Traders', 'licence', 'Apache-2.0',
      'purpose', 'ships in every image', 'size', bench_mixed(i) % 9000000 + v,
      'score', ((bench_mixed(i + 7919) + v * 317) % 100000) / 100.0,
      'installed', date '2010-01-01' + (bench_mixed(i + 1) % 5500)::int,
      'owner', jsonb_build_object('team', 'team ' || bench_mixed(i) % 40, 'floor', bench_mixed(i) % 12)) $$`);
  for (let wave = 0; wave < WAVES; wave += 1) {
    console.log(`  versions ${wave + 1} of ${WAVES}`);
    await client.query(
      `insert into record_version (${columns}, superseded_by, ${slots})
       select $1::bigint, $2::bigint, 'component-' || lpad(i::text, 7, '0'), d, ${CREATED} + v * ${BULKS} + b, 1, now(), now(),
         ${CREATED} + (v + 1) * ${BULKS} + b, ${values}
       from (select $3::int as v) w, generate_series(0, ${BULKS - 1}) b, ${rows}`,
      [account, resource, wave],
    );
  }
  await client.query(
    `insert into data_record (${columns}, ${slots})
     select $1::bigint, $2::bigint, 'component-' || lpad(i::text, 7, '0'), d, ${CREATED} + v * ${BULKS} + b, 1, now(), now(), ${values}
     from (select ${WAVES} as v) w, generate_series(0, ${BULKS - 1}) b, ${rows}`,
    [account, resource],
  );
  await client.query(
    `insert into change (account_id, resource_id, revision, at, kind, actor_kind, actor_label, channel, request_id,
       schema_version, created, updated)
     select $1::bigint, $2::bigint, r, now() + r * interval '1 millisecond', 'records.upsert', 'key', 'bench', 'api', 'bench', 1,
       case when r <= ${OLDEST} then ${RECORDS / BULKS} else 0 end, case when r > ${OLDEST} then ${RECORDS / BULKS} else 0 end
     from generate_series((select max(revision) + 1 from change where account_id = $1 and resource_id = $2), ${NEWEST}) r`,
    [account, resource],
  );
  await client.query("update resource set revision = $2, record_count = $3 where id = $1", [resource, NEWEST, RECORDS]);
  await client.query("vacuum analyze data_record, record_version, change, resource");
  await client.end();
}
