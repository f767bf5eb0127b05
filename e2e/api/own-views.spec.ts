import type { Filter } from "@/lib/contract/filters";
import { printView, readView } from "@/lib/contract/records-view";
import { call, expect, records, resource, test, type Account, type Place } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { roleKey } from "../fixtures/people";

type View = { id: number; name: string; query: string; shared: boolean; ownerId: number | null; mine: boolean };

const viewsOf = (place: Place) => `${resource(place, "api")}/views`;

const seenBy = async (place: Place, key: string) => {
  const { status, body, text } = await call<{ data: View[] }>("GET", viewsOf(place), { key });
  if (status !== 200) throw new Error(text);
  return body.data.map(({ name, mine }) => `${name}${mine ? " (mine)" : ""}`);
};

async function saved(place: Place, key: string, body: unknown): Promise<View> {
  const made = await call<View>("POST", viewsOf(place), { key, body });
  if (made.status !== 201) throw new Error(made.text);
  return made.body;
}

const people = (account: Account) =>
  Promise.all([roleKey(account, "manager"), roleKey(account, "contributor"), roleKey(account, "auditor")]);

test("200: a person sees everybody's views and their own, and nobody else's", async ({ account, connection }) => {
  const place = await connection();
  const [manager, contributor, auditor] = await people(account);
  await saved(place, manager.apiKey, { name: "for all", query: "q=a", shared: true });
  await saved(place, contributor.apiKey, { name: "By hand", query: "sort=-id&q=%25" });
  await saved(place, auditor.apiKey, { name: "an audit", query: "" });
  expect(await seenBy(place, manager.apiKey)).toEqual(["for all (mine)"]);
  expect(await seenBy(place, contributor.apiKey)).toEqual(["By hand (mine)", "for all"]);
  expect(await seenBy(place, auditor.apiKey)).toEqual(["an audit (mine)", "for all"]);
});

test("403, 404: only who may share saves for everybody or changes everybody's; another's own view is not there", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const [manager, contributor, auditor] = await people(account);
  const all = await saved(place, manager.apiKey, { name: "all", query: "q=a", shared: true });
  const own = await saved(place, contributor.apiKey, { name: "own", query: "q=b" });
  const at = (view: View) => `${viewsOf(place)}/${view.id}`;
  const change = (view: View, key: string, body: unknown) => call<View>("PATCH", at(view), { key, body });
  const share = await call("POST", viewsOf(place), {
    key: contributor.apiKey,
    body: { name: "x", query: "", shared: true },
  });
  expect(share.status).toBe(403);
  expect((await change(own, contributor.apiKey, { shared: true })).status).toBe(403);
  expect((await change(all, contributor.apiKey, { name: "taken" })).status).toBe(403);
  expect((await call("DELETE", at(all), { key: auditor.apiKey })).status).toBe(403);
  for (const key of [manager.apiKey, auditor.apiKey]) {
    expect((await change(own, key, { name: "taken" })).status).toBe(404);
    expect((await call("DELETE", at(own), { key })).status).toBe(404);
  }
  const second = await roleKey(account, "manager");
  expect((await change(all, second.apiKey, { name: "Ours", query: "q=c" })).body).toMatchObject({
    name: "Ours",
    query: "q=c",
    shared: true,
    ownerId: manager.personId,
    mine: false,
  });
  expect((await change(all, second.apiKey, { shared: false })).status, "it would vanish from whom it is").toBe(400);
  expect((await change(all, manager.apiKey, { shared: false })).body).toMatchObject({ shared: false, mine: true });
  expect((await call("DELETE", at(own), { key: contributor.apiKey })).status).toBe(204);
  expect((await call("DELETE", at(own), { key: contributor.apiKey })).status).toBe(404);
});

test("200: whoever may not read a sensitive field reads a mask where a view compares with it, and saves none", async ({
  account,
  connection,
}) => {
  const place = await connection({
    schema: { type: "object", properties: { ssn: { type: "string", "x-sensitive": true } } },
  });
  const [manager, contributor] = await people(account);
  const filter = { pointer: "/ssn", op: "eq", value: "078-05-1120" } as const;
  const query = printView({ ...readView("q=a&cols=ssn"), filter }).slice(1);
  expect(query).toContain("078-05-1120");
  await saved(place, manager.apiKey, { name: "for all", query, shared: true });
  await saved(place, manager.apiKey, { name: "unread", query: "q=b&filter=%7B078-05-1120", shared: true });
  const queries = async (key: string) =>
    (await call<{ data: View[] }>("GET", viewsOf(place), { key })).body.data.map((view) => view.query);
  expect((await queries(manager.apiKey))[0]).toBe(query);
  const [all, unread] = await queries(contributor.apiKey);
  const mask = { ...filter, value: "•••" };
  expect(readView(all ?? "")).toEqual({ ...readView(query), q: "•••", filter: mask });
  expect(readView(unread ?? ""), "what cannot be read may hold anything").toEqual(readView("q=•••"));

  const own = await saved(place, contributor.apiKey, { name: "own", query });
  const body = { name: "Own", query: own.query };
  const changed = await call<View>("PATCH", `${viewsOf(place)}/${own.id}`, { key: contributor.apiKey, body });
  expect(changed.body.name).toBe("Own");
  expect(readView(changed.body.query)).toEqual({ ...readView(query), filter: mask });
  expect(await sql("select query from saved_view where id = $1", [own.id])).toEqual([{ query }]);
});

