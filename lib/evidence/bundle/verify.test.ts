import { createHash, createPublicKey } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { commands, fileOf, folder, here, run, saved, say, tools, withPython } from "./both-verifiers";
import { knownKey, smallBundle, someRecords, zipped, type SmallFile } from "./small-bundle";
import { verifierFiles } from "./verifiers";
import { checkBundle } from "@/lib/evidence/bundle/check/verify.mjs";

/** Thousands of bundles are checked one by one, on whatever machine. */
const SLOW_MS = 600_000;

const records = someRecords(40);
const lines = records.map(({ line }) => line);
const good = smallBundle(records, [{ name: "VERIFY.md", content: Buffer.from("How to check this\n") }], knownKey);
const changed = (name: string, content: string | Buffer) =>
  good.files.map((file) => (file.name === name ? { name, content: Buffer.from(content) } : file));
const withLines = (all: readonly string[]) => changed("records.jsonl", all.map((line) => `${line}\n`).join(""));
const placeOf = (id: string) => records.findIndex((record) => record.id === id);
const lineAt = (id: string) => lines[placeOf(id)] ?? "";

test("a good bundle passes with both programs, and with OpenSSL", async () => {
  expect(await say(good.files)).toBe("");
  expect(await say(smallBundle([]).files)).toBe("");
  for (const { name, content } of good.files) saved(name, content);
  const words = ["pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "public-key.pem"];
  const openssl = (file: string) => run("openssl", [...words, "-sigfile", "attestation.sig", "-in", file]).code;
  expect([openssl("attestation.json"), openssl("content.json")]).toEqual([0, 1]);
});

describe("every byte that is flipped anywhere is found", () => {
  const small = zipped(smallBundle(someRecords(2), [], knownKey).files);

  test(
    "by verify.mjs",
    async () => {
      const bytes = await small;
      const unseen: number[] = [];
      for (let at = 0; at < bytes.length; at++) {
        const flipped = Uint8Array.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
        if ((await checkBundle(fileOf(flipped), tools)).good) unseen.push(at);
      }
      expect(unseen).toEqual([]);
      expect((await checkBundle(fileOf(bytes), tools)).good).toBe(true);
    },
    SLOW_MS,
  );

  test(
    "by verify.py",
    async () => {
      const loop = `whole, unseen = open(sys.argv[2], "rb").read(), []
for at in range(len(whole)):
    flipped = bytearray(whole)
    flipped[at] ^= 1 << at % 8
    if verify.check_bundle(verify.Zip(io.BytesIO(flipped)))[0].good:
        unseen.append(at)
print(json.dumps([len(whole), unseen]))`;
      const file = saved("small.zip", await small);
      const { text } = run("python3", ["-c", withPython + loop, path.join(here, "verify.py"), file]);
      expect(JSON.parse(text)).toEqual([(await small).length, []]);
    },
    SLOW_MS,
  );
});

describe("what happened to which record is said", () => {
  const at = placeOf("r0000020");
  test.each([
    ["changed", lines.with(at, '{"id":"r0000020","n":9}'), 'Changed: "r0000020".'],
    ["removed", lines.toSpliced(at, 1), 'Removed: "r0000020".'],
    ["added", lines.toSpliced(at, 0, '{"id":"a \\"new\\" one"}'), 'Added: "a \\"new\\" one".'],
    ["doubled", lines.toSpliced(at, 0, lineAt("r0000020")), 'There twice: "r0000020".'],
    ["there again with other values", lines.toSpliced(at, 0, '{"id":"r0000030"}'), 'other values: "r0000030".'],
    ["swapped", swapped("r0000010", "r0000030"), 'In another place: "r0000010", "r0000030".'],
    ["swapped with its neighbour", swapped("r0000010", "r0000011"), 'In another place: "r0000010", "r0000011".'],
    ["first instead of last", [...lines.slice(-1), ...lines.slice(0, -1)], 'In another place: "😀".'],
    ["no JSON any more", lines.with(at, "{"), 'Removed: "r0000020".'],
  ])("%s", async (_, all, says) => {
    const said = await say(withLines(all));
    expect(said).toContain(says);
    expect(said).toContain("records.jsonl was changed");
  });

  function swapped(one: string, other: string): string[] {
    return lines.with(placeOf(one), lineAt(other)).with(placeOf(other), lineAt(one));
  }
});

describe("a record is named by what tells the records of its resource apart", () => {
  const some = ["A-1", "A-2", "A-3"].map((id, at) => ({ id, line: `{"asset":"${id}","id":"other","n":${at}}` }));
  const numbered = [
    { id: "10", line: '{"about":{"nr":11},"nr":10}' },
    { id: "11", line: '{"about":{"nr":10},"nr":11}' },
  ];
  const gone = { id: "A-2", line: `{"$erased":"${"0".repeat(64)}","id":"A-2"}` };
  /** A bundle of which one line was replaced. told: what its attestation says; "": nothing, as in an older one. */
  function with1(all: typeof some, told: string, at: number, line: string): SmallFile[] {
    const attestation = (text: string) =>
      text.replace('"identifierKey":"id",', told === "" ? "" : `"identifierKey":"${told}",`);
    const lines = all.map((record) => record.line).with(at, line);
    const content = Buffer.from(lines.map((each) => `${each}\n`).join(""));
    const { files } = smallBundle(all, [], knownKey, { attestation });
    return files.map((file) => (file.name === "records.jsonl" ? { name: file.name, content } : file));
  }

  const renamed = 'Removed: "A-2".\nFAIL  Added: "B-9".';
  test.each([
    ["changed", with1(some, "asset", 1, '{"asset":"A-2","n":9}'), 'Changed: "A-2".'],
    ["changed, with an id that is none", with1(some, "asset", 1, '{"asset":"A-2","id":"A-1"}'), 'Changed: "A-2".'],
    ["renamed", with1(some, "asset", 1, '{"asset":"B-9","id":"A-2"}'), renamed],
    ["the only one", with1(some.slice(0, 1), "asset", 0, '{"asset":"A-1","n":2}'), 'Changed: "A-1".'],
    ["a number", with1(numbered, "nr", 1, '{"about":{"nr":10},"nr":11,"x":1.50}'), 'Changed: "11".'],
    ["erased, and changed", with1([...some].with(1, gone), "asset", 1, gone.line.replace("0", "1")), 'Changed: "A-2".'],
    ["in the place of an erased one", with1([...some].with(1, gone), "asset", 1, '{"asset":"A-2"}'), 'Changed: "A-2".'],
    ["of an older bundle", with1(some, "", 1, '{"asset":"A-2","id":"A-1"}'), 'Changed: "A-2".'],
    ["a number of an older bundle", with1(numbered, "", 1, '{"about":{"nr":10},"nr":11,"x":1}'), 'Changed: "11".'],
    ["a number that is none", with1(some, "asset", 1, '{"asset":NaN}'), 'line that is no record: {\\"asset\\":NaN}'],
    ["bytes that are no text", with1(some, "asset", 1, '{"asset":"\ud800"}'), 'Added: "\ufffd'],
    ["without it", with1(some, "asset", 1, '{"id":"A-2"}'), 'Added: "(a line without an id: {\\"id\\":\\"A-2\\"})"'],
    ["a list", with1(some, "asset", 1, '["A-2"]'), 'Added: "(a line that is no record'],
  ])("%s", async (_, files, says) => expect(await say(files)).toContain(says));
});

describe("what was done to the bundle is said", () => {
  const leaves = good.files.find(({ name }) => name === "records.leaves")?.content.toString() ?? "";
  const resigned = smallBundle(records.slice(1), good.files.slice(-1));
  const bundles: [string, readonly SmallFile[], string][] = [
    ["a file is missing", good.files.filter(({ name }) => name !== "schema.json"), '"schema.json" is missing'],
    ["a file more", [...good.files, { name: "more.txt", content: Buffer.from("") }], '"more.txt" does not belong'],
    ["a signed name more", [...good.files, { name: "verify.py", content: Buffer.from("") }], 'not cover "verify.py"'],
    ["another order", good.files.toReversed(), "The files stand in another order"],
    ["the content", changed("content.json", "{}"), "content.json is not what was signed"],
    ["no JSON", changed("content.json", "{"), "content.json cannot be read"],
    ["another schema", changed("schema.json", "{}"), "schema.json was changed"],
    ["a hash in the leaves", changed("records.leaves", leaves.replace("a", "b")), "records.leaves was changed."],
    ["a name in the leaves", changed("records.leaves", leaves.replace("r0000007", "r0000001")), "order"],
    ["the signature", changed("attestation.sig", Buffer.alloc(64)), "The signature is not good"],
    ["a signature cut short", changed("attestation.sig", ""), "The signature is not good"],
    ["the key's text", changed("public-key.pem", "-----BEGIN PUBLIC KEY-----\n"), "not an Ed25519 key"],
    ["another's key", [...resigned.files.slice(0, 5), ...good.files.slice(5)], "not what was signed"],
  ];
  test.each(bundles)("%s", async (_, files, says) => expect(await say(files)).toContain(says));

  test("a timestamp is about this content, or said not to be", async () => {
    const [content] = good.files;
    const about = createHash("sha256")
      .update(content?.content ?? "")
      .digest();
    const stamped = (hash: Buffer) => {
      const stamp = { name: "timestamp.tsr", content: Buffer.concat([Buffer.from("30240420", "hex"), hash]) };
      return smallBundle(records, [stamp], knownKey).files;
    };
    expect(await say(stamped(about))).toBe("");
    expect(await say(stamped(Buffer.alloc(32)))).toContain("timestamp.tsr is not about this content.json");
  });

  test("another program packed it again: its files are checked, and that it did is said", async () => {
    const names = good.files.map(({ name, content }) => saved(name, content));
    const pack = "import sys, zipfile\nz = zipfile.ZipFile('packed.zip', 'w', zipfile.ZIP_DEFLATED)\n";
    run("python3", ["-c", `${pack}[z.write(n, n.split('/')[-1]) for n in sys.argv[1:]]\nz.close()`, ...names]);
    const packed = readFileSync(path.join(folder, "packed.zip"));
    const said = await say([], async () => packed);
    expect(said).toMatch(/^FAIL {2}The ZIP itself is not as it was made: it differs around its files, [^\n]+$/);
  });

  test("what is no ZIP at all", async () => {
    for (const text of ["", "no ZIP", "PK\u0005\u0006", "PK\u0003\u0004".repeat(20)]) {
      expect(await say([], async () => Buffer.from(text))).toContain("is missing");
    }
  });
});

describe("the commands", () => {
  const bundle = path.join(folder, "bundle.zip");

  test.each(commands)("%s says whose key is expected, and refuses another", async (_, command) => {
    writeFileSync(bundle, await zipped(good.files));
    const whose = command(bundle);
    expect([whose.code, whose.text]).toEqual([
      0,
      expect.stringContaining(`Whose key ${good.kid} is, this cannot tell`),
    ]);
    expect(command(bundle, "--key", good.kid).code).toBe(0);
    const other = command(bundle, "--key", "0".repeat(64));
    expect([other.code, other.text]).toEqual([1, expect.stringContaining("not signed with a key that you expect")]);
    const pem = createPublicKey(knownKey).export({ format: "pem", type: "spki" });
    expect(command(bundle, "--key", saved("owner.pem", Buffer.from(pem))).code).toBe(0);
    const revoked = { revoked_at: "2026-11-27T12:00:00Z", reason: "A copy was lost" };
    const keys = { keys: [{ kid: good.kid, account: 1, revoked }] };
    const set = command(bundle, "--jwks", saved("keys.json", Buffer.from(JSON.stringify(keys))));
    expect([set.code, set.text]).toEqual([1, expect.stringContaining("was revoked on 2026-11-27T12:00:00Z: A copy")]);
  });

  test.each(commands)("%s reads a folder, and ends with 2 when it is not asked well", async (name, command) => {
    const place = path.join(folder, `unpacked-${name}`);
    mkdirSync(place);
    for (const file of good.files) writeFileSync(path.join(place, file.name), file.content);
    const read = command(place);
    expect([read.code, read.text]).toEqual([0, expect.stringContaining("of the ZIP itself nothing was checked")]);
    writeFileSync(path.join(place, "records.jsonl"), `${lines.slice(1).join("\n")}\n`);
    expect(command(place)).toMatchObject({ code: 1, text: expect.stringContaining('Removed: "r0000000".') });
    expect(command(path.join(folder, "nowhere.zip")).code).toBe(2);
    expect(command("--what").code).toBe(2);
  });

  test.each(commands)("%s tells whether a redacted value is the one that is disclosed", async (_, command) => {
    const salt = "ab".repeat(32);
    const commitment = createHash("sha256")
      .update(Buffer.from(`02${salt}`, "hex"))
      .update('"123-45"')
      .digest("hex");
    const line = `{"id":"one","people":[{"other":1,"ssn":{"$redacted":"${commitment}"}}]}`;
    const content = (text: string) => text.replace("{", '{"redactions":["/people/*/ssn","/people/0/other"],');
    const file = saved(
      "redacted.zip",
      await zipped(smallBundle([{ id: "one", line }], [], undefined, { content }).files),
    );
    const reveal = (pointer: string, value: string) => command(file, "--reveal", "one", pointer, value, salt).code;
    expect(reveal("/people/0/ssn", '"123-45"')).toBe(0);
    expect(reveal("/people/0/ssn", '"123-46"')).toBe(1);
    expect(reveal("/people/0/other", '"123-45"')).toBe(1);
    expect(command(file, "--reveal", "two", "/ssn", "1", salt).code).toBe(1);
  });
});

test("a bundle carries the very programs of the source", () => {
  const files = verifierFiles();
  expect(files.map(({ name }) => name)).toEqual(["VERIFY.md", "verify.mjs", "verify.py"]);
  expect(files.every(({ content }) => content.length > 3_000)).toBe(true);
});
