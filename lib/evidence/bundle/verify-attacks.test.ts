import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deflateRawSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { commands, folder, here, run, saved, sayOfEach } from "./both-verifiers";
import { knownKey, smallBundle, someRecords, zipped, type Forgery, type SmallFile } from "./small-bundle";

const records = someRecords(3);
const good = smallBundle(records, [], knownKey);
const lines = records.map(({ line }) => `${line}\n`).join("");
const without = (gone: string) => good.files.filter(({ name }) => name !== gone);
const changed = (name: string, content: string | Buffer) =>
  good.files.map((file) => (file.name === name ? { name, content: Buffer.from(content) } : file));

/** What somebody with the key would have signed. */
const forged = (content: Forgery["content"], attestation?: Forgery["attestation"]) =>
  smallBundle(records, [], knownKey, { content, attestation }).files;
/** One record of which content.json says what was redacted. */
const redactedAt = (redactions: string, line: string) =>
  smallBundle([{ id: "one", line }], [], knownKey, {
    content: (text) => text.replace("{", `{"redactions":${redactions},`),
  }).files;
const revision = (written: string) => forged((text) => text.replace('"revision":4', `"revision":${written}`));

/** A bundle whose key is a point that anything is signed under: by S = 0 and R = the point at infinity. */
function underAnything(point: string): SmallFile[] {
  const spki = Buffer.from(`302a300506032b6570032100${point}`, "hex");
  const pem = `-----BEGIN PUBLIC KEY-----\n${spki.toString("base64")}\n-----END PUBLIC KEY-----\n`;
  const kid = createHash("sha256").update(spki).digest("hex");
  return forged(undefined, (text) => text.replace(good.kid, kid)).map(({ name, content }) => {
    if (name === "attestation.sig") return { name, content: Buffer.from(`01${"00".repeat(63)}`, "hex") };
    return { name, content: name === "public-key.pem" ? Buffer.from(pem) : content };
  });
}

type Crafted = { name?: string; content?: Buffer; packed?: Buffer };

/** A ZIP whose directory lists one file as often as it likes. */
function crafted(times: number, { name = "content.json", content = Buffer.from("{}"), ...of }: Crafted = {}): Buffer {
  const packed = of.packed ?? content;
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32LE(packed.length, 0);
  sizes.writeUInt32LE(content.length, 4);
  const named = Buffer.alloc(4);
  named.writeUInt16LE(Buffer.byteLength(name));
  const version = Buffer.from(`14000008${packed === content ? "0000" : "0800"}00002100`, "hex");
  const common = Buffer.concat([version, Buffer.alloc(4), sizes, named]);
  const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), common, Buffer.from(name), packed]);
  const entry = Buffer.concat([Buffer.from("PK\u0001\u0002-\u0003"), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006");
  end.writeUInt32LE(times * entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, ...Array.from({ length: times }, () => entry), end]);
}

const FAR_TOO_LARGE = Buffer.alloc((16 << 20) + 1, "x");
const UNCHECKED = "The signature cannot be checked";
const NO_KEY = "public-key.pem is not an Ed25519 key in its one form";
const NO_CONTENT = "content.json cannot be read: it is no JSON object";
const NO_DIRECTORY = "The directory at the end of the ZIP cannot be read";
const NOT_AS_MADE = "The ZIP itself is not as it was made";

