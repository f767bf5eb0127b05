import { operationIds, operationOf, faceOf, type OperationId } from "@/lib/contract/operations";
import { adminCommand } from "../fixtures/admin";
import { call, newConnection, records, type Account } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { everythingOf } from "../fixtures/everything";
import { requestOf, sceneFor, type Scene } from "../fixtures/every-operation";
import { expect, test } from "../fixtures/heart";
import { newEmail, roleKey } from "../fixtures/people";

/**
 * What each mutation leaves behind in its own transaction: a Change where it touches a resource, an audit row where it
 * does not, both where it does both. Written by hand; an operation that changes something and is missing here fails.
 */
const traces: Partial<Record<OperationId, string[]>> = {
  "v1.records.upsert": ["change records.upsert"],
  "v1.evidence.generate": ["audit evidence.generate", "audit evidence.ready", "audit job.start"],
  "v1.record.update": ["change record.update"],
  "v1.record.delete": ["change record.delete"],
  "v2.connections.create": ["change resource.create"],
  "v2.connection.update": ["audit connection.update"],
  "v2.connection.delete": ["audit connection.delete", "change resource.delete"],
  "v2.records.upsert": ["change records.upsert"],
  "v2.record.update": ["change record.update"],
  "v2.record.delete": ["change record.delete"],
  "v1.sessions.open": ["audit session.open"],
  "v2.sessions.open": ["audit session.open"],
  // Into a session that is open: its push tells of it, and nothing changes.
  "v2.session.upload": [],
  "v2.session.action": ["change records.session"],
  "api.session.complete": ["change records.session"],
  "api.session.cancel": ["audit session.cancel"],
  "api.session.reactivate": ["change records.session"],
  "api.connections.create": ["change resource.create"],
  "api.connection.update": ["audit connection.update"],
  "api.connection.delete": ["audit connection.delete", "change resource.delete"],
  "api.connection.restore": ["audit connection.restore", "change resource.restore"],
  "api.resources.create": ["change resource.create"],
  "api.resource.update": ["change resource.update"],
  "api.resource.delete": ["change resource.delete"],
  "api.schema.publish": ["change schema.publish"],
  "api.schema.restore": ["change schema.publish"],
  "api.draft.save": ["audit schema.draft"],
  "api.draft.discard": ["audit schema.discard"],
  "api.draft.impact.start": ["audit job.start"],
  "api.draft.publish": ["change schema.publish"],
  "api.compare.start": ["audit job.start"],
  "api.chain.verify": ["audit job.start"],
  "api.chain.export": ["audit audit.chain-export"],
  "api.records.upsert": ["change records.upsert"],
  "api.record.replace": ["change record.update"],
  "api.record.merge": ["change record.update"],
  "api.record.delete": ["change record.delete"],
  "api.record.revert": ["change record.revert"],
  "api.record.erase": ["audit record.erase", "change record.erase"],
  "api.deleted.restore": ["change records.restore"],
  "api.views.create": ["audit view.create"],
  "api.view.update": ["audit view.update"],
  "api.view.delete": ["audit view.delete"],
  "api.change.undo": ["change records.undo"],
  "api.records.bulk-delete": ["audit job.start"],
  "api.records.bulk-edit": ["audit job.start"],
  "api.exports.create": ["audit job.start"],
  "api.imports.create": ["audit import.create"],
  "api.import.content": ["audit import.upload"],
  "api.import.update": ["audit import.update"],
  "api.import.plan": ["audit job.start"],
  "api.import.fix": ["audit import.fix"],
  // Of a cause that no row has: what nothing was mended by leaves nothing.
  "api.import.fix-cause": [],
  "api.import.rejected": ["audit import.rejected"],
  "api.import.commit": ["audit job.start"],
  "api.import.cancel": ["audit import.cancel"],
  "api.import.rollback": ["audit job.start"],
  "api.import-profile.save": ["audit import-profile.save"],
  "api.import-profile.delete": ["audit import-profile.delete"],
  "api.job.cancel": ["audit job.cancel"],
  "api.job.retry": ["audit job.retry"],
  "api.job.undo": ["audit job.start"],
  "api.job.download": ["audit job.download"],
  "api.evidence.generate": ["audit evidence.generate", "audit evidence.ready", "audit job.start"],
  "api.evidence.download": ["audit evidence.download"],
  "api.evidence.file": ["audit evidence.download"],
  "api.evidence.oscal": ["audit evidence.oscal"],
  "api.evidence.regenerate": ["audit evidence.regenerate", "audit job.start"],
  "api.evidence.delete": ["audit evidence.delete"],
  "api.evidence.reveal": ["audit evidence.reveal"],
  "api.evidence.hold": ["audit evidence.hold"],
  "api.evidence.keep": ["audit evidence.keep"],
  "api.evidence-links.create": ["audit evidence.link-create"],
  "api.evidence-link.revoke": ["audit evidence.link-revoke"],
  "api.evidence-schedules.create": ["audit evidence-schedule.create"],
  "api.evidence-schedule.update": ["audit evidence-schedule.update"],
  "api.evidence-schedule.delete": ["audit evidence-schedule.delete"],
  "api.signing-keys.rotate": ["audit signing-key.rotate"],
  "api.signing-key.revoke": ["audit signing-key.revoke"],
  "api.keys.create": ["audit key.create"],
  "api.key.revoke": ["audit key.revoke"],
  "api.key.rotate": ["audit key.rotate"],
  "api.person.update": ["audit person.role"],
  "api.person.remove": ["audit person.remove"],
  "api.person.signOut": ["audit person.end-sign-ins"],
  "api.access.export": ["audit access.export"],
  "api.account.update": ["audit account.update"],
  "api.account.testAlerts": ["audit alerts.test"],
  "api.account.terms": ["audit account.terms"],
  "api.account.plan": ["audit account.plan"],
  "api.audit.export": ["audit audit.export"],
  "api.invitations.create": ["audit invitation.create"],
  "api.invitation.delete": ["audit invitation.delete"],
};

