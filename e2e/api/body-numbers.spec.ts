import fc from "fast-check";
import { asReadBack, exact, writtenOut } from "../fixtures/exact";
import { expect, record, records, resource, test, type Account, type Place } from "../fixtures/api";

type Item = { statusCode: number; error?: { message: string } };

/** Every way a record can be read, as exact values. */
async function readings(account: Account, place: Place, id: string): Promise<unknown[]> {
  const one = await account.call("GET", record(place, "api", id));
  const page = await account.call("GET", `${records(place, "v2")}?size=500`);
  const lines = await account.call("GET", `${resource(place, "api")}/export`);
  const listed = exact(page.text) as { data: { id: string; attributes: unknown }[] };
  const exported = lines.text
    .split("\n")
    .filter(Boolean)
    .map((line) => exact(line) as { id: string; attributes: unknown });
  const of = (rows: { id: string; attributes: unknown }[]) => rows.find((row) => row.id === id)?.attributes;
  return [(exact(one.text) as { attributes: unknown }).attributes, of(listed.data), of(exported)];
}

const numbers = {
  ...{ "0": "0", "-0": "0", "0.0": "0.0", "-0.00": "0.00", "0e5": "0", "0E-3": "0.000", "-0e0": "0" },
  ...{ "1": "1", "-1": "-1", "1.0": "1.0", "1.50": "1.50", "1e2": "100", "1E+2": "100", "-1.5e3": "-1500" },
  ...{ "1.50e1": "15.0", "1.5e-3": "0.0015", "1e-2": "0.01", "123e-5": "0.00123", "1.23400e2": "123.400" },
  ...{ "0.1": "0.1", "0.10000000000000000555": "0.10000000000000000555", "5e-324": `0.${"0".repeat(323)}5` },
  ...{
    "9007199254740993": "9007199254740993",
    "123456789012345678901234567890.10": "123456789012345678901234567890.10",
  },
  ...{ "1.7976931348623157e308": `17976931348623157${"0".repeat(292)}`, "1e399": `1${"0".repeat(399)}` },
  ...{ [`1${"0".repeat(399)}`]: `1${"0".repeat(399)}`, [`0.${"0".repeat(398)}1`]: `0.${"0".repeat(398)}1` },
};

test("201: every number is read back with its value, its digits and its scale", async ({ account, connection }) => {
  const place = await connection();
  const raw = `{"data":{"id":"a","n":[${Object.keys(numbers).join(",")}]}}`;
  const pushed = await account.call("POST", records(place, "v1"), { raw });
  expect(pushed.status).toBe(201);
  const expected = { id: "a", n: Object.values(numbers).map((number) => ({ number })) };
  expect((exact(pushed.text) as { data: unknown }).data).toEqual(expected);
  for (const reading of await readings(account, place, "a")) expect(reading).toEqual(expected);
});

const tooLong = ["1e400", "1e131071", "1e999999999", "1e-400", "1e-131071", "0e999999999", "1e99999999999999999999"];

test("400: a number that would take more than 400 digits refuses the body and names its place", async ({
  account,
  connection,
}) => {
  const place = await connection();
  for (const number of [...tooLong, "7".repeat(401), `-${"7".repeat(401)}`, `0.${"3".repeat(400)}`, "1.5e400"]) {
    for (const raw of [
      `{"data":{"id":"a","x":{"n~/":[1,${number}]}}}`,
      `{"data":[{"id":"b"},{"id":"a","n":${number}}]}`,
    ]) {
      const { status, body } = await account.call("POST", records(place, "v1"), { raw });
      expect(status, number.slice(0, 20)).toBe(400);
      expect(body.message, number.slice(0, 20)).toContain(
        raw.startsWith('{"data":[') ? "/data/1/n" : "/data/x/n~0~1/1",
      );
    }
  }
  const stored = await account.call<{ data: unknown[] }>("GET", records(place, "v2"));
  expect(stored.body.data).toEqual([]);
});

