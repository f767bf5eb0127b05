import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { call, expect, freshAccount, record, records, test, type Account } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { bundleOf, madeEvidence } from "../fixtures/evidence";
import { roleKey } from "../fixtures/people";

type Revealed = { id: string; pointer: string; value: string; salt: string; message?: string };

let home = "";
test.beforeAll(() => void (home = mkdtempSync(path.join(tmpdir(), "attestry-reveal-"))));
test.afterAll(() => rmSync(home, { recursive: true, force: true }));

const schema = { type: "object", properties: { pay: { type: "number", "x-sensitive": true } } };
const redact = ["/pay", "/people/*/ssn"];
const ada = { id: "it's", pay: 1.5, people: [{ ssn: "1" }, { ssn: { of: "ö", and: [1] } }] };
const data = [ada, { id: "bo", people: [] }];

/** What a program says of a value. */
function checked(program: "verify.py" | "verify.mjs", file: string, { id, pointer, value, salt }: Revealed) {
  const verifier = path.resolve(import.meta.dirname, "../../lib/evidence/bundle/check", program);
  const words = [verifier, file, "--reveal", id, pointer, value, salt];
  try {
    return execFileSync(program.endsWith("py") ? "python3" : process.execPath, words, { encoding: "utf8" });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

test("200: what is told is what both programs find in the bundle, and no other value is", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await account.call("POST", records(place, "v1"), { body: { data } });
  const made = await madeEvidence(account, place, { formats: [], redact });
  await account.call("PATCH", record(place, "api", ada.id), { body: { data: { pay: 2 } } });
  const file = path.join(home, made.fileName);
  writeFileSync(file, (await bundleOf(account, made.id)).bytes);
  const salts = new Set<string>();
  for (const [pointer, value] of [
    ["/pay", "1.5"],
    ["/people/1/ssn", '{"and":[1],"of":"ö"}'],
  ] as const) {
    const { status, body } = await reveal(account, made.id, { id: ada.id, pointer });
    expect([status, body]).toEqual([
      200,
      { id: ada.id, pointer, value, salt: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    salts.add(body.salt);
    for (const program of ["verify.py", "verify.mjs"] as const) {
      const fits = checked(program, file, body);
      expect(fits).toContain(`The value that was redacted at ${pointer} of "it's" is the one you gave.`);
      expect(fits).toContain("\nGOOD:");
      expect(checked(program, file, { ...body, value: "2" })).toContain("The value does not belong to");
    }
  }
  expect(salts.size).toBe(2);
});

test("404, 409: what cannot be told is refused with the reason", async ({ account, connection }) => {
  const place = await connection({ schema });
  await account.call("POST", records(place, "v1"), { body: { data } });
  const filter = { pointer: "/id", op: "ne", value: "bo" };
  const { id } = await madeEvidence(account, place, { formats: [], redact, filter });
  const refused = async (of: string, pointer: string) => {
    const { status, body } = await reveal(account, id, { id: of, pointer });
    return [status, body.message];
  };
  expect(await refused("none", "/pay")).toEqual([404, 'There is no record "none" in this evidence']);
  expect(await refused("bo", "/pay"), "left out by the filter").toEqual([
    404,
    'There is no record "bo" in this evidence',
  ]);
  for (const pointer of ["/people", "/people/*/ssn", "/people/2/ssn", "/people/01/ssn", "/id"]) {
    expect(await refused(ada.id, pointer)).toEqual([404, `Nothing was redacted at ${pointer} of record "it's"`]);
  }
  await account.call("POST", `${record(place, "api", ada.id)}/erase`, { body: { reason: "asked for" } });
  expect(await refused(ada.id, "/pay")).toEqual([409, expect.stringContaining("were erased")]);
  await sql("update resource set history_from = revision where id = $1", [place.resourceId]);
  expect(await refused(ada.id, "/pay")).toEqual([409, expect.stringContaining("are no longer kept")]);
  await account.call("DELETE", `/api/evidence/${id}`);
  expect(await refused(ada.id, "/pay")).toEqual([409, expect.stringContaining("is ready")]);
});

test("403, 404: only who may read sensitive values is told, and only of their account; the trail keeps who asked for which", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await account.call("POST", records(place, "v1"), { body: { data } });
  const made = await madeEvidence(account, place, { formats: [], redact: ["/pay"] });
  const asked = { id: ada.id, pointer: "/pay" };
  const { apiKey } = await roleKey(account, "auditor");
  const auditor = await call<Revealed>("POST", `/api/evidence/${made.id}/reveal`, { key: apiKey, body: asked });
  expect([auditor.status, auditor.text.includes("1.5")]).toEqual([403, false]);
  expect((await reveal(await freshAccount(), made.id, asked)).status).toBe(404);
  const headers = { "x-request-id": `reveal-${crypto.randomUUID()}` };
  const told = await account.call<Revealed>("POST", `/api/evidence/${made.id}/reveal`, { body: asked, headers });
  expect(told.status).toBe(200);
  const trail = await sql(
    "select account_id, action, target, details, actor_id from audit_entry where request_id = $1",
    [headers["x-request-id"]],
  );
  const details = { record: ada.id, pointer: "/pay", resourceId: place.resourceId, revision: made.revision };
  expect(trail).toEqual([
    {
      account_id: account.accountId,
      action: "evidence.reveal",
      target: `evidence ${made.id}`,
      details,
      actor_id: account.keyId,
    },
  ]);
});

const reveal = (account: Account, id: number, body: object) =>
  account.call<Revealed>("POST", `/api/evidence/${id}/reveal`, { body });