type Trace = { trace: string; actor_kind: string; actor_id: number | null; actor_label: string; channel: string };

/** What a request left by itself; the changes of the job that it started come whenever the worker gets to them. */
const tracesOf = (requestId: string) =>
  sql<Trace>(
    `select 'change ' || kind as trace, actor_kind, actor_id, actor_label, channel from change where request_id = $1 and job_id is null
     union all
     select 'audit ' || action, actor_kind, actor_id, actor_label, channel from audit_entry where request_id = $1
     order by trace`,
    [requestId],
  );

/** What people do about themselves leaves its traces, too: profile.spec.ts and invitation.spec.ts look for them. */
const mutations = operationIds.filter((id) => operationOf(id).method !== "GET" && operationOf(id).permission !== null);

test("every operation that changes something has its trace written down here", () => {
  const downloads = [
    "api.evidence.download",
    "api.evidence.file",
    "api.evidence.oscal",
    "api.import.rejected",
    "api.job.download",
    "api.access.export",
    "api.audit.export",
    "api.chain.export",
  ];
  const written = Object.keys(traces).filter((id) => !downloads.includes(id));
  expect(written.sort()).toEqual([...mutations].sort());
});

test("every mutation leaves who, through what and which request; a reader leaves nothing", async ({ busy }) => {
  for (const id of operationIds.filter((each) => operationOf(each).permission !== null)) {
    const scene = await sceneFor(id, busy);
    const { method, path, asked } = requestOf(id, scene);
    const requestId = `audit-${id}-${crypto.randomUUID().slice(0, 8)}`;
    const { status, text } = await busy.call(method, path, {
      ...asked,
      headers: { ...asked.headers, "x-request-id": requestId },
    });
    expect(status, `${id} ${text}`).toBeLessThan(300);
    const left = await tracesOf(requestId);
    expect(
      left.map(({ trace }) => trace),
      id,
    ).toEqual(traces[id] ?? []);
    for (const { actor_kind, actor_id, actor_label, channel } of left) {
      const who = { actor_kind, actor_id, channel, labelled: actor_label !== "" };
      expect(who, id).toEqual({
        actor_kind: "key",
        actor_id: busy.keyId,
        channel: faceOf(operationOf(id).path),
        labelled: true,
      });
    }
  }
});

test("a dry run and a refused body leave no trace", async ({ busy }) => {
  const place = await newConnection(busy, { schema: { type: "object", required: ["name"] } });
  const headers = { "x-request-id": `dry-${crypto.randomUUID()}` };
  await busy.call("POST", `${records(place, "v1")}?dryRun=true`, { body: { data: { id: "a", name: "a" } }, headers });
  await busy.call("POST", records(place, "v1"), { body: { data: { id: "a" } }, headers });
  expect(await tracesOf(headers["x-request-id"])).toEqual([]);
});

