import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { canonicalRecord } from "@/lib/schema/canonical";
import { expect, record, records, resource, test, type Account, type Place } from "../fixtures/api";
import { pastTriggers, sql } from "../fixtures/database";
import { bundleOf, evidenceFile, madeEvidence, recordLines, unpacked, type EvidenceFacts } from "../fixtures/evidence";
import { headOf, replay, versionsOf } from "../fixtures/heart";
import { act, uploaded } from "../fixtures/sessions";

const digest = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");

type Content = {
  revision: number;
  counts: { total: number; matching: number; included: number; failing: number };
  files: { name: string; bytes: number; sha256: string }[];
  sample: { size: number; of: number; seed: string } | null;
  merkle: { root: string; leaves: number };
};

const push = async (account: Account, place: Place, data: unknown) => {
  const { status, text } = await account.call("POST", records(place, "api"), { body: { data } });
  expect(status, text).toBeLessThan(300);
};
const asked = (account: Account, place: Place, body: object) =>
  account.call("POST", `${resource(place, "api")}/evidence`, { body });
const content = async (account: Account, made: EvidenceFacts) =>
  JSON.parse(await evidenceFile(account, made.id, "content.json")) as Content;
const ids = (lines: string) =>
  lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => (JSON.parse(line) as { id: string }).id);

/** The files that come out the same again, by name. */
async function reproducible(account: Account, made: EvidenceFacts): Promise<Record<string, string>> {
  const files = await unpacked((await bundleOf(account, made.id)).bytes);
  const { files: listed } = await content(account, made);
  const names = ["content.json", ...listed.map(({ name }) => name)];
  return Object.fromEntries(names.map((name) => [name, files.get(name)?.toString() ?? "missing"]));
}

test("the reproducible part is the same whenever it is generated, and every file is what content.json says", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await push(account, place, [{ id: "b", n: 1.5 }, { id: "a" }, { id: "é" }]);
  const first = await madeEvidence(account, place, { title: "first", tags: ["CC6.1"] });
  await push(account, place, { id: "later" });
  await account.call("PATCH", `/api/connections/${place.connectionId}`, { body: { clientAlias: "another name" } });
  const again = await madeEvidence(account, place, { asOf: String(first.revision), note: "again" });
  const one = await reproducible(account, first);
  expect(await reproducible(account, again)).toEqual(one);
  expect(again.contentSha256).toBe(first.contentSha256);
  const told = await content(account, first);
  expect(told.files.map(({ name }) => name)).toEqual([
    "records.jsonl",
    "records.leaves",
    "records.csv",
    "schema.json",
    "provenance.jsonl",
  ]);
  for (const { name, bytes, sha256 } of told.files) {
    expect([Buffer.byteLength(one[name] ?? ""), digest(one[name] ?? "")], name).toEqual([bytes, sha256]);
  }
  expect(told.counts).toEqual({ total: 3, matching: 3, included: 3, failing: 0 });
  const leaves = (one["records.jsonl"] ?? "").trimEnd().split("\n");
  const hashes = leaves.map((line) => digest(Buffer.concat([Buffer.of(0), Buffer.from(line)])));
  expect(one["records.leaves"]).toBe(
    hashes.map((leaf, at) => `${leaf} ${JSON.stringify(["a", "b", "é"][at])}\n`).join(""),
  );
  const changes = (one["provenance.jsonl"] ?? "").trimEnd().split("\n");
  expect(changes.map((line) => (JSON.parse(line) as { revision: number }).revision)).toEqual([1, 2]);
});

