import { setTimeout as pause } from "node:timers/promises";
import {
  call,
  expect,
  newConnection,
  record,
  records,
  resource,
  test,
  type Account,
  type Place,
} from "../fixtures/api";
import { session } from "../fixtures/database";
import { publishDraft, push, saveDraft } from "../fixtures/drafts";
import { bundleOf, evidenceFile, evidenceReady, madeEvidence, recordLines, unpacked } from "../fixtures/evidence";
import { headOf } from "../fixtures/heart";
import { jobOver } from "../fixtures/jobs";
import { roleKey } from "../fixtures/people";
import { act, uploaded } from "../fixtures/sessions";

type Asked = { body: object; key?: string };

const ask = (account: Account, place: Place, { body, key }: Asked) =>
  call<{ id: number; message: string }>("POST", `${resource(place, "api")}/evidence`, {
    body,
    key: key ?? account.apiKey,
  });
const contentOf = async (account: Pick<Account, "call">, { id }: { id: number }) =>
  JSON.parse(await evidenceFile(account, id, "content.json")) as {
    revision: number;
    redactions: string[];
    session: { sessionId: string } | null;
  };

async function published(account: Account, place: Place, draft: object): Promise<void> {
  const saved = await saveDraft(account, place, draft);
  expect(saved.status, saved.text).toBe(200);
  const started = await publishDraft(account, place);
  expect(started.status, started.text).toBe(202);
  expect((await jobOver(account, started.body.id)).status).toBe("done");
}

const secret = { type: "string", "x-sensitive": true };

test("what the schema of a moment marked stays hidden in all that tells of it, after the field got another name", async ({
  account,
}) => {
  const place = await newConnection(account, { schema: { type: "object", properties: { ssn: secret } } });
  const value = `secret-${crypto.randomUUID().slice(0, 8)}`;
  await push(account, place, [
    { id: "ada", ssn: value },
    { id: "gone", ssn: value },
  ]);
  const { revision } = await headOf(place);
  await account.call("DELETE", record(place, "api", "gone"));
  const next = { type: "object", properties: { personalNo: secret } };
  await published(account, place, { schema: next, steps: [{ kind: "rename", from: "/ssn", to: "/personalNo" }] });

  const { apiKey: key } = await roleKey(account, "auditor");
  const auditor: Pick<Account, "call"> = { call: (method, path, asked) => call(method, path, { ...asked, key }) };
  const asOf = String(revision);
  const made = await madeEvidence(auditor, place, { asOf, formats: ["csv"] });
  expect(made.redactions).toEqual(["/personalNo", "/ssn"]);
  expect(await recordLines(auditor, made)).not.toContain(value);
  expect((await contentOf(auditor, made)).redactions).toEqual(["/personalNo", "/ssn"]);
  expect((await call("GET", `/api/evidence/${made.id}/download`, { key })).status).toBe(200);
  const byGuess = encodeURIComponent(JSON.stringify({ pointer: "/ssn", op: "eq", value }));
  const guess = await ask(account, place, { body: { asOf, filter: { pointer: "/ssn", op: "eq", value } }, key });
  expect(guess.status, guess.text).toBe(403);

  const clear = await madeEvidence(account, place, { asOf, redact: ["/personalNo"], formats: [] });
  expect(await recordLines(account, clear)).toContain(value);
  expect((await call("GET", `/api/evidence/${clear.id}/download`, { key })).status, "it holds /ssn in clear").toBe(403);
  const asking = await madeEvidence(account, place, {
    asOf,
    filter: { pointer: "/ssn", op: "eq", value },
    formats: [],
  });
  for (const path of [`/api/evidence/${asking.id}`, "/api/evidence"]) {
    expect((await auditor.call("GET", path)).text, path).not.toContain(value);
  }

  const own = resource(place, "api");
  const past = [
    `${own}/records?asOf=${asOf}`,
    `${own}/records/ada?asOf=${asOf}`,
    `${own}/export?asOf=${asOf}`,
    `${own}/records/ada/history`,
    `${own}/records/gone/history`,
    `${own}/deleted-records`,
    `${own}/compare/records?from=${asOf}`,
  ];
  for (const path of past) {
    const [shown, hidden] = [await account.call("GET", path), await auditor.call("GET", path)];
    expect([shown.status, hidden.status], path).toEqual([200, 200]);
    expect(shown.text, path).toContain(value);
    expect(hidden.text, path).not.toContain(value);
  }
  expect((await auditor.call("GET", `${own}/records?asOf=${asOf}&filter=${byGuess}`)).status).toBe(403);
  const found = await auditor.call<{ data: unknown[] }>("GET", `${own}/records?asOf=${asOf}&q=${value}`);
  expect(found.body.data).toEqual([]);
  const { body: job } = await auditor.call<{ id: number }>("POST", `${own}/exports`, { body: { format: "csv", asOf } });
  const { result } = await jobOver(account, job.id);
  const file = await auditor.call("GET", result?.downloadUrl ?? "");
  expect([file.status, file.text.includes(value)]).toEqual([200, false]);
});

