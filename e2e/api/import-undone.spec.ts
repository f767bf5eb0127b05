import { expect, records, resource, test, type Account, type Place } from "../fixtures/api";
import { changesOf, disorder, headOf, versionsOf } from "../fixtures/heart";
import { importFile, imports, importWhen, type Import } from "../fixtures/imports";

type Undone = { revision: number | null; restored: number; deleted: number };

const schema = { type: "object", properties: { name: { type: "string" } } };
const file = "id,name\na,A2\nb,B2\nc,C\n";
const undo = (account: Account, place: Place, revision: number | null) =>
  account.call<Undone>("POST", `${resource(place, "api")}/changes/${revision}/undo`);
const read = async (account: Account, place: Place, id: number) =>
  (await account.call<Import>("GET", imports(place, id))).body;

test("an import whose change was undone says by which, is not rolled back twice, and holds again when that is undone", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  await account.call("POST", records(place, "api"), { body: { data: [{ id: "a", name: "A" }, { id: "b" }] } });
  const done = await importFile(account, place, "some.csv", file);
  expect(done).toMatchObject({ status: "committed", rolledBack: null, canRollBack: true });
  await account.call("POST", records(place, "api"), { body: { data: { id: "b", name: "B3" } } });

  const undone = await undo(account, place, done.revision);
  expect(undone.body).toMatchObject({ restored: 1, deleted: 1 });
  const { revision } = undone.body;
  const rolledBack = { revision, kept: 1 };
  expect(await read(account, place, done.id)).toMatchObject({ status: "rolled-back", rolledBack, canRollBack: false });
  const again = await account.call("POST", `${imports(place, done.id)}/rollback`);
  expect([again.status, again.body.message]).toEqual([
    409,
    `The import cannot be rolled back: revision ${revision} took it back already`,
  ]);

  expect((await undo(account, place, revision)).body).toMatchObject({ restored: 2 });
  expect(await read(account, place, done.id)).toMatchObject({
    status: "committed",
    rolledBack: null,
    canRollBack: true,
  });
  expect((await account.call("POST", `${imports(place, done.id)}/rollback?later=overwrite`)).status).toBe(202);
  const rolled = await importWhen(account, place, done.id, ({ status }) => status === "rolled-back");
  expect(rolled.rolledBack).toMatchObject({ kept: 0 });
  const { body } = await account.call<{ data: { id: string; attributes: object }[] }>(
    "GET",
    `${records(place, "api")}?sort=id&sortDir=ASC`,
  );
  expect(body.data.map(({ attributes }) => attributes)).toEqual([{ id: "a", name: "A" }, { id: "b" }]);
  expect(disorder(await versionsOf(place), await changesOf(place), await headOf(place))).toEqual([]);
});
