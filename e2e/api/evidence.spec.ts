import { createHash, randomBytes } from "node:crypto";
import { bundleOf, evidenceReady, madeEvidence, recordLines, type EvidenceFacts } from "../fixtures/evidence";
import { session } from "../fixtures/database";
import { exact } from "../fixtures/exact";
import { call, expect, freshAccount, record, records, resource, test, type Place } from "../fixtures/api";
import { run } from "../fixtures/run";
import { workerPids } from "../fixtures/worker-process";

type Evidence = EvidenceFacts;

const digest = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");

test("201: evidence at each of v1's three addresses, with or without a body, and a Location that leads to it", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "v1"), { body: { data: [{ id: "a" }, { id: "b" }] } });
  const base = resource(place, "v1");
  for (const path of [`${base}/evidence`, `${base}/generate-evidence`, `${base}/records/evidence`]) {
    for (const asked of [{}, { raw: "{}" }, { raw: "whatever", headers: { "content-type": "text/plain" } }]) {
      const { status, body, headers } = await account.call<Evidence>("POST", path, asked);
      expect(status, path).toBe(201);
      expect(Object.keys(body).sort()).toEqual(
        ["createdAt", "downloadUrl", "fileName", "id", "progress", "recordCount", "sha256", "status"].sort(),
      );
      const ready = await evidenceReady(account, body.id);
      if (body.status === "ready") expect(ready).toMatchObject(body);
      expect(ready).toMatchObject({ ...place, recordCount: 2, fileName: body.fileName, downloadUrl: body.downloadUrl });
      expect(headers.get("location")).toBe(`/api/evidence/${body.id}`);
      expect(digest((await bundleOf(account, body.id)).bytes)).toBe(ready.sha256);
    }
  }
  expect((await account.call("POST", `${resource({ ...place, resourceId: 999_999_999 }, "v1")}/evidence`)).status).toBe(
    404,
  );
});

test("200: hash, length and name agree in answer, header, manifest and bytes", async ({ account, connection }) => {
  const place = await connection({ schema: { type: "object", title: "for the hash" } });
  await account.call("POST", records(place, "v1"), { body: { data: [{ id: "é" }, { id: "b", n: 1 }] } });
  const made = await madeEvidence(account, place);
  const { bytes, headers } = await bundleOf(account, made.id);
  const sha256 = digest(bytes);
  expect(made).toMatchObject({ sha256, byteCount: bytes.length, recordCount: 2, revision: 2, schemaVersion: 1 });
  expect(headers.get("repr-digest")).toBe(`sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`);
  expect(headers.get("content-length")).toBe(String(bytes.length));
  expect(headers.get("content-disposition")).toBe(`attachment; filename="${made.fileName}"`);
  const asked = { method: "HEAD", headers: { authorization: `Bearer ${account.apiKey}` } };
  const head = await fetch(`${run.url}/api/evidence/${made.id}/download`, asked);
  expect([head.status, head.headers.get("content-length")]).toEqual([200, String(bytes.length)]);
  const { body } = await account.call<Evidence>("GET", `/api/evidence/${made.id}`);
  expect(body.downloads.count, "whoever only asks about it takes nothing").toBe(1);
});

test("200: while it is being generated, its address tells how far it is, and of how many where that is known", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const rows = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `r${at}` }));
  for (const count of [3, 5]) await account.call("POST", records(place, "v1"), { body: { data: rows(count) } });
  const filter = { pointer: "/id", op: "eq", value: "r1" };
  const asked = [
    { title: "all" },
    { title: "past", asOf: "2" },
    { title: "part", sample: { size: 2 } },
    { title: "some", filter },
  ];
  const make = (body: object) => account.call("POST", `${resource(place, "api")}/evidence`, { body });
  const facts = async () =>
    (await account.call<{ data: Evidence[] }>("GET", `/api/evidence?resourceId=${place.resourceId}`)).body.data;
  const standing = workerPids();
  let made: Promise<unknown>;
  try {
    for (const pid of standing) process.kill(pid, "SIGSTOP");
    made = Promise.all(asked.map(make));
    await expect.poll(async () => (await facts()).length).toBe(4);
    const told = Object.fromEntries(
      (await facts()).map(({ title, status, progress }) => [title, { status, progress }]),
    );
    const generating = (total: number | null) => ({ status: "generating", progress: { done: 0, total } });
    expect(told).toEqual({ all: generating(5), past: generating(3), part: generating(2), some: generating(null) });
  } finally {
    for (const pid of standing) process.kill(pid, "SIGCONT");
  }
  await made;
  for (const { id } of await facts()) expect((await evidenceReady(account, id)).progress).toBeNull();
});

