import { createHash } from "node:crypto";
import { expect, record, records, test } from "../fixtures/api";
import { bundleOf, madeEvidence, unpacked } from "../fixtures/evidence";

const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

test("201: each format that was asked for is in the bundle, under the hash that is signed, and no other", async ({
  account,
  connection,
}) => {
  const place = await connection({
    schema: { type: "object", properties: { id: { type: "string" }, said: { type: "string" }, n: { type: "number" } } },
  });
  const data =
    '[{"id":"007","said":"=1+1","n":1.50},{"id":"=cmd","said":"שלום, 世界\\n\\"x\\"","n":12345678901234567890}]';
  await account.call("POST", records(place, "v1"), { raw: `{"data":${data}}` });
  const made = await madeEvidence(account, place, { title: "Formats", tags: ["CC6.1"] });
  const files = await unpacked((await bundleOf(account, made.id)).bytes);
  expect(files.get("records.csv")?.toString()).toBe(
    '\ufeffid,said,n\r\n007,\'=1+1,1.50\r\n\'=cmd,"שלום, 世界\n""x""",12345678901234567890\r\n',
  );
  expect(files.get("report.pdf")?.subarray(0, 8).toString()).toBe("%PDF-1.7");
  const workbook = await unpacked(files.get("records.xlsx") ?? Buffer.alloc(0));
  const sheet = workbook.get("xl/worksheets/sheet2.xml")?.toString() ?? "";
  for (const cell of [">007<", ">=1+1<", "<v>1.50</v>", ">=cmd<", ">12345678901234567890<"])
    expect(sheet).toContain(cell);
  expect(sheet).not.toContain("<f>");
  const attested = JSON.parse(files.get("attestation.json")?.toString() ?? "{}") as {
    files: { name: string; sha256: string }[];
  };
  for (const name of ["report.pdf", "records.xlsx"])
    expect(attested.files).toContainEqual(
      expect.objectContaining({ name, sha256: digest(files.get(name) ?? Buffer.alloc(0)) }),
    );

  const bare = await madeEvidence(account, place, { formats: [] });
  const names = bare.files.map(({ name }) => name);
  for (const name of ["report.pdf", "records.xlsx", "records.csv"]) expect(names).not.toContain(name);
});

test("201: a record's own words that look like what is erased or redacted are told as its own", async ({
  account,
  connection,
}) => {
  const hash = "0".repeat(64);
  const own = { $redacted: hash };
  const properties = Object.fromEntries(["id", "$erased", "pay", "ssn", "people"].map((name) => [name, {}]));
  const place = await connection({ schema: { type: "object", properties } });
  const data = [
    { id: "ada", pay: 1 },
    { id: "bob", $erased: hash },
    { id: "cy", pay: own, ssn: own, people: [{ pay: own, ssn: 1 }] },
  ];
  await account.call("POST", records(place, "v1"), { body: { data } });
  await account.call("POST", `${record(place, "api", "ada")}/erase`, { body: { reason: "asked for" } });
  const redact = ["/ssn", "/people/*/ssn"];
  const made = await madeEvidence(account, place, { asOf: "2", redact, formats: ["csv", "xlsx"] });
  const files = await unpacked((await bundleOf(account, made.id)).bytes);
  const people = JSON.stringify([{ pay: own, ssn: "[redacted]" }]);
  const rows = [
    ["ada", "[erased]", "[erased]", "[erased]", "[erased]"],
    ["bob", hash],
    ["cy", JSON.stringify(own), "[redacted]", people],
  ];
  const csv = (files.get("records.csv")?.toString() ?? "").split("\r\n").slice(1, -1);
  const cells = csv.map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((cell) => cell.replace(/^"|"$/g, "")));
  const told = cells.map((row) => row.filter((cell) => cell !== "").map((cell) => cell.replaceAll('""', '"')));
  expect(told).toEqual(rows);
  const workbook = await unpacked(files.get("records.xlsx") ?? Buffer.alloc(0));
  const sheet = workbook.get("xl/worksheets/sheet2.xml")?.toString() ?? "";
  const texts = [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = ""]) =>
    [...row.matchAll(/<t[ >][^<]*?>?([^<>]*)<\/t>/g)].map(([, text = ""]) => text.replaceAll("&quot;", '"')),
  );
  expect(texts.slice(1)).toEqual(rows);
});

test("200: OSCAL names the bundle's files with their hashes, the same at each asking", async ({
  account,
  connection,
}) => {
  const place = await connection();
  await account.call("POST", records(place, "v1"), { body: { data: [{ id: "a" }] } });
  const asked = { formats: [], tags: ["AC-2"], title: "*Q4*", note: "<b>all</b>" };
  const made = await madeEvidence(account, place, asked);
  const path = `/api/evidence/${made.id}/oscal`;
  type Resource = { rlinks?: { href: string; hashes: { value: string }[] }[] };
  type Results = { metadata: object; "back-matter": { resources: Resource[] }; results: object[] };
  type Document = { "assessment-results": Results };
  const { status, body, headers, text } = await account.call<Document>("GET", path);
  expect(status).toBe(200);
  expect(headers.get("content-disposition")).toMatch(/^attachment; filename="[\w-]+-oscal\.json"$/);
  const links = body["assessment-results"]["back-matter"].resources.flatMap(({ rlinks = [] }) => rlinks);
  const told = new Map(links.map(({ href, hashes }) => [href, hashes[0]?.value]));
  const files = await unpacked((await bundleOf(account, made.id)).bytes);
  for (const [name, bytes] of files)
    if (!/^(attestation\.sig|public-key\.pem)$/.test(name)) expect(told.get(name), name).toBe(digest(bytes));
  const { generatedAt } = JSON.parse(files.get("attestation.json")?.toString() ?? "{}") as { generatedAt: string };
  expect(body["assessment-results"]).toMatchObject({
    metadata: { title: "\\*Q4\\*" },
    results: [
      {
        start: made.createdAt,
        end: generatedAt,
        "reviewed-controls": { "control-selections": [{ "include-controls": [{ "control-id": "AC-2" }] }] },
        observations: [{ collected: generatedAt, remarks: expect.stringMatching(/\n\n\\<b>all\\<\/b>$/) }],
      },
    ],
  });
  expect((await account.call("GET", path)).text).toBe(text);
});

test("409: evidence that was deleted has no OSCAL any more", async ({ account, connection }) => {
  const place = await connection();
  const made = await madeEvidence(account, place, { formats: [] });
  expect((await account.call("DELETE", `/api/evidence/${made.id}`, { body: {} })).status).toBe(200);
  expect((await account.call("GET", `/api/evidence/${made.id}/oscal`)).status).toBe(409);
});
