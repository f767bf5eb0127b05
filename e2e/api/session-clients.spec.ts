import { setTimeout as pause } from "node:timers/promises";
import { expect, record, records, resource, test, type Account, type Place } from "../fixtures/api";
import { changesOf, versionsOf } from "../fixtures/heart";
import { run } from "../fixtures/run";
import { liveOf, sessionsOf, type SessionItem } from "../fixtures/sessions";

// Programs as others write them for the vendor's API: their own requests, in their own order, with their own retries.
const schema = {
  type: "object",
  properties: { id: { type: "string" }, n: { type: "integer" } },
  required: ["n"],
};

type Row = { id: string; n: unknown };
const rowsOf = (count: number, from = 0): Row[] =>
  Array.from({ length: count }, (_, at) => ({ id: `r${at}`, n: at + from }));

type Answer = { status: number; body: unknown };
type Send = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;

/** A client of its own: it knows a base address, its key and fetch, and waits where it is told to. */
function clientOf({ apiKey }: Account, fetching = fetch): Send {
  return async (method, path, body, headers = {}) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await fetching(run.url + path, {
        method,
        headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json", ...headers },
        redirect: "error",
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if ((answer.status === 429 || answer.status >= 500) && attempt < 4) {
        await pause(1_000 * Number(answer.headers.get("retry-after") ?? 1));
        continue;
      }
      const text = await answer.text();
      return { status: answer.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
    }
  };
}

const sessionPath = (place: Place, name: string) => `${resource(place, "v2")}/sessions/${name}`;

/** Every live record is in the one session that is live, and no other record is. */
async function expectLive(account: Account, place: Place, name: string, rows: readonly Row[]): Promise<void> {
  const live = await liveOf(account, place);
  const wanted = rows.map(({ id, n }) => ({ id, attributes: { id, n }, sessionId: name }));
  expect(live.map(({ id, attributes, sessionId }) => ({ id, attributes, sessionId }))).toEqual(
    wanted.sort((a, b) => (a.id < b.id ? -1 : 1)),
  );
  const active = (await sessionsOf(account, place)).filter(({ status }) => status === "ACTIVE");
  expect(active.map(({ sessionId }) => sessionId)).toEqual([name]);
}

test("a client that finds its session by its name goes on after an answer was lost, and delivers once", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const rows = rowsOf(120);
  let asked = 0;
  const lossy: typeof fetch = async (...request) => {
    const answer = await fetch(...request);
    if (++asked === 3) throw new TypeError("The connection was reset");
    return answer;
  };
  const deliver = async (send: Send, name: string, all: readonly Row[]) => {
    const { body } = await send("GET", `${resource(place, "v2")}/sessions`);
    const known = (body as { data: SessionItem[] }).data.find(({ sessionId }) => sessionId === name);
    if (known?.status === "ACTIVE") return "there already";
    for (let at = 0; at < all.length; at += 50) {
      const { status } = await send("POST", sessionPath(place, name), { data: all.slice(at, at + 50) });
      if (status >= 400) throw new Error(`upload answered ${status}`);
    }
    const { status } = await send("POST", `${sessionPath(place, name)}/actions`, { action: "complete" });
    return `completed with ${status}`;
  };

  await expect(deliver(clientOf(account, lossy), "bundle-1", rows)).rejects.toThrow("reset");
  expect(await liveOf(account, place)).toEqual([]);
  expect(await deliver(clientOf(account), "bundle-1", rows)).toBe("completed with 200");
  expect(await deliver(clientOf(account), "bundle-1", rows)).toBe("there already");
  await expectLive(account, place, "bundle-1", rows);
  expect((await changesOf(place)).filter(({ kind }) => kind === "records.session")).toHaveLength(1);

  expect(await deliver(clientOf(account), "bundle-2", rows.slice(0, 3))).toBe("completed with 200");
  await expectLive(account, place, "bundle-2", rows.slice(0, 3));
});