test("503: what waits for its turn in a burst of an account says so soon, and keeps no push waiting", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const evidence = `${resource(place, "api")}/evidence`;
  const slow = await session();
  try {
    // What each of them writes has to wait for this, as for a neighbour that is at it.
    await slow.query("begin");
    await slow.query("select 1 from account where id = $1 for no key update", [account.accountId]);
    let refused = 0;
    const burst = Array.from({ length: 15 }, async () => {
      const { status, headers } = await account.call("POST", evidence, { body: { formats: [] } });
      if (status === 503) refused += 1;
      return [status, headers.get("retry-after")];
    });
    await expect.poll(() => refused).toBe(13);
    const push = await account.call("POST", records(place, "v1"), { body: { data: { id: "beside" } } });
    expect(push.status).toBe(201);
    await slow.query("rollback");
    const sorted = (await Promise.all(burst)).sort();
    expect(sorted).toEqual([[201, null], [201, null], ...Array.from({ length: 13 }, () => [503, "2"])]);
  } finally {
    await slow.end();
  }
});

test("the file is canonical: sorted names, no blanks, decimal text, lines by the UTF-8 bytes of their ids", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const ids = ["b", "a", "B", "10", "9", "é", "e\u0301", "😀", "\uffff", "\ue000", "a b", "_"];
  const rest = String.raw`"z":1,"a":{"y":1e2,"x":[1.50,-0.00,0.1e-2,123456789012345678901234567890]},"\u20ac":"\u00e9\/\u001f\u2028\ud83d\ude00","B":null,"😀":1,"\uffff":2`;
  const rows = ids.map((id) => `{${rest},"id":${JSON.stringify(id)}}`);
  await account.call("POST", records(place, "v1"), { raw: `{"data":[${rows.join(",")}]}` });
  const text = await recordLines(account, await madeEvidence(account, place));
  const sorted = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(sorted.indexOf("\uffff"), "JavaScript's own order would say otherwise").toBeLessThan(sorted.indexOf("😀"));
  const numbers = "[1.50,0.00,0.001,123456789012345678901234567890]";
  const line = (id: string) =>
    `{"B":null,"a":{"x":${numbers},"y":100},"id":${JSON.stringify(id)},"z":1,"€":"é/\\u001f\u2028😀","😀":1,"\uffff":2}\n`;
  expect(text).toBe(sorted.map(line).join(""));
});

test("the same revision gives the same bytes, whatever order and form the records arrived in", async ({
  account,
  connection,
}) => {
  const [one, other] = [await connection(), await connection()];
  const rows = Array.from({ length: 300 }, (_, at) => ({ forward: `{"id":"r${at}","a":${at},"b":"é"}`, at }));
  await account.call("POST", records(one, "v1"), { raw: `{"data":[${rows.map(({ forward }) => forward).join(",")}]}` });
  const backward = rows.map(({ at }) => `{ "b" : "\\u00e9", "a" : ${at}e0, "id" : "r${at}" }`).reverse();
  for (const row of [backward.slice(0, 100), backward.slice(100)]) {
    await account.call("POST", records(other, "v2"), { raw: `{"data":[${row.join(",")}]}` });
  }
  const make = async (place: Place) => recordLines(account, await madeEvidence(account, place));
  const [first, again, third] = [await make(one), await make(one), await make(other)];
  expect([again, third]).toEqual([first, first]);
});

test("a bundle stays as it was made, after its records changed and its connection is gone", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "v1"), { body: { data: [{ id: "a", n: 1 }, { id: "b" }] } });
  const made = await madeEvidence(account, place);
  const { bytes: before } = await bundleOf(account, made.id);
  await account.call("PUT", `${records(place, "v1")}/a`, { body: { data: { n: 2 } } });
  await account.call("DELETE", `${records(place, "v1")}/b`);
  expect((await bundleOf(account, made.id)).bytes).toEqual(before);
  const later = await madeEvidence(account, place);
  expect(later).toMatchObject({ recordCount: 1 });
  expect(later.contentSha256).not.toBe(made.contentSha256);
  await account.call("DELETE", `/api/connections/${place.connectionId}`);
  expect((await bundleOf(account, made.id)).bytes).toEqual(before);
  expect((await account.call("POST", `${resource(place, "v1")}/evidence`)).status).toBe(404);
});