test("what is left out of evidence goes by the key that told records apart then", async ({ account }) => {
  const place = await newConnection(account, { schema: { type: "object" } });
  await push(account, place, [{ id: "1", email: "ada@example.com" }]);
  const { revision } = await headOf(place);
  await published(account, place, { schema: { type: "object" }, identifierKey: "email" });
  const asOf = String(revision);
  const refused = await ask(account, place, { body: { asOf, redact: ["/id"] } });
  expect([refused.status, refused.body.message]).toEqual([400, expect.stringContaining("told apart by")]);
  const then = await madeEvidence(account, place, { asOf, redact: ["/email"], formats: [] });
  expect(await recordLines(account, then)).toMatch(/^\{"email":\{"\$redacted":"[0-9a-f]{64}"\},"id":"1"\}\n$/);
  expect((await ask(account, place, { body: { redact: ["/email"] } })).status).toBe(400);
  const now = await madeEvidence(account, place, { redact: ["/id"], formats: [] });
  expect(await recordLines(account, now)).toMatch(/^\{"email":"ada@example.com","id":\{"\$redacted":/);
});

test("evidence of a session that another one replaces meanwhile is of the session", async ({ account, connection }) => {
  const place = await connection();
  await uploaded(account, place, "morning", [{ id: "a", from: "morning" }]);
  await act(account, place, "morning", "complete");
  await uploaded(account, place, "evening", [{ id: "a", from: "evening" }]);
  const slow = await session();
  try {
    // Two others have the account's turns and wait for its row; the third has looked at the session and waits for a turn.
    await slow.query("begin");
    await slow.query("select 1 from account where id = $1 for no key update", [account.accountId]);
    const before = [1, 2].map(() => ask(account, place, { body: { formats: [] } }));
    await pause(300);
    const asked = ask(account, place, { body: { session: "morning", formats: [] } });
    await pause(300);
    await act(account, place, "evening", "complete");
    await slow.query("rollback");
    const { status, body, text } = await asked;
    expect(status, text).toBe(201);
    await Promise.all(before);
    const ready = await evidenceReady(account, body.id);
    expect((await contentOf(account, ready)).session?.sessionId).toBe("morning");
    expect(await recordLines(account, ready)).toBe('{"from":"morning","id":"a"}\n');
  } finally {
    await slow.end();
  }
});

test("evidence as of a time has what was stamped by then, also where it is written only later", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await push(account, place, [{ id: "before" }]);
  const slow = await session();
  try {
    // What a push does, at its slowest: its stamp is taken with the resource's row, and its Change is there at commit.
    await slow.query("begin");
    await slow.query("select 1 from open_change($1, $2)", [account.accountId, place.resourceId]);
    await slow.query(
      `insert into change (account_id, resource_id, revision, at, kind, actor_kind, actor_label, channel, request_id,
         schema_version)
       select account_id, id, revision + 1, greatest(clock_timestamp(), stamped_at), 'records.push', 'key', 'slow', 'api',
         'slow', schema_version from resource where id = $1`,
      [place.resourceId],
    );
    await slow.query("update resource set revision = revision + 1, stamped_at = clock_timestamp() where id = $1", [
      place.resourceId,
    ]);
    const { rows } = await slow.query<{ now: Date }>("select clock_timestamp() as now");
    const asked = ask(account, place, { body: { asOf: rows[0]?.now.toISOString(), formats: [] } });
    await pause(500);
    await slow.query("commit");
    const { status, body, text } = await asked;
    expect(status, text).toBe(201);
    expect((await evidenceReady(account, body.id)).revision).toBe(3);
  } finally {
    await slow.end();
  }
});

test("a filter by what is redacted is refused: it would tell of every record what the hash hides", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await push(account, place, [{ id: "a", ssn: "123", contacts: [{ phone: "11" }], note: "x" }]);
  const ssn = { pointer: "/ssn", op: "eq", value: "123" };
  for (const [redact, filter] of [
    ["/ssn", ssn],
    ["/ssn", { not: { or: [ssn, { pointer: "/note", op: "eq", value: "x" }] } }],
    ["/contacts/*/phone", { pointer: "/contacts", any: { pointer: "/phone", op: "eq", value: "11" } }],
    ["/contacts/*/phone", { pointer: "/contacts", op: "has", value: { phone: "11" } }],
  ] as const) {
    const { status, body } = await ask(account, place, { body: { redact: [redact], filter } });
    expect([status, body.message], redact).toEqual([400, expect.stringContaining(`asks about ${redact}`)]);
    const plan = { every: "push", request: { redact: [redact], filter } };
    expect((await account.call("POST", `${resource(place, "api")}/evidence-schedules`, { body: plan })).status).toBe(
      400,
    );
  }
  const beside = { redact: ["/ssn"], filter: { pointer: "/note", op: "eq", value: "x" }, formats: [] };
  expect((await madeEvidence(account, place, beside)).recordCount).toBe(1);
});

test("a sample of more than there are says so, and the rejected rows say when they were counted", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema: { type: "object", properties: { n: { type: "number" } } } });
  await push(account, place, [{ id: "a" }, { id: "b" }, { id: "c" }]);
  await account.call("POST", records(place, "api"), { body: { data: [{ id: "d", n: "many" }] } });
  const made = await madeEvidence(account, place, { sample: { size: 5_000, seed: "dice" }, formats: ["xlsx"] });
  const workbook = (await unpacked((await bundleOf(account, made.id)).bytes)).get("records.xlsx");
  const sheets = await unpacked(workbook ?? Buffer.alloc(0));
  const told = [...sheets.values()].map(String).join("");
  expect(told).toContain("all 3; 5,000 were asked for, drawn with the seed");
  expect(told).toContain("1, counted when it was generated, not as of the revision");
});