test("403, a refused permission stands in the trail with what was missing", async ({ busy }) => {
  const { apiKey, keyId } = await roleKey(busy, "auditor");
  const place = await newConnection(busy);
  const headers = { "x-request-id": `refused-${crypto.randomUUID()}` };
  const { status } = await call("POST", records(place, "v1"), { key: apiKey, body: { data: { id: "a" } }, headers });
  expect(status).toBe(403);
  const rows = await sql(
    "select account_id, action, target, details, actor_id, channel from audit_entry where request_id = $1",
    [headers["x-request-id"]],
  );
  const details = { permission: "custom-connections-data-post" };
  const refused = { action: "access.refused", target: "v1.records.upsert", details };
  expect(rows).toEqual([{ ...refused, account_id: busy.accountId, actor_id: keyId, channel: "v1" }]);
});

test("the admin command leaves its traces in the account it acted on", async () => {
  const run = async <Result = object>(...words: string[]) => {
    const { code, stdout } = await adminCommand(...words, "--json");
    expect(code, stdout).toBe(0);
    return JSON.parse(stdout) as Result;
  };
  const { accountId } = await run<{ accountId: number }>("account", "create", "--name", "Traced");
  const account = ["--account", String(accountId)];
  const email = newEmail("traced");
  await run("terms", "accept", ...account);
  await run("terms", "withdraw", ...account);
  await run("plan", "set", ...account, "--plan", "basic");
  await run("rate", "set", ...account, "--per-minute", "5");
  await run("person", "create", ...account, "--email", email, "--role", "manager");
  await run("person", "reset-password", "--email", email);
  const { keyId, apiKey } = await run<{ keyId: number; apiKey: string }>("key", "create", ...account, "--name", "k");
  await run("key", "revoke", "--key", String(keyId));
  const rows = await sql<{ action: string; actor_kind: string; channel: string; request_id: string; details: object }>(
    // The key that signs the account's checkpoints is made by itself, a while after the account.
    `select action, actor_kind, channel, request_id, details from audit_entry
     where account_id = $1 and action <> 'signing-key.create' order by id`,
    [accountId],
  );
  expect(rows.map(({ action }) => action)).toEqual([
    ...["account.create", "account.terms", "account.terms", "account.plan", "account.rate"],
    ...["person.join", "person.password", "key.create", "key.revoke"],
  ]);
  for (const row of rows) expect(row).toMatchObject({ actor_kind: "command", channel: "admin" });
  expect(new Set(rows.map(({ request_id }) => request_id)).size).toBe(rows.length);
  expect(JSON.stringify(rows)).not.toContain(apiKey.slice(12));
});

/** Makes every insert of an account into a table fail while the work runs. */
async function whileRefused(
  table: "audit_entry" | "change",
  account: Account,
  work: () => Promise<void>,
): Promise<void> {
  const trigger = `refuse_account_${account.accountId}`;
  await sql(
    `create trigger ${trigger} before insert on ${table} for each row when (new.account_id = ${account.accountId})
     execute function refuse_truncate()`,
  );
  try {
    await work();
  } finally {
    await sql(`drop trigger ${trigger} on ${table}`);
  }
}

for (const [table, word] of [
  ["audit_entry", "audit"],
  ["change", "change"],
] as const) {
  test(`500, what cannot be written into ${table} did not happen`, async ({ busy }) => {
    const leaving = (Object.keys(traces) as OperationId[]).filter((id) =>
      traces[id]?.some((each) => each.startsWith(word)),
    );
    const scenes: { id: OperationId; scene: Scene }[] = [];
    for (const id of leaving) scenes.push({ id, scene: await sceneFor(id, busy) });
    await whileRefused(table, busy, async () => {
      const before = await everythingOf(busy.accountId);
      for (const { id, scene } of scenes) {
        const { method, path, asked } = requestOf(id, scene);
        const headers = { ...asked.headers, ...(method === "POST" && { "idempotency-key": crypto.randomUUID() }) };
        const { status, text } = await busy.call(method, path, { ...asked, headers });
        expect([id, status, text.includes("append-only")]).toEqual([id, 500, false]);
      }
      expect(await everythingOf(busy.accountId)).toEqual(before);
    });
    for (const { id, scene } of scenes) {
      const { method, path, asked } = requestOf(id, scene);
      expect([id, (await busy.call(method, path, asked)).status < 300]).toEqual([id, true]);
    }
  });
}

test("403 stays 403 when even the trail cannot be written", async ({ busy }) => {
  const { apiKey } = await roleKey(busy, "contributor");
  await whileRefused("audit_entry", busy, async () => {
    expect((await call("GET", "/api/keys", { key: apiKey })).status).toBe(403);
  });
});