test("evidence of a revision, a time or a session holds the state of then", async ({ account, connection }) => {
  const place = await connection();
  await uploaded(account, place, "first-load", [{ id: "a", n: 1 }, { id: "b" }]);
  await act(account, place, "first-load", "complete");
  const { body: now } = await account.call<{ updatedAt: string; revision: number }>("GET", record(place, "api", "a"));
  await uploaded(account, place, "second-load", [{ id: "a", n: 2 }, { id: "c" }]);
  await act(account, place, "second-load", "complete");
  const of = async (body: object) => recordLines(account, await madeEvidence(account, place, { ...body, formats: [] }));
  const [then, present] = ['{"id":"a","n":1}\n{"id":"b"}\n', '{"id":"a","n":2}\n{"id":"c"}\n'];
  expect(await of({ asOf: String(now.revision) })).toBe(then);
  expect(await of({ asOf: now.updatedAt })).toBe(then);
  expect(await of({ session: "first-load" })).toBe(then);
  expect(await of({ session: "second-load" })).toBe(present);
  expect(await of({})).toBe(present);
  expect((await asked(account, place, { asOf: "999" })).status).toBe(400);
  expect((await asked(account, place, { asOf: "0" })).status).toBe(400);
  expect((await asked(account, place, { asOf: "2999-01-01T00:00:00Z" })).text).toContain("has not come");
  const soon = new Date(Date.now() + 20_000).toISOString();
  expect((await asked(account, place, { asOf: soon })).text, "a Change may still be stamped by then").toContain(
    "has not come",
  );
  expect((await asked(account, place, { asOf: "2", session: "first-load" })).status).toBe(400);
  expect((await asked(account, place, { session: "nobody-knows-it" })).status).toBe(404);
});

test("a filter leaves only what it means, and the counts say of how many", async ({ account, connection }) => {
  const place = await connection();
  await push(account, place, [
    { id: "a", n: 1 },
    { id: "b", n: 2 },
    { id: "c", n: 3 },
  ]);
  const filter = { pointer: "/n", op: "gte", value: 2 };
  const made = await madeEvidence(account, place, { filter, columns: ["/n"], formats: ["csv"] });
  expect(ids(await recordLines(account, made))).toEqual(["b", "c"]);
  expect((await content(account, made)).counts).toEqual({ total: 3, matching: 2, included: 2, failing: 0 });
  expect(await evidenceFile(account, made.id, "records.csv")).toBe("\ufeffid,n\r\nb,2\r\nc,3\r\n");
  expect((await asked(account, place, { filter: { pointer: "/n", op: "near" } })).status).toBe(400);
});

test("a sample is drawn by the seed that it names, in the order of ids", async ({ account, connection }) => {
  const place = await connection();
  const all = Array.from({ length: 40 }, (_, at) => `r${String(at).padStart(2, "0")}`);
  await push(
    account,
    place,
    all.map((id) => ({ id })),
  );
  const drawn = (seed: string, size: number) => {
    const by = (id: string) => digest(Buffer.concat([Buffer.from(seed), Buffer.of(0), Buffer.from(id)]));
    return [...all]
      .sort((one, other) => (by(one) < by(other) ? -1 : 1))
      .slice(0, size)
      .sort();
  };
  const made = await madeEvidence(account, place, { sample: { size: 7, seed: "2026 / Q4 é" }, formats: [] });
  expect(ids(await recordLines(account, made))).toEqual(drawn("2026 / Q4 é", 7));
  const told = await content(account, made);
  expect(told.sample).toEqual({ size: 7, of: 40, seed: "2026 / Q4 é" });
  expect(told.counts).toEqual({ total: 40, matching: 40, included: 7, failing: 0 });
  const own = await madeEvidence(account, place, { sample: { size: 3 }, formats: [] });
  expect(ids(await recordLines(account, own)), "a seed of its own is written down").toEqual(
    drawn(own.sample?.seed ?? "", 3),
  );
});

test("redacted values leave a salted hash: the same for the same request, another for each record", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const people = [{ ssn: "1" }, { ssn: "1", keep: true }];
  await push(account, place, [
    { id: "a", pay: 10, people },
    { id: "b", pay: 10, people: "none" },
  ]);
  const redact = ["/pay", "/people/*/ssn"];
  const make = () => madeEvidence(account, place, { redact, formats: ["csv"] });
  const [first, again] = [await make(), await make()];
  expect(await reproducible(account, again)).toEqual(await reproducible(account, first));
  const lines = await recordLines(account, first);
  expect(first.redactions).toEqual(redact);
  const hidden = [...lines.matchAll(/\{"\$redacted":"([0-9a-f]{64})"\}/g)].map(([, hash]) => hash);
  expect(new Set(hidden).size, "equal values do not show").toBe(4);
  const shown = lines.replaceAll(/\{"\$redacted":"[0-9a-f]{64}"\}/g, "X");
  expect(shown).toBe(
    '{"id":"a","pay":X,"people":[{"ssn":X},{"keep":true,"ssn":X}]}\n{"id":"b","pay":X,"people":"none"}\n',
  );
  expect((await asked(account, place, { redact: ["/id"] })).status).toBe(400);
});

