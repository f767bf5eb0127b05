import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import * as yauzl from "yauzl";
import { centralDirectory, localHeader, zipBytes, zipOf, type Member } from "./zip";

const folder = mkdtempSync(path.join(tmpdir(), "attestry-zip-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function member(name: string, text: string): Member {
  const bytes = Buffer.from(text);
  const content = async function* () {
    yield bytes.subarray(0, 3);
    yield bytes.subarray(3);
  };
  return { name, bytes: bytes.length, crc32: crc32(bytes), content };
}

async function whole(members: readonly Member[]): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of zipOf(members)) parts.push(part);
  return Buffer.concat(parts);
}

/** What Python's zipfile says of a file: its names, its sizes, and the content of the members that are asked for. */
function python(file: string, read: readonly string[]): { names: string[]; sizes: number[]; texts: string[] } {
  const script =
    "import json, sys, zipfile\n" +
    "z = zipfile.ZipFile(sys.argv[1])\n" +
    "i = z.infolist()\n" +
    "t = [z.read(n).decode() for n in sys.argv[2:]]\n" +
    "print(json.dumps({'names': [e.filename for e in i], 'sizes': [e.file_size for e in i], 'texts': t}))";
  return JSON.parse(execFileSync("python3", ["-c", script, file, ...read], { encoding: "utf8" })) as never;
}

const members = [member("content.json", "{}"), member("größe.txt", "grüße\n"), member("empty", "")];

test("Python and yauzl read what was written, names in UTF-8 and all", async () => {
  const file = path.join(folder, "plain.zip");
  writeFileSync(file, await whole(members));
  const names = members.map(({ name }) => name);
  expect(python(file, names)).toEqual({ names, sizes: [2, 8, 0], texts: ["{}", "grüße\n", ""] });
  const zip = await yauzl.openPromise(file);
  const seen: string[] = [];
  for await (const entry of zip.eachEntry()) {
    seen.push(`${entry.fileName} ${entry.uncompressedSize} ${entry.getLastModDate({ timezone: "UTC" }).toISOString()}`);
  }
  expect(seen).toEqual([
    "content.json 2 1980-01-01T00:00:00.000Z",
    "größe.txt 8 1980-01-01T00:00:00.000Z",
    "empty 0 1980-01-01T00:00:00.000Z",
  ]);
});

test("equal members give equal bytes, as many as were foretold", async () => {
  const first = await whole(members);
  expect(await whole(members)).toEqual(first);
  expect(zipBytes(members)).toBe(first.length);
  expect(zipBytes([])).toBe((await whole([])).length);
});

test("a member that breaks its word is found", async () => {
  await expect(whole([{ ...member("a", "abc"), bytes: 4 }])).rejects.toThrow("a was said to have 4 bytes and has 3");
});

test("members beyond 4 GB and what stands behind them are read through zip64", () => {
  // A sparse file: nothing of the 5 GB is written or read, only what stands around them.
  const file = path.join(folder, "large.zip");
  const large = { name: "records.jsonl", bytes: 5 * 1024 ** 3, crc32: 7 };
  const small = { name: "after.txt", bytes: 2, crc32: crc32("ok") };
  const head = localHeader(large);
  const offset = head.length + large.bytes;
  const rest = Buffer.concat([localHeader(small), Buffer.from("ok")]);
  const directory = centralDirectory(
    [
      { ...large, offset: 0 },
      { ...small, offset },
    ],
    offset + rest.length,
  );
  const descriptor = openSync(file, "w");
  writeSync(descriptor, head, 0, head.length, 0);
  ftruncateSync(descriptor, offset);
  writeSync(descriptor, Buffer.concat([rest, directory]), 0, rest.length + directory.length, offset);
  closeSync(descriptor);
  const names = [large.name, small.name];
  expect(python(file, ["after.txt"])).toEqual({ names, sizes: [large.bytes, 2], texts: ["ok"] });
  expect(zipBytes([large, small])).toBe(offset + rest.length + directory.length);
});
