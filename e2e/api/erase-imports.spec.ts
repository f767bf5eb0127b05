import { expect, record, records, resource, test, type Account, type Place } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { importFile, imports, plan, upload, type Import } from "../fixtures/imports";
import { act, uploaded } from "../fixtures/sessions";

type Listed = { data: { id: string; attributes: object | null; erased?: { revision: number } }[] };

const schema = { type: "object", properties: { name: { type: "string" }, n: { type: "integer" } }, required: ["name"] };
const reason = "Asked for by whom it is about";
const erase = (account: Account, place: Place, id: string) =>
  account.call<{ importsCanceled: number }>("POST", `${record(place, "api", id)}/erase`, { body: { reason } });
const read = async (account: Account, place: Place, id: number) =>
  (await account.call<Import>("GET", imports(place, id))).body;

test("200: what is erased is erased from files that wait, from their plans and from refused rows, and their imports say why", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const word = `word-${crypto.randomUUID()}`;
  await account.call("POST", records(place, "api"), { body: { data: { id: "ada", name: word } } });
  const refused = `id,name,n\nada,${word},${word}\nbob,Bob,x\neve,Eve,1\n`;
  const over = await importFile(account, place, "over.csv", refused, { bad: "skip" });
  expect(over).toMatchObject({ status: "committed", counts: { created: 1, rejected: 2 } });
  const waits = await upload(account, place, "waits.csv", `id,name\nada,${word} 2\n`);
  const planned = await upload(account, place, "planned.csv", `id,name\nada,${word} 3\nbob,Bob\n`);
  expect(await plan(account, place, planned.id)).toMatchObject({ status: "planned", plan: { create: 1, update: 1 } });

  expect((await erase(account, place, "ada")).body.importsCanceled).toBe(2);
  for (const { id } of [waits, planned]) {
    const now = await read(account, place, id);
    expect(now).toMatchObject({ status: "canceled", plan: null });
    expect(now.error).toContain("A record was erased");
  }
  const left = await sql<{ found: string }>(
    `select 'item' as found from staged_item where account_id = $1 and data::text like $2
     union all select 'row' from file_import_row r where account_id = $1 and r::text like $2
     union all select 'import' from file_import i where account_id = $1 and i::text like $2
     union all select 'file' from file_import_chunk c join file_import i on i.account_id = c.account_id and i.id = c.import_id
       where c.account_id = $1 and i.resource_id = $3`,
    [account.accountId, `%${word}%`, place.resourceId],
  );
  expect(left).toEqual([]);
  expect(await read(account, place, over.id)).toMatchObject({ status: "committed", counts: { rejected: 2 } });
  const rejected = await account.call("GET", `${imports(place, over.id)}/rejected?format=csv`);
  expect(rejected.text).toContain("bob");
  expect(rejected.text).not.toContain("ada");
});

test("200: a record that an archived session held and that was erased is listed as erased", async ({
  account,
  connection,
}) => {
  const place = await connection();
  for (const name of ["first", "second"]) {
    await uploaded(account, place, name, [{ id: "ada", in: name }, { id: "bob" }]);
    await act(account, place, name, "complete");
  }
  const { revision } = (await erase(account, place, "ada")).body as unknown as { revision: number };
  const { body } = await account.call<Listed>("GET", `${resource(place, "v2")}/records?sessionId=first`);
  const ada = body.data.find(({ id }) => id === "ada");
  expect(ada).toMatchObject({ attributes: null, erased: { revision } });
  expect(body.data.find(({ id }) => id === "bob")).toMatchObject({ attributes: { id: "bob" } });
});