test("201: 90 KB of exponents does not read back as gigabytes: it is refused", async ({ account, connection }) => {
  const path = records(await connection(), "v1");
  const raw = `{"data":{"id":"a","n":[${Array.from({ length: 10_000 }, () => "1e131071").join(",")}]}}`;
  expect((await account.call("POST", path, { raw })).status).toBe(400);
});

test("200: 1.0 over 1 is a change, 1e0 over 1 is none", async ({ account, connection }) => {
  const place = await connection();
  const push = (number: string) =>
    account.call<{ updatedAt: string }>("POST", records(place, "v1"), { raw: `{"data":{"id":"a","n":${number}}}` });
  const revision = async () => (await account.call("GET", record(place, "api", "a"))).body.revision;
  const first = await push("1");
  const before = await revision();
  expect((await push("1e0")).body.updatedAt).toBe(first.body.updatedAt);
  expect(await revision(), "the same stored text").toBe(before);
  const changed = await push("1.0");
  expect(changed.status).toBe(200);
  expect(changed.body.updatedAt > first.body.updatedAt).toBe(true);
  expect(await revision()).not.toBe(before);
  const zero = await push("0");
  expect((await push("-0")).body.updatedAt, "-0 is 0").toBe(zero.body.updatedAt);
  expect((await push("-0.0")).body.updatedAt > zero.body.updatedAt, "-0.0 is 0.0").toBe(true);
});

const digits = (least: number, most: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: least, maxLength: most });
const number = fc
  .tuple(
    fc.constantFrom("", "-"),
    digits(1, 30).map((text) => text.replace(/^0+(?=\d)/, "")),
    fc.option(digits(1, 30)),
    fc.option(fc.tuple(fc.constantFrom("e", "E"), fc.constantFrom("", "+", "-"), fc.integer({ min: 0, max: 340 }))),
  )
  .map(
    ([minus, whole, fraction, exponent]) =>
      minus + whole + (fraction ? `.${fraction}` : "") + (exponent?.join("") ?? ""),
  )
  .filter((text) => writtenOut(text).replace(/\D/g, "").length <= 400);
const text = fc
  .string({ unit: "binary", maxLength: 12 })
  .filter((each) => !each.includes("\u0000"))
  .map((each) => JSON.stringify(each));
const json = fc.letrec<{ value: string; object: string; list: string }>((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, number, text, fc.constantFrom("null", "true", "false"), tie("list"), tie("object")),
  list: fc.array(tie("value"), { maxLength: 4 }).map((values) => `[${values.join(",")}]`),
  object: fc
    .uniqueArray(fc.tuple(text, tie("value")), { maxLength: 5, selector: ([key]) => JSON.parse(key) as string })
    .map((members) => `{${members.map(([key, value]) => `${key}:${value}`).join(",")}}`),
}));

test("whatever got a 2xx reads back with every value, digit and scale", async ({ account, connection }) => {
  const place = await connection();
  const path = records(place, "v1");
  await fc.assert(
    fc.asyncProperty(fc.array(json.object, { minLength: 1, maxLength: 40 }), async (objects) => {
      const rows = objects.map((inner, at) => `{"id":"r${at}","inner":${inner}}`);
      const pushed = await account.call<Item[]>("POST", path, { raw: `{"data":[${rows.join(",")}]}` });
      expect(pushed.status).toBe(200);
      expect(pushed.body.filter(({ statusCode }) => statusCode >= 400)).toEqual([]);
      const wanted = rows.map(asReadBack);
      expect((exact(pushed.text) as { data: unknown }[]).map(({ data }) => data)).toEqual(wanted);
      const lines = (await account.call("GET", `${resource(place, "api")}/export`)).text.split("\n").filter(Boolean);
      const stored = new Map(
        lines.map((line) => exact(line) as { id: string; attributes: unknown }).map((row) => [row.id, row.attributes]),
      );
      expect(rows.map((_, at) => stored.get(`r${at}`))).toEqual(wanted);
    }),
    { numRuns: 40 },
  );
});