test("the count of records that fail is of the schema then in force, and stays so", async ({ account, connection }) => {
  const place = await connection({ schema: { type: "object" } });
  await push(account, place, [{ id: "a" }, { id: "b", name: "b" }]);
  const strict = { schema: { type: "object", required: ["name"] } };
  await account.call("PUT", `${resource(place, "api")}/schema`, { body: strict, headers: { "if-match": "*" } });
  const failing = async (asOf?: string) => {
    const made = await madeEvidence(account, place, { ...(asOf !== undefined && { asOf }), formats: [] });
    return [(await content(account, made)).counts.failing, made.failingCount, made.schemaVersion];
  };
  expect(await failing("2")).toEqual([0, 0, 1]);
  expect(await failing()).toEqual([1, 1, 2]);
  await account.call("PATCH", resource(place, "api"), { body: { failingPolicy: "mark" } });
  await push(account, place, { id: "c" });
  expect(await failing(), "one that was let in by a policy counts").toEqual([2, 2, 2]);
  expect(await failing("3")).toEqual([1, 1, 2]);
});

test("generated again it is equal; what was changed behind its back is named", async ({ account, connection }) => {
  const place = await connection();
  await push(account, place, [
    { id: "a", n: 1 },
    { id: "b", n: 1 },
    { id: "c", n: 1 },
  ]);
  const made = await madeEvidence(account, place, { formats: ["csv"] });
  await push(account, place, { id: "a", n: 2 });
  type Compared = { status: string; equal: boolean; differences: { file: string; says: string }[] };
  const compare = async () => (await account.call<Compared>("POST", `/api/evidence/${made.id}/regenerate`)).body;
  expect(await compare()).toMatchObject({ status: "done", equal: true, differences: [] });
  await pastTriggers(
    `update record_version set data = '{"id":"a","n":7}' where account_id = ${account.accountId} and resource_id = ${place.resourceId} and id = 'a'`,
    `delete from data_record where account_id = ${account.accountId} and resource_id = ${place.resourceId} and id = 'b'`,
  );
  const told = await compare();
  expect(told.equal).toBe(false);
  expect(told.differences.filter(({ file }) => file === "records.jsonl").map(({ says }) => says)).toEqual([
    'Record "a" differs from the one in the database',
    'Record "b" is in the evidence and not in the database',
  ]);
  expect([...new Set(told.differences.map(({ file }) => file))]).toEqual(
    expect.arrayContaining(["content.json", "records.csv", "records.leaves"]),
  );
});

test("a record that was put into an empty past is named, and a file that is gone is said to be missing", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await push(account, place, { id: "a", n: 1 });
  const filter = { pointer: "/n", op: "eq", value: 7 };
  const made = await madeEvidence(account, place, { formats: [], filter });
  expect(await recordLines(account, made)).toBe("");
  type Compared = { differences: { file: string; says: string }[] };
  const compare = async () =>
    (await account.call<Compared>("POST", `/api/evidence/${made.id}/regenerate`)).body.differences;
  expect(await compare()).toEqual([]);
  const own = `account_id = ${account.accountId} and`;
  await pastTriggers(
    `update data_record set data = '{"id":"a","n":7}' where ${own} resource_id = ${place.resourceId}`,
    `delete from evidence_chunk where ${own} evidence_id = ${made.id} and name = 'schema.json'`,
  );
  const says = await compare();
  const named = 'Record "a" is in the database and not in the evidence';
  expect(says).toContainEqual({ file: "records.jsonl", says: named });
  expect(says).toContainEqual({ file: "schema.json", says: "It is missing" });
});