test("a client that uploads from several threads completes what was taken whole, and cancels what was not", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const send = clientOf(account);
  const replaceAll = async (name: string, rows: readonly Row[]) => {
    const parts = Array.from({ length: Math.ceil(rows.length / 40) }, (_, at) => rows.slice(at * 40, at * 40 + 40));
    const answers = await Promise.all(parts.map((data) => send("POST", sessionPath(place, name), { data })));
    const items = answers.flatMap(({ body }) => body as { statusCode: number; error?: object }[]);
    const action = items.some(({ error }) => error) ? "cancel" : "complete";
    const done = await send("POST", `${sessionPath(place, name)}/actions`, { action });
    return { action, status: done.status, refused: items.filter(({ statusCode }) => statusCode >= 400).length };
  };

  const rows = rowsOf(200);
  expect(await replaceAll("run-1", rows)).toEqual({ action: "complete", status: 200, refused: 0 });
  await expectLive(account, place, "run-1", rows);
  const before = await versionsOf(place);

  const broken = rowsOf(200, 1).map((row) => (row.id === "r7" ? { ...row, n: "seven" } : row));
  expect(await replaceAll("run-2", [...broken, { id: "only-staged", n: 1 }])).toEqual({
    action: "cancel",
    status: 200,
    refused: 1,
  });
  await expectLive(account, place, "run-1", rows);
  expect(await versionsOf(place)).toEqual(before);
  expect((await account.call("GET", record(place, "api", "only-staged"))).status).toBe(404);
  const found = await account.call<{ data: unknown[] }>("GET", `${records(place, "api")}?q=only-staged`);
  expect(found.body.data).toEqual([]);
  const canceled = (await sessionsOf(account, place)).find(({ sessionId }) => sessionId === "run-2");
  const evidence = await account.call<{ total: number }>("GET", `/public/sessions/${canceled?.id}/evidence`);
  expect(evidence.body).toMatchObject({ data: [], total: 0 });

  // The same name again, as a nightly job has it.
  expect(await replaceAll("run-1", rowsOf(80, 1))).toMatchObject({ action: "complete", status: 200 });
  await expectLive(account, place, "run-1", rowsOf(80, 1));
});

test("a client that meets a session which another run left cancels it by its sessionId, and tries again once", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const send = clientOf(account);
  await send("POST", sessionPath(place, "scan-left"), { data: [{ id: "left", n: 0 }] });
  const upload = () => send("POST", sessionPath(place, "scan-new"), { data: rowsOf(3) });

  const refused = await upload();
  expect(refused).toMatchObject({ status: 409, body: { message: expect.stringContaining("scan-left") as unknown } });
  const { body } = await send("GET", `${resource(place, "v2")}/sessions?status=IN_PROGRESS`);
  for (const { sessionId } of (body as { data: SessionItem[] }).data)
    expect((await send("POST", `${sessionPath(place, sessionId)}/actions`, { action: "cancel" })).status).toBe(200);
  expect((await upload()).status).toBe(200);
  const done = await send("POST", `${sessionPath(place, "scan-new")}/actions`, { action: "complete" });
  expect(done.body).toMatchObject({ sessionId: "scan-new", status: "ACTIVE", action: "complete", ...place });
  await expectLive(account, place, "scan-new", rowsOf(3));
});

test("a generated client of v1, which always sends all three headers, stages, completes and aborts", async ({
  account,
  connection,
}) => {
  const place = await connection({ schema });
  const send = clientOf(account);
  const push = (data: unknown, id: string, [complete, abort]: readonly [string, string]) =>
    send(
      "POST",
      records(place, "v1"),
      { data },
      {
        "x-session-id": id,
        "x-session-complete": complete,
        "x-session-abort": abort,
      },
    );

  for (const row of rowsOf(3)) expect((await push(row, "v1-run", ["false", "false"])).status).toBe(201);
  expect(await liveOf(account, place)).toEqual([]);
  expect((await push([{ id: "r3", n: 3 }], "v1-run", ["true", "false"])).status).toBe(200);
  await expectLive(account, place, "v1-run", rowsOf(4));

  expect((await push({ id: "gone", n: 1 }, "v1-next", ["false", "false"])).status).toBe(201);
  expect((await push({ id: "gone", n: 2 }, "v1-next", ["false", "true"])).status).toBe(200);
  await expectLive(account, place, "v1-run", rowsOf(4));

  // Without a session the same client pushes what is live at once, and that joins the session which is.
  expect((await push({ id: "r4", n: 4 }, "", ["false", "false"])).status).toBe(201);
  await expectLive(account, place, "v1-run", rowsOf(5));
  const { body } = await send("GET", "/public/sessions?limit=50");
  const mine = (body as { data: { customResourceId: number; sessionId: string; status: string }[] }).data.filter(
    ({ customResourceId }) => customResourceId === place.resourceId,
  );
  expect(mine.map(({ sessionId, status }) => [sessionId, status])).toEqual([
    ["v1-next", "CANCELED"],
    ["v1-run", "ACTIVE"],
  ]);
});