test("201: evidence of nothing has no lines; evidence of much is whole, and equal to the export", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const none = await madeEvidence(account, place);
  expect(none).toMatchObject({ recordCount: 0, totalCount: 0, failingCount: 0, merkleRoot: digest("") });
  expect(await recordLines(account, none)).toBe("");
  const rows = Array.from({ length: 6_000 }, (_, id) => ({ id, filler: "é".repeat(300) }));
  await account.call("POST", records(place, "v1"), { body: { data: rows }, headers: { prefer: "return=minimal" } });
  const much = await madeEvidence(account, place);
  const text = await recordLines(account, much);
  const listed = much.files.find(({ name }) => name === "records.jsonl");
  expect([much.recordCount, digest(text)]).toEqual([6_000, listed?.sha256]);
  const exported = (await account.call("GET", `${resource(place, "api")}/export`)).text.trimEnd().split("\n");
  const attributes = exported.map((line) => (exact(line) as { attributes: unknown }).attributes);
  expect(text.trimEnd().split("\n").map(exact)).toEqual(attributes);
});

test("201: evidence of light records and of heavy ones, of an erased one and of ids that objects have by themselves, is whole", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const own = ["__proto__", "constructor", "hasOwnProperty", "toString"].map((id) => ({ id, n: 1 }));
  const light = Array.from({ length: 4_100 }, (_, at) => ({ id: `light-${at}`, n: at }));
  // More than a page's four megabytes, in what does not shrink when it is stored.
  const heavy = Array.from({ length: 40 }, (_, at) => ({
    id: `heavy-${at}`,
    noise: randomBytes(100_000).toString("hex"),
  }));
  for (const data of [own, light, heavy.slice(0, 20), heavy.slice(20)]) {
    const { status, text } = await account.call("POST", records(place, "api"), { body: { data } });
    expect(status, text).toBeLessThan(300);
  }
  const all = [...own, ...light, ...heavy];
  const linesOf = async (made: Evidence) => {
    const lines = (await recordLines(account, made)).trimEnd().split("\n");
    return new Map(lines.map((line) => JSON.parse(line) as { id: string }).map((line) => [line.id, line]));
  };
  const made = await madeEvidence(account, place, { formats: [] });
  expect(await linesOf(made)).toEqual(new Map(all.map((each) => [each.id, each])));
  await account.call("POST", `${record(place, "api", "light-7")}/erase`, { body: { reason: "asked for" } });
  const then = await linesOf(await madeEvidence(account, place, { asOf: String(made.revision), formats: [] }));
  expect(then.get("light-7")).toEqual({ $erased: digest('{"id":"light-7","n":7}'), id: "light-7" });
  then.delete("light-7");
  expect(then).toEqual(new Map(all.filter(({ id }) => id !== "light-7").map((each) => [each.id, each])));
});

test("200: evidence is listed newest first, of the account or of one resource", async ({ connection, account }) => {
  const [one, other] = [await connection(), await connection()];
  const made: number[] = [];
  for (const place of [one, other, one]) {
    made.push((await account.call<Evidence>("POST", `${resource(place, "v1")}/evidence`)).body.id);
  }
  type List = { data: Evidence[]; next: number | null };
  const list = async (query: string) => (await account.call<List>("GET", `/api/evidence?${query}`)).body;
  expect((await list("size=3")).data.map(({ id }) => id)).toEqual([...made].reverse());
  const ofOne = await list(`resourceId=${one.resourceId}&size=1`);
  expect(ofOne.data.map(({ id }) => id)).toEqual([made[2]]);
  expect((await list(`resourceId=${one.resourceId}&size=1&below=${ofOne.next}`)).data.map(({ id }) => id)).toEqual([
    made[0],
  ]);
  expect((await list("resourceId=999999999")).data).toEqual([]);
});

test("404: another account's evidence is nowhere", async ({ account, connection }) => {
  const place = await connection();
  const { body } = await account.call<Evidence>("POST", `${resource(place, "v1")}/evidence`);
  const stranger = await freshAccount();
  const own = `/api/evidence/${body.id}`;
  const paths = [own, `${own}/download`, `${own}/files/content.json`, "/api/evidence/999999999"];
  for (const path of paths) expect((await stranger.call("GET", path)).status, path).toBe(404);
  expect((await stranger.call("DELETE", own)).status).toBe(404);
  expect((await stranger.call<{ data: unknown[] }>("GET", "/api/evidence")).body.data).toEqual([]);
  expect((await call("GET", `/api/evidence/${body.id}/download`)).status).toBe(401);
});
