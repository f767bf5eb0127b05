import { pool, pointAtDatabase, closeDatabase } from "@/lib/db/client";
import { Tx } from "@/lib/changes/tx";
import * as cs from "@/lib/changes/store";
import { writeRecords } from "@/lib/records/store";
import { splitEnvelope } from "@/lib/schema/json-text";
pointAtDatabase(process.argv[3] ?? "postgresql://postgres@127.0.0.1:5515/t2");
const client = await pool().connect();
const t: Record<string, number> = { split: 0, begin: 0, open: 0, write: 0, close: 0, commit: 0 };
const origin = { actor: { kind: "key" as const, id: 1, label: "x", epoch: 1 }, channel: "v1" as const, requestId: "abc-def" };
const N = 30, G = Number(process.argv[2] ?? 8);
let k = Date.now() % 1e7 * 1e5;
for (let i = 0; i < N; i++) {
  const body = Buffer.from(JSON.stringify({ data: Array.from({ length: G }, (_, j) => { const id = "p-" + k++; return { id, name: "package " + id, version: "1.2.3", licence: j % 3 ? "MIT" : "ISC", integrity: "sha512-" + "A".repeat(86), dependencies: j, url: "https://x/" + id }; }) }));
  let s = performance.now(); const lap = (n: keyof typeof t) => { const e = performance.now(); if (i >= 5) t[n]! += e - s; s = e; };
  const { items } = splitEnvelope(body); lap("split");
  const tx = new Tx(client);
  await tx.query("begin"); lap("begin");
  const head = (await tx.lock(1, 1))!; lap("open");
  const rows = await writeRecords(tx, head, { ids: items.map((x) => (x.value as { id: string }).id), texts: items.map((x) => x.text), each: false }); lap("write");
  const counts = { created: rows.length, updated: 0, unchanged: 0, deleted: 0, rejected: 0 };
  await cs.closeChange(tx, { head, revisions: [{ kind: "records.upsert" as const, counts, origin }], pushes: [{ revision: 1, bodyBytes: 300, counts, unchangedIds: [], rejectedRows: [], origin }] }); lap("close");
  await tx.query("commit"); lap("commit");
}
for (const [n, v] of Object.entries(t)) console.log(n, (v / (N - 5)).toFixed(2), "ms");
client.release(); await closeDatabase();
