import { newConnection, records, type Place } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { changesOf, disorder, expect, headOf, test, versionsOf } from "../fixtures/heart";
import { act, liveOf, sessions, sessionsOf, uploaded } from "../fixtures/sessions";

const heartOf = async (place: Place) => disorder(await versionsOf(place), await changesOf(place), await headOf(place));
const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).sort();

test("racing first uploads of one id open one session, which holds what all of them brought", async ({ busy }) => {
  const place = await newConnection(busy);
  const uploads = Array.from({ length: 12 }, (_, at) =>
    busy.call("POST", `${sessions(place)}/nightly`, { body: { data: [{ id: `r${at}` }, { id: "shared", at }] } }),
  );
  expect(new Set(statuses(await Promise.all(uploads)))).toEqual(new Set([200]));
  const open = await sessionsOf(busy, place);
  expect(open.map(({ status }) => status)).toEqual(["IN_PROGRESS"]);
  await act(busy, place, "nightly", "complete");
  expect((await liveOf(busy, place)).length).toBe(13);
  expect(await heartOf(place)).toEqual([]);
});

test("racing first uploads of two ids open one of them, and the others are told which", async ({ busy }) => {
  const place = await newConnection(busy);
  const names = ["one", "two"];
  const uploads = Array.from({ length: 8 }, (_, at) =>
    busy.call("POST", `${sessions(place)}/${names[at % 2]}`, { body: { data: [{ id: `r${at}` }] } }),
  );
  expect(statuses(await Promise.all(uploads))).toEqual([200, 200, 200, 200, 409, 409, 409, 409]);
  expect((await sessionsOf(busy, place)).length).toBe(1);
});

test("a session that is completed from several sides is completed once", async ({ busy }) => {
  const place = await newConnection(busy);
  await uploaded(busy, place, "nightly", [{ id: "a" }, { id: "b" }]);
  const asked = { body: { action: "complete" } };
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => busy.call("POST", `${sessions(place)}/nightly/actions`, asked)),
  );
  expect(statuses(answers)).toEqual([200, 409, 409, 409, 409, 409]);
  expect((await changesOf(place)).filter(({ kind }) => kind === "records.session").length).toBe(1);
  expect(await heartOf(place)).toEqual([]);
});

test("complete and cancel at once: one of them wins, and what is live agrees with it", async ({ busy }) => {
  for (let round = 0; round < 4; round += 1) {
    const place = await newConnection(busy);
    await busy.call("POST", records(place, "v2"), { body: { data: { id: "before" } } });
    await uploaded(busy, place, "nightly", [{ id: "after" }]);
    const path = `${sessions(place)}/nightly/actions`;
    const [complete, cancel] = await Promise.all([
      busy.call("POST", path, { body: { action: "complete" } }),
      busy.call("POST", path, { body: { action: "cancel" } }),
    ]);
    expect(statuses([complete, cancel])).toEqual([200, 409]);
    const won = complete.status === 200;
    expect((await sessionsOf(busy, place))[0]?.status).toBe(won ? "ACTIVE" : "CANCELED");
    expect((await liveOf(busy, place)).map(({ id }) => id)).toEqual([won ? "after" : "before"]);
  }
});

test("pushes beside completions: every record is live through the last session or was pushed after it", async ({
  busy,
}) => {
  const place = await newConnection(busy);
  const pushing = Array.from({ length: 40 }, (_, at) =>
    busy.call("POST", records(place, "v2"), { body: { data: { id: `p${at % 10}`, at } } }),
  );
  const completing = (async () => {
    for (const name of ["one", "two", "three"]) {
      await uploaded(busy, place, name, [{ id: "s1", name }, { id: "p1", name }, { id: name }]);
      await act(busy, place, name, "complete");
    }
  })();
  const answers = await Promise.all(pushing);
  await completing;
  expect(answers.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
  expect(await heartOf(place)).toEqual([]);
  const [last] = await sql<{ revision: number }>(
    "select activated_revision as revision from upload_session where resource_id = $1 and status = 'ACTIVE'",
    [place.resourceId],
  );
  const older = await sql<{ id: string }>(
    "select id from data_record where resource_id = $1 and revision < $2 and id like 'p%' and id <> 'p1'",
    [place.resourceId, last?.revision],
  );
  expect(older).toEqual([]);
  const live = await liveOf(busy, place);
  expect(live.filter(({ sessionId }) => sessionId !== "three")).toEqual([]);
  expect(live.map(({ id }) => id)).toEqual(expect.arrayContaining(["s1", "three"]));
  expect(live.map(({ id }) => id)).not.toContain("two");
});

test("uploads beside a completion are in the session that was completed, or in the next one of that name", async ({
  busy,
}) => {
  const place = await newConnection(busy);
  await uploaded(busy, place, "nightly", [{ id: "first" }]);
  const uploads = Array.from({ length: 10 }, (_, at) =>
    busy.call("POST", `${sessions(place)}/nightly`, { body: { data: [{ id: `r${at}` }] } }),
  );
  const completed = busy.call("POST", `${sessions(place)}/nightly/actions`, { body: { action: "complete" } });
  expect(statuses(await Promise.all([...uploads, completed]))).toEqual(Array(11).fill(200));
  const open = (await sessionsOf(busy, place)).find(({ status }) => status === "IN_PROGRESS");
  if (open) await act(busy, place, "nightly", "complete");
  const seen = await sql<{ id: string }>(
    `select id from data_record where resource_id = $1 union select id from record_version where resource_id = $1`,
    [place.resourceId],
  );
  expect(seen.length).toBe(11);
  expect(await heartOf(place)).toEqual([]);
});