/** What was made to pass, or to read otherwise to one of the verifiers; and what all of them say of it, "" for nothing. */
const attacks: [string, SmallFile[] | (() => Promise<Buffer>), string][] = [
  ["a signature that is far too large", changed("attestation.sig", FAR_TOO_LARGE), UNCHECKED],
  ["a key that is far too large", changed("public-key.pem", FAR_TOO_LARGE), UNCHECKED],
  ["no signature", without("attestation.sig"), UNCHECKED],

  ["the key 1, infinity", underAnything(`01${"00".repeat(31)}`), NO_KEY],
  ["a key of order 2", underAnything(`ec${"ff".repeat(30)}7f`), NO_KEY],
  ["a key of order 4", underAnything("00".repeat(32)), NO_KEY],
  ["a key of order 8", underAnything("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), NO_KEY],
  ["infinity, written otherwise", underAnything(`ee${"ff".repeat(30)}7f`), NO_KEY],
  ["infinity, with a sign", underAnything(`01${"00".repeat(30)}80`), NO_KEY],

  ["a byte order mark", forged((text) => `\ufeff${text}`), NO_CONTENT],
  ["bytes that are no UTF-8", forged((text) => Buffer.from(text.replace("4", "\xff"), "latin1")), NO_CONTENT],
  ["what is not a number", revision("NaN"), NO_CONTENT],
  ["a number of 5,000 digits", revision("9".repeat(5_000)), ""],
  ["half a character", revision('"\\ud800"'), ""],
  ["a list", forged(undefined, (text) => `[${text}]`), "attestation.json cannot be read: it is no JSON object"],
  ["a member twice", forged((text) => `{"format":"other",${text.slice(1)}`), ""],
  [
    "a member twice, the wrong one last",
    forged((text) => `${text.slice(0, -1)},"format":"other"}`),
    "The format is not",
  ],
  ["a file that is not there", forged((text) => text.replace('"files":[', '"files":[{"name":"x"},')), "x is missing"],
  ["null for its parts", forged(() => '{"counts":null,"files":null,"merkle":null,"schema":null}'), "The format is not"],
  [
    "texts for its parts",
    forged(undefined, () => '{"content":"x","files":"x","key":"x"}'),
    "that the attestation names",
  ],
  [
    "one record that is counted as true",
    smallBundle(records.slice(0, 1), [], knownKey, {
      content: (text) => text.replaceAll(/(ed|leaves)":1/g, '$1":true'),
    }).files,
    "signed were others",
  ],

  ["a mark on a record that reads as any other", smallBundle(records, [], knownKey, { own: ["ö"] }).files, ""],
  ["a mark that is put in", changed("records.leaves", lines.replaceAll(/.*\n/g, "0 own\n")), "leaves was changed"],
  [
    "a mark behind no id, one twice, and one of a hash of nothing",
    smallBundle(records, [], knownKey, {
      leaves: (text) =>
        text
          .replace(/^.{64}/, "0".repeat(64))
          .replace('"\n', '" own\n')
          .replace('1"\n', '1" own own\n'),
    }).files,
    "do not fit each other",
  ],
  ["line ends of Windows", changed("records.jsonl", lines.replaceAll("\n", "\r\n")), "records.jsonl was changed"],
  ["no last line end", changed("records.jsonl", lines.slice(0, -1)), "records.jsonl was changed"],
  ["an empty line more", changed("records.jsonl", `${lines}\n`), "records.jsonl was changed"],
  [
    "names without an end",
    changed("records.leaves", `${"0".repeat(64)} ${"[".repeat(99_999)}\n`),
    "leaves was changed",
  ],

  ["one file 100,000 times", async () => crafted(100_000), NO_DIRECTORY],
  ["a name of 60,000 bytes that are no text", async () => crafted(1, { name: "\udcff".repeat(20_000) }), NO_DIRECTORY],
  ["data before it", async () => Buffer.concat([Buffer.from("#!/bin/sh\n"), await zipped(good.files)]), NOT_AS_MADE],
  ["data behind it", async () => Buffer.concat([await zipped(good.files), Buffer.alloc(1)]), NOT_AS_MADE],
  ["itself behind it", async () => Buffer.concat([await zipped(good.files), await zipped(good.files)]), NOT_AS_MADE],
];

describe("a bundle that was made to deceive reads the same to both programs and the page", () => {
  let said: string[] = [];
  beforeAll(async () => {
    said = await sayOfEach(await Promise.all(attacks.map(([, of]) => (Array.isArray(of) ? zipped(of) : of()))));
  }, 120_000);

  test.each(attacks.map(([title, , says], at) => [title, says, at] as const))("%s", (_, says, at) => {
    if (says === "") expect(said[at]).toBe("");
    else expect(said[at]).toContain(says);
  });
});

describe("the commands", () => {
  const bundle = async () => saved("asked.zip", await zipped(good.files));

  test.each(commands)("%s does not take a set of keys that is none for no question", async (_, command) => {
    for (const text of ["[]", '{"keys":{}}', '{"message":"Not Found"}']) {
      const { code, text: said } = command(await bundle(), "--jwks", saved("keys.json", Buffer.from(text)));
      expect([text, code, said.includes("GOOD")]).toEqual([text, 2, false]);
    }
    expect(command(await bundle(), "--jwks", saved("keys.json", Buffer.from('{"keys":[null,7]}'))).code).toBe(1);
  });

  test.each(commands)("%s takes no salt of another length, behind which digits could hide", async (_, command) => {
    const salt = "ab".repeat(32);
    const commitment = createHash("sha256")
      .update(Buffer.from(`02${salt}`, "hex"))
      .update("12345")
      .digest("hex");
    const line = `{"id":"one","pay":{"$redacted":"${commitment}"}}`;
    const file = saved("pay.zip", await zipped(redactedAt('["/pay"]', line)));
    const reveal = (value: string, given: string) => command(file, "--reveal", "one", "/pay", value, given);
    expect(reveal("12345", salt).code).toBe(0);
    expect(reveal("345", `${salt}3132`)).toMatchObject({ code: 2, text: expect.stringContaining("SALT is 64") });
    expect(reveal("12345", `${salt.slice(2)}zz`).code).toBe(2);
  });

  test.each(commands)("%s takes nothing for redacted that came in so", async (name, command) => {
    const salt = "ab".repeat(32);
    const commitment = createHash("sha256")
      .update(Buffer.from(`02${salt}`, "hex"))
      .update("12345")
      .digest("hex");
    const pay = `{"$redacted":"${commitment}"}`;
    const line = `{"a/b":{"*":${pay}},"id":"one","pay":${pay},"people":[{"pay":${pay}}]}`;
    for (const [redactions, pointer, code] of [
      ['["/pay"]', "/pay", 0],
      ['["/*"]', "/pay", 0],
      ['["/people/*/pay"]', "/people/0/pay", 0],
      ['["/a~1b/*"]', "/a~1b/*", 0],
      ["[]", "/pay", 1],
      ['"/pay"', "/pay", 1],
      ['["pay",null,"/people/*","/people/*/pay/*"]', "/people/0/pay", 1],
    ] as const) {
      const file = saved(`came-in-${name}.zip`, await zipped(redactedAt(redactions, line)));
      const said = command(file, "--reveal", "one", pointer, "12345", salt);
      const why = expect.stringContaining(code === 0 ? "is the one you gave" : "Nothing was redacted at") as unknown;
      expect([redactions, said.code, said.text]).toEqual([redactions, code, why]);
    }
  });

  test.each(commands)("%s tells records that were erased from those that only read so", async (name, command) => {
    const tomb = (id: string) => ({ id, line: `{"$erased":"${"0".repeat(64)}","id":"${id}"}` });
    const all = [tomb("a"), tomb("b"), tomb("c"), ...someRecords(1)];
    const file = saved(`erased-${name}.zip`, await zipped(smallBundle(all, [], knownKey, { own: ["b"] }).files));
    const { code, text } = command(file);
    expect([code, text]).toEqual([0, expect.stringContaining("Of 2 records the values were erased;")]);
    expect(text).toContain('Not erased, though they read so, as they came in: "b".');
    expect(command(await bundle()).text).not.toContain("erased");
  });

  test.each(commands)("%s says what else lies in a folder, and that it was not looked at", async (name, command) => {
    const place = path.join(folder, `more-${name}`);
    mkdirSync(place);
    for (const file of good.files) writeFileSync(path.join(place, file.name), file.content);
    writeFileSync(path.join(place, "records (1).csv"), "x");
    const { code, text } = command(place);
    expect([code, text]).toEqual([0, expect.stringContaining('not looked at: "records (1).csv"')]);
    expect(text).not.toContain("no others");
  });

  test.each(commands)("%s says in words of its own that packed bytes are damaged", (_, command) => {
    const content = Buffer.from(lines);
    const whole = deflateRawSync(content);
    for (const packed of [whole.subarray(0, -5), Buffer.alloc(40, 0xff)]) {
      const { code, text } = command(saved("damaged.zip", crafted(1, { name: "records.jsonl", content, packed })));
      expect([code, text]).toEqual([
        1,
        expect.stringContaining("records.jsonl cannot be read: what is packed in it is damaged."),
      ]);
    }
  });

  test.each(commands)("%s holds no line that is longer than any record can be", async (_, command) => {
    const content = Buffer.alloc(150 << 20);
    const zip = crafted(1, { name: "records.jsonl", content, packed: deflateRawSync(content) });
    const { code, text } = command(saved("bomb.zip", zip));
    expect([code, text]).toEqual([1, expect.stringContaining("cannot be read: a line is longer than any record.")]);
  });

  test("verify.mjs does not end with 0 in a Node that is too old for it", async () => {
    const old = "--import=data:text/javascript,process.getBuiltinModule=undefined";
    const { code, text } = run(process.execPath, [old, path.join(here, "verify.mjs"), await bundle()]);
    expect([code, text]).toEqual([2, expect.stringContaining("Node 20.16 or newer")]);
  });
});
