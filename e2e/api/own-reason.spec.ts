import { expect, record, records, resource, test, type Account, type Place } from "../fixtures/api";
import { asPerson, newPersonIn } from "../fixtures/person";

type Change = { kind: string; reason: string | null; actor: { kind: string; id: number } };

async function asked(account: Account, place: Place): Promise<void> {
  await account.call("POST", records(place, "api"), { body: { data: [{ id: "a", n: 1 }, { id: "gone" }] } });
  await account.call("DELETE", record(place, "api", "gone"));
  const { status, text } = await account.call("PATCH", resource(place, "api"), { body: { reasonRequired: true } });
  if (status !== 200) throw new Error(text);
}

test("400 without a reason, where a resource asks people for one; with it, it stands beside who did it", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await asked(account, place);
  const person = await newPersonIn(account.accountId, "contributor");
  const { call } = await asPerson(person, account.accountId);
  const at = record(place, "api", "a");
  const writes: [string, string, unknown][] = [
    ["PATCH", at, { data: { n: 2 } }],
    ["PUT", at, { data: { n: 3 } }],
    ["POST", records(place, "api"), { data: { id: "b" } }],
    ["POST", `${at}/revert`, { revision: 2 }],
    ["POST", `${resource(place, "api")}/deleted-records/restore`, { ids: ["gone"] }],
    ["DELETE", at, undefined],
  ];
  const headers = { "if-match": "*" };
  for (const [method, path, body] of writes) {
    const refused = await call(method, path, { body, headers });
    expect(refused.status, `${method} ${path}`).toBe(400);
    expect(refused.body).toMatchObject({ name: "ReasonRequired", message: expect.stringContaining("x-change-reason") });
  }
  for (const [method, path, body] of writes) {
    const done = await call(method, path, { body, headers: { ...headers, "x-change-reason": `by%20${method}` } });
    expect(done.status, `${method} ${path} ${done.text}`).toBeLessThan(300);
  }
  const { body } = await account.call<{ data: Change[] }>("GET", `${resource(place, "api")}/changes?size=6`);
  expect(body.data.map(({ kind, reason }) => [kind, reason])).toEqual([
    ["record.delete", "by DELETE"],
    ["records.restore", "by POST"],
    ["record.revert", "by POST"],
    ["records.upsert", "by POST"],
    ["record.update", "by PUT"],
    ["record.update", "by PATCH"],
  ]);
  for (const { actor } of body.data) expect(actor).toMatchObject({ kind: "person", id: person.personId });
});

test("200: a script pushes without a reason, and a person reads without one", async ({ account, connection }) => {
  const place = await connection();
  await asked(account, place);
  expect((await account.call("POST", records(place, "v1"), { body: { data: { id: "a", n: 9 } } })).status).toBe(200);
  const { call } = await asPerson(await newPersonIn(account.accountId, "auditor"), account.accountId);
  expect((await call("GET", record(place, "api", "a"))).status).toBe(200);
});
