import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bulksOf, CATEGORIES, PAGE_SIZE, RECORDS, recordText, type Push } from "./bench-records";
import { connect, type Cluster } from "./cluster";
import { pageSql, plainTable } from "./plain-table";
import { findPrograms } from "./postgres-programs";
import { CONNECTIONS, type Measured, type Side } from "./side";

const DATABASE = "bench_limit";

const upsert = `on conflict (id) do update set data = excluded.data, updated = excluded.updated
  where plain.data is distinct from excluded.data`;

/** What PostgreSQL itself does with the same records, driven by its own clients: nothing that speaks HTTP is faster. */
export async function makeLimit(cluster: Cluster, folder: string): Promise<Side & { version: string }> {
  await cluster.asSuperuser(`create database ${DATABASE} owner ${cluster.role}`);
  const programs = await findPrograms(cluster, DATABASE);
  await programs.psql("-c", plainTable);
  const scripts = path.join(folder, "limit");
  mkdirSync(scripts, { recursive: true });
  const file = (name: string, text: string) => {
    const at = path.join(scripts, name);
    writeFileSync(at, text);
    return at;
  };
  const singleScript = file("single.sql", singleSql());
  const pageScript = file("page.sql", pageBenchSql());
  const pushes = new Map<string, string>();

  return {
    name: "limit",
    version: programs.version,
    renew: async () => void (await programs.psql("-c", "truncate plain")),
    settle: async () => void (await programs.psql("-c", "vacuum analyze plain")),
    push: async (push) => {
      const key = JSON.stringify(push);
      const script = pushes.get(key) ?? file(`push-${pushes.size}.sql`, pushSql(push, scripts));
      pushes.set(key, script);
      return timed(push.records ?? RECORDS, () => programs.psql("-f", script));
    },
    singles: async (seconds) => benched(await programs.pgbench(...flags(seconds), "-f", singleScript)),
    pages: async (seconds) => benched(await programs.pgbench(...flags(seconds), "-f", pageScript)),
    readAll: async () => {
      const out = `\\copy (select id, data, created, updated from plain) to '${path.join(scripts, "out")}'`;
      const records = await countPlain(cluster, DATABASE);
      return timed(records, () => programs.psql("-c", out));
    },
  };
}

/** How many records a plain table holds. */
export async function countPlain(cluster: Cluster, database: string): Promise<number> {
  const client = await connect(cluster, database);
  const { rows } = await client.query<{ count: string }>("select count(*) as count from plain");
  await client.end();
  return Number(rows[0]?.count);
}

const flags = (seconds: number) => {
  const load = { "-c": CONNECTIONS, "-j": 2, "-T": seconds, "-M": "prepared" };
  return Object.entries(load).flatMap(([flag, value]) => [flag, String(value)]);
};

async function timed(things: number, work: () => Promise<unknown>): Promise<Measured> {
  const began = performance.now();
  await work();
  return { perSecond: (things / (performance.now() - began)) * 1_000 };
}

function benched(said: string): Measured {
  const perSecond = Number(/^tps = ([\d.]+)/m.exec(said)?.[1]);
  if (!perSecond || !/failed transactions: 0 /.test(said)) throw new Error(`pgbench did not measure:\n${said}`);
  return { perSecond };
}

/** COPY into a temporary (so unlogged) staging table, then one statement, a transaction for each bulk. */
function pushSql(push: Push, scripts: string): string {
  const lines = [
    "set client_min_messages = warning;",
    "create temp table staging (id text, data jsonb) on commit delete rows;",
    `prepare push as insert into plain select id, data, now(), now() from staging ${upsert};`,
  ];
  let number = 0;
  for (const texts of bulksOf(push)) {
    const rows = path.join(scripts, `rows-${push.size}-${push.changed}-${push.records ?? RECORDS}-${number++}`);
    writeFileSync(rows, texts.map((text) => `${/"id":"([^"]+)"/.exec(text)?.[1]}\t${text}\n`).join(""));
    lines.push("begin;", `\\copy staging from '${rows}'`, "execute push;", "commit;");
  }
  return `${lines.join("\n")}\n`;
}

/**
 * A record of the same shape whose id and size are put together from pgbench's numbers: a constant with two values in
 * it, as pgbench cannot read records from a file. A blank after each colon keeps its parts from being taken for names.
 */
function singleSql(): string {
  const number = `lpad((:n)::text, 7, '0')`;
  const text = recordText(1, 0)
    .replaceAll('":', '": ')
    .replace(/component-\d{7}/, `component-' || ${number} || '`)
    .replace(/"size": \d+/, `"size": ' || (:size)::text || '`);
  return `\\set n random(0, ${2 * RECORDS - 1})
\\set size random(1, 9000000)
insert into plain values ('component-' || ${number}, ('${text}')::jsonb, now(), now()) ${upsert};
`;
}

function pageBenchSql(): string {
  const sql = pageSql("id, data, created, updated", `'category ' || (:c)::text`, "(:score)::numeric");
  return `\\set c random(0, ${CATEGORIES - 1})
\\set score random(0, 899)
${sql.replace("limit 50", `limit ${PAGE_SIZE}`)};
`;
}
