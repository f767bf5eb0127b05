import fc from "fast-check";
import {
  expect,
  freshAccount,
  newConnection,
  record,
  records,
  resource,
  type Account,
  type Place,
} from "../fixtures/api";
import { changesOf, test, versionsOf, type Version } from "../fixtures/heart";
import { act, acts, states } from "../fixtures/past";

type Undone = {
  revision: number | null;
  restored: number;
  deleted: number;
  overwritten: number;
  keptCount: number;
  kept: { id: string; by: { revision: number; actor: { kind: string } } | null }[];
};

const undoOf = (place: Place, revision: number) => `${resource(place, "api")}/changes/${revision}/undo`;

const plain = (state: ReadonlyMap<string, Version>) =>
  Object.fromEntries([...state].map(([id, { data }]) => [id, JSON.parse(data) as unknown]));

test("a change and its undo come to what was before, whatever the change was", async ({ busy }) => {
  test.setTimeout(240_000);
  await fc.assert(
    fc.asyncProperty(acts, async (done) => {
      const place = await newConnection(busy);
      await act(busy, place, done);
      const changes = await changesOf(place);
      const last = changes.length;
      if (!changes.at(-1)?.kind.startsWith("record")) return;
      expect((await busy.call("POST", undoOf(place, last))).status).toBe(200);
      const newest = (await changesOf(place)).length;
      const all = await states(place, newest);
      expect(plain(all[newest] ?? new Map())).toEqual(plain(all[last - 1] ?? new Map()));
    }),
    { numRuns: 15 },
  );
});

/** Revision 3 edits a and b and makes d; b is edited again later, and c is deleted. */
async function livedIn(account: Account): Promise<Place> {
  const place = await newConnection(account);
  const push = (ids: string[], n: number) =>
    account.call("POST", records(place, "api"), { body: { data: ids.map((id) => ({ id, n })) } });
  await push(["a", "b", "c"], 1);
  await push(["a", "b", "d"], 2);
  await push(["b"], 3);
  await account.call("DELETE", record(place, "api", "c"));
  return place;
}

test("200: a preview names later work and who did it; it is kept, or overwritten when asked to", async ({ busy }) => {
  const place = await livedIn(busy);
  const undo = (query: string) => busy.call<Undone>("POST", `${undoOf(place, 3)}?${query}`);
  const before = await versionsOf(place);
  const preview = await undo("dryRun=true");
  expect(preview.body).toMatchObject({ restored: 1, deleted: 1, overwritten: 0, keptCount: 1 });
  expect(preview.body.kept).toMatchObject([{ id: "b", by: { revision: 4, actor: { kind: "key" } } }]);
  const over = await undo("dryRun=true&later=overwrite");
  expect(over.body).toMatchObject({ restored: 2, deleted: 1, overwritten: 1, keptCount: 0, kept: [] });
  expect(await versionsOf(place)).toEqual(before);

  expect((await undo("later=overwrite")).body).toMatchObject({ restored: 2, deleted: 1, overwritten: 1 });
  const live = (await versionsOf(place)).filter(({ superseded_by }) => superseded_by === null);
  expect(live.map(({ id, data }) => [id, (JSON.parse(data) as { n: number }).n])).toEqual([
    ["a", 1],
    ["b", 1],
  ]);
});

test("400, 404: later work is kept or overwritten, and another account's change is not there", async ({ busy }) => {
  const place = await livedIn(busy);
  expect((await busy.call("POST", `${undoOf(place, 3)}?later=drop`)).status).toBe(400);
  const other = await freshAccount();
  expect((await other.call("POST", `${undoOf(place, 3)}?dryRun=true`)).status).toBe(404);
});
