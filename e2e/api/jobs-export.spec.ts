import type { JobFacts } from "@/lib/contract/jobs";
import { expect, newConnection, record, records, resource, test } from "../fixtures/api";
import { sql } from "../fixtures/database";
import { jobOver, runJob } from "../fixtures/jobs";

const exports = (place: { connectionId: number; resourceId: number }) => `${resource(place, "api")}/exports`;

test("an export holds what the list holds, line by line, and its download is in the audit trail", async ({
  account,
}) => {
  const place = await newConnection(account);
  const data = Array.from({ length: 4_500 }, (_, at) => ({ id: `id ${at}`, even: at % 2 === 0, text: "ä ø 漢" }));
  await account.call("POST", records(place, "api"), { body: { data } });
  const job = await runJob(account, exports(place), { format: "jsonl" });
  expect(job).toMatchObject({ status: "done", done: 4_500, total: 4_500, canUndo: false });
  const file = await account.call("GET", job.result?.downloadUrl ?? "");
  const list = await account.call("GET", `${resource(place, "api")}/export`);
  expect(file.text).toBe(list.text);
  expect(file.headers.get("content-disposition")).toContain(`filename="${job.result?.fileName}"`);
  expect(Number(file.headers.get("content-length"))).toBe(Buffer.byteLength(file.text));
  const audited = await sql(
    "select 1 from audit_entry where account_id = $1 and action = 'job.download' and target = $2",
    [account.accountId, `job ${job.id}`],
  );
  expect(audited).toHaveLength(1);
  const filter = { pointer: "/even", op: "eq", value: true };
  const half = await runJob(account, exports(place), { format: "jsonl", selection: { filter } });
  expect(half.done).toBe(2_250);
});

test("an export shows one revision, also while others write and when it is asked for later", async ({ account }) => {
  const place = await newConnection(account);
  const data = Array.from({ length: 3_000 }, (_, at) => ({ id: `r${at}`, n: 1 }));
  await account.call("POST", records(place, "api"), { body: { data } });
  const { body: started } = await account.call<JobFacts>("POST", exports(place), { body: { format: "jsonl" } });
  await account.call("POST", records(place, "api"), { body: { data: data.map((row) => ({ ...row, n: 2 })) } });
  await account.call("DELETE", record(place, "api", "r5"));
  const job = await jobOver(account, started.id);
  const file = await account.call("GET", job.result?.downloadUrl ?? "");
  expect(file.text.match(/"n": 1\b/g)).toHaveLength(3_000);
  const asOf = await runJob(account, exports(place), { format: "jsonl", asOf: "2" });
  const then = await account.call("GET", asOf.result?.downloadUrl ?? "");
  expect(then.text).toBe(file.text);
});

test("a spreadsheet runs nothing that stands in an export, and no digit is lost in it", async ({ account }) => {
  const schema = { type: "object", properties: { text: {}, number: {}, place: { properties: { city: {} } } } };
  const place = await newConnection(account, { schema });
  const raw = `{"data":[
    {"id":"=1+1","text":"=HYPERLINK(\\"x\\")","number":-12345678901234567890.5,"place":{"city":"a, \\"b\\"\\nc"}},
    {"id":"@x","text":" +1","number":null,"place":["x"]},
    {"id":"plain","text":"-","number":true}]}`;
  await account.call("POST", records(place, "api"), { raw });
  const job = await runJob(account, exports(place), { format: "csv", columns: ["/text", "/number", "/place/city"] });
  const { text } = await account.call("GET", job.result?.downloadUrl ?? "");
  const lines = text.replace(/,\d+,2[^\r]*Z\r\n/g, "\r\n");
  expect(lines).toBe(
    "\ufeffid,text,number,place.city,revision,createdAt,updatedAt\r\n" +
      '\'=1+1,"\'=HYPERLINK(""x"")",-12345678901234567890.5,"a, ""b""\nc"\r\n' +
      "'@x,' +1,,\r\nplain,'-,true,\r\n",
  );
  const own = await runJob(account, exports(place), { format: "csv" });
  const { text: all } = await account.call("GET", own.result?.downloadUrl ?? "");
  expect(all.split("\r\n")[0]).toBe("\ufeffid,text,number,place.city,revision,createdAt,updatedAt");
});

test("an export of nothing is a file with its heading", async ({ account }) => {
  const place = await newConnection(account, { schema: { type: "object", properties: { name: {} } } });
  const job = await runJob(account, exports(place), { format: "csv" });
  const { text } = await account.call("GET", job.result?.downloadUrl ?? "");
  expect(text).toBe("\ufeffid,name,revision,createdAt,updatedAt\r\n");
});
