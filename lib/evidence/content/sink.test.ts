import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { storing } from "./sink";

const home = mkdtempSync(path.join(tmpdir(), "attestry-sink-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const of = { accountId: 1, evidenceId: 1 };

test("a file that is stored is measured and hashed as it went by", async () => {
  const made = await storing(`file://${home}`, of, async (sinks) => {
    const sink = sinks("whole");
    await sink.write(Buffer.from("123456789"));
    return sink.end();
  });
  expect(made).toMatchObject({ name: "whole", bytes: 9, crc32: 0xcbf43926 });
  expect(made.sha256).toBe("15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225");
});

test("a work that fails throws its own error, and the files it began are given up at once", async () => {
  const work = storing(`file://${home}`, of, async (sinks) => {
    await sinks("begun").write(Buffer.from("half"));
    throw new Error("the records ended early");
  });
  await expect(work).rejects.toThrow("the records ended early");
  expect(readdirSync(path.join(home, "1", "1"))).toEqual(["whole"]);
});

test("a place that takes no more is told to whoever writes", async () => {
  const work = storing(`file://${home}/1/1/whole`, of, async (sinks) => {
    const sink = sinks("refused");
    for (let at = 0; at < 100; at += 1) await sink.write(Buffer.alloc(1024 * 1024));
    await sink.end();
  });
  await expect(work).rejects.toThrow(/ENOTDIR/);
});
