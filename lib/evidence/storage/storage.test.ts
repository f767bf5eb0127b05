import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import S3rver from "s3rver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readEnv } from "@/lib/db/env";
import { singleton } from "@/lib/db/singleton";
import { isNotThere } from "./not-there";
import { storage } from "./storage";

const home = mkdtempSync(path.join(tmpdir(), "attestry-storage-"));
const bucket = "evidence-of-ours";
const server = new S3rver({
  port: 0,
  silent: true,
  directory: path.join(home, "s3"),
  configureBuckets: [{ name: bucket, configs: [] }],
});

beforeAll(async () => {
  const { port } = await server.run();
  const settings = {
    ATTESTRY_S3_ENDPOINT: `http://127.0.0.1:${port}`,
    ATTESTRY_S3_KEY_ID: "S3RVER",
    ATTESTRY_S3_SECRET: "S3RVER",
  };
  singleton("env", () => readEnv(settings));
});
afterAll(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

const of = { accountId: 1, evidenceId: 2 };
const place = { ...of, name: "records.jsonl" };
const PART = Buffer.alloc(1024 * 1024, "0123456789");

async function* parts(count: number, failsAfter = Infinity) {
  for (let part = 0; part < count; part += 1) {
    if (part === failsAfter) throw new Error("the records ended early");
    yield await Promise.resolve(PART);
  }
}

async function whole(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const found: Uint8Array[] = [];
  for await (const part of content) found.push(part);
  return Buffer.concat(found);
}

describe.each([
  ["a folder", () => `file://${home}/folder`],
  ["a bucket of S3", () => `s3://${bucket}/kept`],
])("evidence in %s", (_, locationOf) => {
  test("comes back as it was written", async () => {
    const kept = storage(locationOf());
    await kept.write(place, parts(12));
    const bytes = Buffer.concat(Array.from({ length: 12 }, () => PART));
    expect((await whole(kept.read(place))).equals(bytes)).toBe(true);
  });

  test("written again is what was written last, and an empty file is a file", async () => {
    const kept = storage(locationOf());
    await kept.write(place, parts(2));
    await kept.write(place, parts(1));
    expect((await whole(kept.read(place))).equals(PART)).toBe(true);
    await kept.write({ ...of, name: "empty" }, parts(0));
    expect(await whole(kept.read({ ...of, name: "empty" }))).toHaveLength(0);
  });

  test("that was cut while it was written is not there in parts", async () => {
    const kept = storage(locationOf());
    const cut = { ...of, name: "cut" };
    await expect(kept.write(cut, parts(10, 9))).rejects.toThrow("the records ended early");
    await expect(whole(kept.read(cut))).rejects.toSatisfy(isNotThere);
  });

  test("is removed whole, and nothing of its neighbour; removing nothing is no error", async () => {
    const kept = storage(locationOf());
    const neighbour = { accountId: 1, evidenceId: 22, name: "records.jsonl" };
    await Promise.all([kept.write(place, parts(1)), kept.write(neighbour, parts(1))]);
    await kept.remove(of);
    await kept.remove(of);
    await expect(whole(kept.read(place))).rejects.toSatisfy(isNotThere);
    expect(await whole(kept.read(neighbour))).toHaveLength(PART.length);
  });
});

test("what a folder or a bucket does not take, or give, is said without its place, and keeps why", async () => {
  writeFileSync(path.join(home, "taken"), "");
  const refused = {
    [`file://${home}/taken/below`]: ["folder", "ENOTDIR"],
    "s3://no-such-bucket/kept": ["object store", "NoSuchBucket"],
  };
  for (const [location, [what, code]] of Object.entries(refused)) {
    const kept = storage(location);
    for (const [does, work] of [
      ["take", () => kept.write(place, parts(1))],
      ["give", () => whole(kept.read(place))],
    ] as const) {
      const error: unknown = await work().catch((thrown: unknown) => thrown);
      const says = expect.stringContaining(
        `The ${what} that evidence is kept in did not ${does} it (${code})`,
      ) as string;
      expect(error).toMatchObject({ kind: "internal", message: says, cause: expect.any(Error) });
      expect([String(error).includes(home), isNotThere(error)]).toEqual([false, false]);
    }
  }
});

test("a folder holds nothing but whole files", async () => {
  const kept = storage(`file://${home}/whole`);
  await kept.write(place, parts(1));
  await expect(kept.write({ ...of, name: "cut" }, parts(3, 2))).rejects.toThrow();
  expect(readdirSync(path.join(home, "whole", "1", "2"))).toEqual(["records.jsonl"]);
});
