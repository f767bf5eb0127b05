import { setTimeout as pause } from "node:timers/promises";
import { anotherServer, ask, type AnotherServer, type Heard } from "../fixtures/another-server";
import { call, newConnection, record, records, type Account, type Place } from "../fixtures/api";
import { changesOf, disorder, expect, headOf, replay, test, versionsOf, type Version } from "../fixtures/heart";
import { run } from "../fixtures/run";

const writers = 16;
const ids = Array.from({ length: 20 }, (_, at) => `id ${at}`);
const writingMs = 8_000;

let second: AnotherServer;
test.beforeAll(async () => {
  second = await anotherServer();
});
test.afterAll(() => second?.stop());

type Acknowledged = { id: string; mark: string };
type Tally = { statuses: Map<number, number>; acknowledged: Acknowledged[]; created: number };

const any = <Item>(items: readonly Item[]): Item => items[Math.floor(Math.random() * items.length)] as Item;

/** One writer: mostly single upserts, some bulks, merges and deletes, all on the same few ids. */
async function write(
  writer: number,
  url: string,
  { apiKey: key }: Account,
  place: Place,
  until: number,
): Promise<Tally> {
  const tally: Tally = { statuses: new Map(), acknowledged: [], created: 0 };
  const note = ({ status }: Heard) => tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
  for (let turn = 0; Date.now() < until; turn += 1) {
    const row = () => ({ id: any(ids), mark: `${writer}-${turn}-${crypto.randomUUID().slice(0, 4)}` });
    const dice = Math.random();
    if (dice < 0.6) {
      const data = row();
      const heard = await ask(url, "POST", records(place, "v1"), { key, body: { data } });
      note(heard);
      if (heard.status < 300) tally.acknowledged.push(data);
      if (heard.status === 201) tally.created += 1;
    } else if (dice < 0.75) {
      const data = [...new Map(Array.from({ length: 6 }, row).map((each) => [each.id, each])).values()];
      const heard = await ask(url, "POST", records(place, "v2"), { key, body: { data } });
      note(heard);
      if (heard.status !== 200) continue;
      tally.acknowledged.push(...data);
      tally.created += (JSON.parse(heard.text) as { statusCode: number }[]).filter(
        (item) => item.statusCode === 201,
      ).length;
    } else if (dice < 0.9) {
      const { id, mark } = row();
      const heard = await ask(url, "PUT", record(place, "v1", id), { key, body: { data: { mark } } });
      note(heard);
      if (heard.status === 200) tally.acknowledged.push({ id, mark });
    } else {
      note(await ask(url, "DELETE", record(place, "v2", any(ids)), { key }));
    }
  }
  return tally;
}

type Item = { id: string; revision: number; attributes: { mark: string } };
type Page = { data: Item[]; revision: number };

async function asOf(account: Account, place: Place, revision: number | string): Promise<Page> {
  const path = `${records(place, "api")}?size=100&sort=id&asOf=${encodeURIComponent(revision)}`;
  const { status, body, text } = await account.call<Page>("GET", path);
  expect(status, text).toBe(200);
  return body;
}

const shownBy = (page: Page) => page.data.map(({ id, revision, attributes }) => `${id} ${revision} ${attributes.mark}`);
const shownIn = (state: ReadonlyMap<string, Version>) =>
  [...state.values()]
    .map(({ id, revision, data }) => `${id} ${revision} ${(JSON.parse(data) as { mark: string }).mark}`)
    .sort();

test("16 writers in two processes on 20 ids: no version out of order, and as-of N is the replay for every N tried", async ({
  busy,
}) => {
  const place = await newConnection(busy);
  const until = Date.now() + writingMs;
  const seen: { revision: number; shown: string[] }[] = [];
  const reading = (async () => {
    while (Date.now() < until) {
      const newest = (await call<Page>("GET", `${records(place, "api")}?size=1`, { key: busy.apiKey })).body.revision;
      seen.push({ revision: newest, shown: shownBy(await asOf(busy, place, newest)) });
      await pause(150);
    }
  })();
  const urls = [run.url, second.url];
  const tallies = await Promise.all(
    Array.from({ length: writers }, (_, at) => write(at, urls[at % 2] ?? run.url, busy, place, until)),
  );
  await reading;

  const statuses = tallies.flatMap((tally) => [...tally.statuses.keys()]);
  expect([...new Set(statuses)].sort()).toEqual([200, 201, 204, 404]);
  const [versions, changes, head] = [await versionsOf(place), await changesOf(place), await headOf(place)];
  expect(disorder(versions, changes, head)).toEqual([]);
  expect(head.revision).toBeGreaterThan(500);

  const states = new Map<number, string[]>();
  const tried = new Set([
    1,
    2,
    head.revision,
    ...Array.from({ length: 25 }, () => 1 + Math.floor(Math.random() * head.revision)),
  ]);
  for (const { revision } of seen) tried.add(revision);
  const miscounted: string[] = [];
  replay(versions, head.revision, (revision, state, did) => {
    const { created = 0, updated = 0, deleted = 0 } = changes[revision - 1] ?? {};
    const told = JSON.stringify({ created, updated, deleted });
    if (told !== JSON.stringify(did)) miscounted.push(`${revision}: ${told}, but it did ${JSON.stringify(did)}`);
    if (tried.has(revision)) states.set(revision, shownIn(state));
  });
  expect(miscounted).toEqual([]);
  for (const revision of tried)
    expect(shownBy(await asOf(busy, place, revision)), `as of ${revision}`).toEqual(states.get(revision));
  for (const { revision, shown } of seen)
    expect(shown, `as of ${revision}, read meanwhile`).toEqual(states.get(revision));
  expect(seen.length).toBeGreaterThan(5);

  const kept = new Set(versions.map(({ id, data }) => `${id} ${(JSON.parse(data) as { mark: string }).mark}`));
  const acknowledged = tallies.flatMap((tally) => tally.acknowledged);
  expect(acknowledged.filter(({ id, mark }) => !kept.has(`${id} ${mark}`))).toEqual([]);
  test.info().annotations.push({
    type: "figure",
    description: `${head.revision} revisions, ${versions.length} versions, 0 out of order, ${tried.size} cuts compared`,
  });
  const toldCreated = tallies.reduce((sum, { created }) => sum + created, 0);
  expect(toldCreated).toBe(changes.reduce((sum, { created }) => sum + created, 0));
});

test("as of a time is the greatest revision stamped by then", async ({ busy }) => {
  const place = await newConnection(busy);
  for (const mark of ["first", "second", "third"]) {
    await busy.call("POST", records(place, "api"), { body: { data: { id: "a", mark } } });
    await pause(3);
  }
  const changes = await changesOf(place);
  expect(changes.map(({ kind }) => kind)).toEqual(["resource.create", ...Array(3).fill("records.upsert")]);
  for (const [at, mark] of [
    [1, "first"],
    [2, "second"],
    [3, "third"],
  ] as const) {
    const time = `${changes[at]?.at.replace(" ", "T")}Z`;
    const page = await asOf(busy, place, time);
    expect([page.revision, page.data[0]?.attributes.mark]).toEqual([at + 1, mark]);
  }
  const before = await asOf(busy, place, "2001-01-01T00:00:00Z");
  expect([before.data, before.revision]).toEqual([[], 0]);
  const future = await busy.call("GET", `${records(place, "api")}?asOf=5`);
  expect(future.status, "revision 5 has not happened").toBe(400);
});