test("a record that was erased leaves its hash in what is generated later, and the comparison says so", async ({
  account,
  connection,
}) => {
  const place = await connection();
  // Somebody pushes what reads as if it was erased.
  const $erased = "0".repeat(64);
  await push(account, place, [
    { id: "ada", name: "Ada" },
    { id: "bob", $erased },
  ]);
  const made = await madeEvidence(account, place, { formats: [] });
  await account.call("POST", `${record(place, "api", "ada")}/erase`, { body: { reason: "asked for" } });
  const line = digest('{"id":"ada","name":"Ada"}');
  const later = await madeEvidence(account, place, { asOf: String(made.revision), formats: [] });
  expect(await recordLines(account, later)).toBe(
    `{"$erased":"${line}","id":"ada"}\n{"$erased":"${$erased}","id":"bob"}\n`,
  );
  const { body } = await account.call<{ differences: object[] }>("POST", `/api/evidence/${made.id}/regenerate`);
  expect(body.differences).toContainEqual({ file: "records.jsonl", says: 'Record "ada" was erased since' });
  const leaves = (await evidenceFile(account, later.id, "records.leaves")).split("\n");
  expect(leaves.map((each) => each.slice(65))).toEqual(['"ada"', '"bob" own', ""]);
});

test("deleted evidence leaves a tombstone, and the database refuses every other change", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await push(account, place, { id: "a" });
  const made = await madeEvidence(account, place, { formats: [] });
  const where = `account_id = ${account.accountId} and`;
  for (const statement of [
    `update evidence set sha256 = repeat('0', 64) where ${where} id = ${made.id}`,
    `update evidence set manifest = '{}' where ${where} id = ${made.id}`,
    `delete from evidence where ${where} id = ${made.id}`,
    `update evidence_chunk set bytes = '' where ${where} evidence_id = ${made.id}`,
    `delete from evidence_chunk where ${where} evidence_id = ${made.id}`,
    `delete from evidence_file where ${where} evidence_id = ${made.id}`,
    "truncate evidence_chunk",
  ]) {
    await expect(sql(statement), statement).rejects.toThrow(/append-only/);
  }
  const own = `/api/evidence/${made.id}`;
  const headers = { "x-change-reason": "no longer needed" };
  const { body, status } = await account.call<EvidenceFacts>("DELETE", own, { headers });
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: "deleted", files: [], sha256: made.sha256, deleteReason: "no longer needed" });
  const { body: left } = await account.call<EvidenceFacts & { manifest: Content }>("GET", own);
  expect(left.manifest).toMatchObject({ revision: made.revision, counts: { total: 1 } });
  expect((await account.call("GET", `${own}/download`)).status).toBe(409);
  expect((await account.call("GET", `${own}/files/records.jsonl`)).status).toBe(409);
  expect((await account.call("DELETE", own)).status).toBe(409);
  expect(await sql(`select 1 from evidence_chunk where ${where} evidence_id = ${made.id}`)).toEqual([]);
});

const [CUTS, CUTTERS] = [200, 4];

test("cut 200 times while many write, each evidence is exactly the state at its revision", async ({
  account,
  connection,
}) => {
  test.slow();
  const place = await connection();
  let writing = true;
  const writer = async (mine: number) => {
    for (let round = 0; writing; round += 1) {
      const rows = Array.from({ length: 5 }, (_, at) => ({ id: `w${(mine * 7 + round * 3 + at) % 40}`, mine, round }));
      await account.call("POST", records(place, "api"), { body: { data: rows } });
      // Every cut lists each Change before it: without a breath the list would be most of the work.
      await pause(40);
      if (round % 4 === 3) await account.call("DELETE", record(place, "api", `w${(mine + round) % 40}`));
    }
  };
  const made: EvidenceFacts[] = [];
  const cutter = async () => {
    for (let cut = 0; cut < CUTS / CUTTERS; cut += 1) made.push(await madeEvidence(account, place, { formats: [] }));
  };
  const writers = [0, 1, 2].map(writer);
  try {
    await Promise.all(Array.from({ length: CUTTERS }, cutter));
  } finally {
    writing = false;
    await Promise.all(writers);
  }
  const moments = new Set(made.map(({ revision }) => revision));
  expect(made).toHaveLength(CUTS);
  expect(moments.size, "many moments").toBeGreaterThan(CUTS / 4);
  const states = new Map<number, string>();
  const { revision: last } = await headOf(place);
  replay(await versionsOf(place), last, (revision, state) => {
    if (!moments.has(revision)) return;
    const rows = [...state.values()].sort((a, b) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)));
    states.set(revision, rows.map(({ data }) => `${canonicalRecord(data)}\n`).join(""));
  });
  for (const each of made) {
    expect(await recordLines(account, each), `revision ${each.revision}`).toBe(states.get(each.revision));
  }
});