test("200: what a view searches for is told to whoever may read all that was searched, and to whose own it is", async ({
  account,
  connection,
}) => {
  const schema = { type: "object", properties: { ssn: { type: "string", "x-sensitive": true } } };
  const [place, plain] = [await connection({ schema }), await connection()];
  const [manager, contributor] = await people(account);
  const sharing = await roleKey(account, "manager", { permissions: ["custom-connections-get", "views-put"] });
  const rows = [{ id: "ada", ssn: "078-05-1120" }, { id: "bob" }];
  await call("POST", records(place, "v1"), { key: manager.apiKey, body: { data: rows } });
  // Twice, as no page writes it: what stands behind the first is no less somebody's search.
  const query = "q=078-05-1120&cols=ssn&q=078-05-1121";
  const seen = async (key: string, at = place) => {
    const { body } = await call<{ data: View[] }>("GET", viewsOf(at), { key });
    return body.data.map(({ name, query: text }) => [name, text]);
  };
  const all = await saved(place, manager.apiKey, { name: "all", query, shared: true });
  await saved(place, contributor.apiKey, { name: "own", query: "q=bob" });
  await saved(plain, manager.apiKey, { name: "plain", query: "q=bob", shared: true });
  expect(await seen(manager.apiKey)).toEqual([["all", query]]);
  const hidden = [["all", printView({ ...readView(query), q: "•••" }).slice(1)]];
  expect(await seen(contributor.apiKey)).toEqual([...hidden, ["own", "q=bob"]]);
  expect(await seen(sharing.apiKey)).toEqual(hidden);
  expect(await seen(contributor.apiKey, plain), "nothing is hidden there").toEqual([["plain", "q=bob"]]);
  const found = await call<{ data: object[] }>("GET", `${records(place, "api")}?q=${encodeURIComponent("•••")}`, {
    key: contributor.apiKey,
  });
  expect(found.body.data, "the mark finds none of what it stands for").toEqual([]);

  const change = (body: object) => call<View>("PATCH", `${viewsOf(place)}/${all.id}`, { key: sharing.apiKey, body });
  const kept = async () => (await sql<{ query: string }>("select query from saved_view where id = $1", [all.id]))[0];
  const wider = await change({ query: "q=•••&cols=ssn,id" });
  expect(readView(wider.body.query)).toMatchObject({ q: "•••", columns: ["/ssn", "/id"] });
  expect(readView((await kept())?.query ?? "")).toMatchObject({ q: "078-05-1120", columns: ["/ssn", "/id"] });
  await change({ query: "q=bob" });
  expect(await kept()).toEqual({ query: "q=bob" });
});

test("200: who makes everybody's view their own keeps no more of it than they may read", async ({
  account,
  connection,
}) => {
  const schema = { type: "object", properties: { ssn: { type: "string", "x-sensitive": true } } };
  const place = await connection({ schema });
  const [manager] = await people(account);
  const sharing = await roleKey(account, "manager", { permissions: ["custom-connections-get", "views-put"] });
  for (const beside of [{}, { query: "q=•••" }]) {
    const view = await saved(place, sharing.apiKey, { name: "all", query: "q=bob", shared: true });
    const change = (key: string, body: object) => call<View>("PATCH", `${viewsOf(place)}/${view.id}`, { key, body });
    expect((await change(manager.apiKey, { query: "q=078-05-1120" })).body.query).toBe("q=078-05-1120");
    const own = await change(sharing.apiKey, { shared: false, ...beside });
    expect(own.body).toMatchObject({ shared: false, mine: true });
    expect(readView(own.body.query).q).toBe("•••");
  }
});

