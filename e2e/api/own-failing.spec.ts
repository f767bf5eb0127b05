import { expect, record, records, resource, test, type Account, type Place } from "../fixtures/api";

type Judged = { id: string; failing: boolean; problems: { pointer: string; keyword: string; message: string }[] };
type Page = { data: Judged[]; pagination: { totalCount?: number } };

const strict = { type: "object", properties: { n: { type: "number" } } };

async function publish(account: Account, place: Place, schema: unknown): Promise<void> {
  const { status, text } = await account.call("PUT", `${resource(place, "api")}/schema`, { body: { schema } });
  if (status !== 200) throw new Error(text);
}

test("200: a record that fails the present schema says so and why, until it is mended", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const read = async (id: string) => (await account.call<Judged>("GET", record(place, "api", id))).body;
  await account.call("POST", records(place, "api"), {
    body: {
      data: [
        { id: "bad", n: "x" },
        { id: "good", n: 1 },
      ],
    },
  });
  expect(await read("bad")).toMatchObject({ failing: false, problems: [] });
  await publish(account, place, strict);
  expect(await read("good")).toMatchObject({ failing: false, problems: [] });
  expect(await read("bad")).toMatchObject({
    failing: true,
    problems: [{ pointer: "/n", keyword: "type", message: "must be number" }],
  });
  const mended = await account.call<Judged>("PATCH", record(place, "api", "bad"), { body: { data: { n: 2 } } });
  expect(mended.body).toMatchObject({ failing: false, problems: [] });
  expect(await read("bad")).toEqual(mended.body);
});

test("200: a list marks, finds and counts the failing ones once they are checked, while they are what was judged", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const data = ["a", "b", "c", "d"].map((id) => ({ id, n: id === "d" ? 1 : "x" }));
  await account.call("POST", records(place, "api"), { body: { data } });
  const failing = async (query: string) => {
    const { body } = await account.call<Page>("GET", `${records(place, "api")}?sort=id&countMax=10&${query}`);
    expect(body.pagination.totalCount).toBe(body.data.length);
    return body.data.map(({ id, failing: fails }) => `${id} ${fails ? "fails" : "holds"}`);
  };
  const soon = { timeout: 30_000 };
  await publish(account, place, strict);
  await expect.poll(() => failing(""), soon).toEqual(["a fails", "b fails", "c fails", "d holds"]);
  expect(await failing("failing=true")).toEqual(["a fails", "b fails", "c fails"]);
  expect(await failing("failing=true&q=b")).toEqual(["b fails"]);
  expect(await failing("failing=false")).toEqual(["d holds"]);
  await account.call("PATCH", record(place, "api", "a"), { body: { data: { n: 1 } } });
  await account.call("DELETE", record(place, "api", "b"));
  expect(await failing("")).toEqual(["a holds", "c fails", "d holds"]);
  expect(await failing("failing=true")).toEqual(["c fails"]);
  await publish(account, place, { type: "object" });
  await expect.poll(() => failing("failing=true"), soon).toEqual([]);
});
