import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeMe, holderOf, isGone, takeLock } from "./lock.mjs";
import { processIdentity } from "./process-identity.mjs";

const now = 1_000_000;
const holder = { pid: 7, identity: "boot:100", host: "here", purpose: "npm start", since: "" };
const seen = { host: "here", touched: now, now, identityOf: () => "boot:100" };

describe("a lock's holder is gone", () => {
  test("when its process is not there", () => {
    expect(isGone(holder, { ...seen, identityOf: () => undefined })).toBe(true);
  });

  test("when its pid was given to a later process", () => {
    expect(isGone(holder, { ...seen, identityOf: () => "boot:999" })).toBe(true);
  });

  test("when it is on another machine and was silent for long", () => {
    expect(isGone({ ...holder, host: "there" }, { ...seen, touched: now - 60_000 })).toBe(true);
  });
});

describe("a lock's holder is not gone", () => {
  test("while its process lives, however long the file was not touched", () => {
    expect(isGone(holder, { ...seen, touched: 0 })).toBe(false);
  });

  test("while it is on another machine and touches its file, whatever runs here under its pid", () => {
    expect(isGone({ ...holder, host: "there" }, { ...seen, identityOf: () => undefined })).toBe(false);
  });
});

describe("the lock of a folder", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "attestry-lock-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const leave = (number: number, text: string) => writeFileSync(join(folder, `holder-${number}`), text);

  test("is taken, named, and free again after its release", () => {
    const lock = takeLock(folder, "testing");
    if ("heldBy" in lock) throw new Error("nobody holds it yet");
    lock.publish("http://127.0.0.1:1");
    expect(holderOf(folder)).toMatchObject({ pid: process.pid, purpose: "testing", url: "http://127.0.0.1:1" });
    lock.release();
    expect(holderOf(folder)).toBeUndefined();
  });

  test("is refused while another process lives, and says which", () => {
    // The parent stands for any process that lives.
    const other = { ...describeMe("npm start"), pid: process.ppid, identity: identityOfParent() };
    leave(3, JSON.stringify(other));
    expect(takeLock(folder, "testing")).toEqual({ heldBy: other });
  });

  test("is taken over from a process that was killed, under a number that was never used", () => {
    leave(3, JSON.stringify({ ...describeMe("npm start"), pid: 2 ** 22 + 1, host: hostname() }));
    expect(takeLock(folder, "testing")).not.toHaveProperty("heldBy");
    expect(readdirSync(folder)).toEqual(["holder-4"]);
  });

  test("is taken over when a power failure left half a file", () => {
    leave(3, '{"pid":');
    expect(takeLock(folder, "testing")).not.toHaveProperty("heldBy");
  });

  test("belongs to the process: asking twice is no refusal", () => {
    takeLock(folder, "testing");
    expect(takeLock(folder, "testing")).not.toHaveProperty("heldBy");
  });
});

function identityOfParent(): string {
  return processIdentity(process.ppid) ?? "";
}