test("200, 400: a view made from one whose values are hidden keeps them part by part, and no mask is ever saved", async ({
  account,
  connection,
}) => {
  const schema = { type: "object", properties: { ssn: { type: "string", "x-sensitive": true } } };
  const place = await connection({ schema });
  const [manager, contributor] = await people(account);
  const sharing = await roleKey(account, "manager", { permissions: ["custom-connections-get", "views-put"] });
  const filter = { pointer: "/ssn", op: "eq", value: "078-05-1120" } as const;
  const query = printView({ ...readView("q=bob&cols=ssn"), filter }).slice(1);
  const source = await saved(place, manager.apiKey, { name: "all", query, shared: true });
  const secret = await saved(place, manager.apiKey, { name: "secret", query });
  const { body } = await call<{ data: View[] }>("GET", viewsOf(place), { key: contributor.apiKey });
  const shown = readView(body.data[0]?.query ?? "");
  const masked = { ...filter, value: "•••" };
  expect(shown).toMatchObject({ q: "•••", filter: masked });
  const make = (key: string, view: Partial<typeof shown>, beside: object = { from: source.id }) =>
    call<View & { message: string }>("POST", viewsOf(place), {
      key,
      body: { name: "made", query: printView({ ...shown, ...view }), ...beside },
    });
  const kept = async (id: number) =>
    readView((await sql<{ query: string }>("select query from saved_view where id = $1", [id]))[0]?.query ?? "");

  const own = await make(contributor.apiKey, { q: "" });
  expect(readView(own.body.query), "they read no more of it than before").toMatchObject({ q: "", filter: masked });
  expect(await kept(own.body.id)).toEqual({ ...readView(query), q: "" });
  const wider = await make(sharing.apiKey, { columns: ["/id"] }, { from: source.id, shared: true });
  expect(readView(wider.body.query)).toMatchObject({ q: "•••", filter: masked });
  expect(await kept(wider.body.id)).toEqual({ ...readView(query), columns: ["/id"] });
  const again = await make(contributor.apiKey, { q: "" }, { from: own.body.id });
  expect(await kept(again.body.id), "also from a view that was made so").toEqual({ ...readView(query), q: "" });

  const more: Filter = { and: [masked, { pointer: "/ssn", op: "exists" }] };
  const change = { query: printView({ ...shown, q: "", filter: more }) };
  const refused = [
    { says: "q: •••", made: await make(contributor.apiKey, {}) },
    { says: "q: •••", made: await make(sharing.apiKey, { filter: undefined }, { shared: true }) },
    { says: "filter: •••", made: await make(contributor.apiKey, { q: "" }, {}) },
    { says: "filter: •••", made: await make(contributor.apiKey, { q: "", filter: more }) },
    { says: "filter: •••", made: await make(contributor.apiKey, { q: "" }, { from: secret.id }) },
    {
      says: "filter: •••",
      made: await call<View & { message: string }>("PATCH", `${viewsOf(place)}/${own.body.id}`, {
        key: contributor.apiKey,
        body: change,
      }),
    },
  ];
  for (const { says, made } of refused) {
    expect(made.status).toBe(400);
    expect(made.body.message).toContain(says);
    expect(made.body.message, "how to mend it").toContain("Read Sensitive Data");
  }
  expect(await seenBy(place, contributor.apiKey)).toHaveLength(4);
});

test("404: a view belongs to its resource, and to its account", async ({ account, connection }) => {
  const place = await connection();
  const elsewhere = await connection();
  const view = await saved(place, account.apiKey, { name: "all", query: "" });
  expect(view, "a key that is nobody's saves for everybody").toMatchObject({
    shared: true,
    ownerId: null,
    mine: false,
  });
  const body = { name: "moved" };
  expect((await account.call("PATCH", `${viewsOf(elsewhere)}/${view.id}`, { body })).status).toBe(404);
  expect((await account.call("DELETE", `${viewsOf(elsewhere)}/${view.id}`)).status).toBe(404);
  expect(await seenBy(place, account.apiKey)).toEqual(["all"]);
});

test("400: a view without a name, with too much, or with what cannot be stored", async ({ account, connection }) => {
  const place = await connection();
  const wrong = [
    {},
    { name: "x" },
    { name: " ", query: "" },
    { name: "x".repeat(101), query: "" },
    { name: "x", query: "q".repeat(8_001) },
    { name: "x\u0000", query: "" },
    { name: "x", query: 7 },
    { name: "x", query: "", shared: "yes" },
    { name: "x", query: "", shared: false },
    { name: "x", query: "", ownerId: 1 },
  ];
  for (const body of wrong) {
    expect((await account.call("POST", viewsOf(place), { body })).status, JSON.stringify(body).slice(0, 80)).toBe(400);
  }
});
