import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { recordSchema } from "./bench-records";
import { pageSql } from "./plain-table";

/**
 * The best server for this one job that can be written by hand in a file: validates, stores, answers in full. It knows
 * neither keys nor history nor changes, and trusts its caller; its ratio to app is the price of all that.
 */
type Row = { id: string; created: string; updated: string; fresh: boolean };
type Item = { id: string } & Record<string, unknown>;

const TIMES = [1114, 1184];
const JSONS = [114, 3802];
const asText = (text: string) => text;
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    [...TIMES, ...JSONS].includes(oid) ? asText : pg.types.getTypeParser(oid, format as "text"),
};
const pool = new pg.Pool({ connectionString: process.argv[2], max: 10, types, options: "-c timezone=UTC" });
pool.on("error", () => undefined); // the cluster goes before this server does

const ajv = new Ajv2020();
addFormats.default(ajv);
const isValid = ajv.compile(recordSchema);

const upserted = `on conflict (id) do update set data = excluded.data, updated = excluded.updated
  where plain.data is distinct from excluded.data returning id, created, updated, (xmax = 0) as fresh`;

const statements = {
  one: {
    name: "one",
    text: `insert into plain select x.data ->> 'id', x.data, now(), now() from (select ($1::jsonb) -> 'data' as data) x ${upserted}`,
  },
  many: {
    name: "many",
    text: `insert into plain select x ->> 'id', x, now(), now() from jsonb_array_elements(($1::jsonb) -> 'data') as x ${upserted}`,
  },
  unchanged: {
    name: "unchanged",
    text: "select id, created, updated, false as fresh from plain where id = any($1::text[])",
  },
  page: { name: "page", text: pageSql("id, data, created, updated", "$1", "$2::numeric") },
};

/** The body's own text goes to PostgreSQL, which splits it; here it is parsed only for the verdict. */
async function upsert(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString("utf8");
  const { data } = JSON.parse(text) as { data: Item | Item[] };
  const items = Array.isArray(data) ? data : [data];
  for (const item of items) if (!isValid(item)) throw new Error(ajv.errorsText(isValid.errors));

  const statement = Array.isArray(data) ? statements.many : statements.one;
  const written = await pool.query<Row>({ ...statement, values: [text] });
  const rows = new Map(written.rows.map((row) => [row.id, row]));
  if (rows.size < items.length) {
    const values = [items.flatMap(({ id }) => (rows.has(id) ? [] : [id]))];
    for (const row of (await pool.query<Row>({ ...statements.unchanged, values })).rows) rows.set(row.id, row);
  }
  const answers = items.map((item) => answerText(item, rows.get(item.id)));
  return Array.isArray(data) ? `[${answers.join(",")}]` : (answers[0] ?? "");
}

function answerText(item: Item, row: Row | undefined): string {
  if (!row) throw new Error(`No row for ${item.id}`);
  const facts = `"id":"${row.id}","createdAt":"${row.created}","updatedAt":"${row.updated}"`;
  return `{${facts},"statusCode":${row.fresh ? 201 : 200},"data":${JSON.stringify(item)}}`;
}

type Listed = { id: string; data: string; created: string; updated: string };

async function page(query: URLSearchParams): Promise<string> {
  const values = [query.get("category"), query.get("from")];
  const { rows } = await pool.query<Listed>({ ...statements.page, values });
  const items = rows.map(
    ({ id, data, created, updated }) =>
      `{"id":"${id}","attributes":${data},"createdAt":"${created}","updatedAt":"${updated}"}`,
  );
  return `{"data":[${items.join(",")}]}`;
}

const line = `'{"id":"' || id || '","attributes":' || data || ',"createdAt":"' || created || '","updatedAt":"' || updated || '"}'`;

/** COPY as CSV with delimiters that JSON cannot hold: every line leaves as it was put together. */
async function exportAll(outgoing: ServerResponse): Promise<void> {
  const client = await pool.connect();
  const copy = copyTo(
    `copy (select ${line} from plain order by id) to stdout with (format csv, delimiter E'\\x02', quote E'\\x01')`,
  );
  outgoing.writeHead(200, { "content-type": "application/x-ndjson" });
  await pipeline(client.query(copy), outgoing);
  client.release();
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const [address, query] = (incoming.url ?? "").split("?");
  if (address === "/export") return exportAll(outgoing);
  const body = incoming.method === "POST" ? await upsert(incoming) : await page(new URLSearchParams(query));
  const headers = { "content-type": "application/json; charset=utf-8", "content-length": Buffer.byteLength(body) };
  outgoing.writeHead(200, headers).end(body);
}

const server = createServer((incoming, outgoing) => {
  answer(incoming, outgoing).catch((error: Error) => outgoing.writeHead(500).end(error.message));
});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify(server.address())));
process.once("SIGTERM", () => process.exit(0));
