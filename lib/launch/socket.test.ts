import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { removeSockets, socketOf, takesSockets } from "./socket";

const home = mkdtempSync(join(tmpdir(), "attestry-socket-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

test("a folder takes sockets when one can be made there, and is left as it was", async () => {
  expect(await takesSockets(home)).toBe(process.platform !== "win32");
  expect(await takesSockets(join(home, "not there"))).toBe(false);
  expect(await takesSockets(join(home, "x".repeat(100)))).toBe(false);
  expect(readdirSync(home)).toEqual([]);
});

test("what a killed PostgreSQL left is removed, and nothing else", () => {
  for (const path of [socketOf(home, 5432), `${socketOf(home, 5432)}.lock`, join(home, "PG_VERSION")])
    writeFileSync(path, "");
  removeSockets(home);
  expect(readdirSync(home)).toEqual(["PG_VERSION"]);
});
