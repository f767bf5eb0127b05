import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@playwright/test";
import S3rver from "s3rver";
import { OwnServer } from "../fixtures/own-server";

const bucket = "evidence-of-ours";

test("201, evidence kept in an object store is downloaded from there, and taken away from there", async () => {
  test.setTimeout(120_000);
  const home = mkdtempSync(path.join(tmpdir(), "attestry-s3-"));
  const buckets = [{ name: bucket, configs: [] }];
  const store = new S3rver({ port: 0, silent: true, directory: home, configureBuckets: buckets });
  const { port } = await store.run();
  const own = await OwnServer.start({
    ATTESTRY_EVIDENCE_STORE: `s3://${bucket}/kept`,
    ATTESTRY_S3_ENDPOINT: `http://127.0.0.1:${port}`,
    ATTESTRY_S3_KEY_ID: "S3RVER",
    ATTESTRY_S3_SECRET: "S3RVER",
  });
  let again: S3rver | undefined;
  try {
    const made = await own.call<{ id: number; status: string }>("POST", "/api/connections/1/resources/1/evidence");
    expect(made.status, made.text).toBe(201);
    await expect
      .poll(async () => (await own.call<{ status: string }>("GET", `/api/evidence/${made.body.id}`)).body.status)
      .toBe("ready");
    const kept = path.join(home, bucket, "kept", "1", String(made.body.id));
    expect(readdirSync(kept).some((name) => name.startsWith("records.jsonl"))).toBe(true);
    expect(await own.sql("select from evidence_chunk")).toHaveLength(0);
    const file = `/api/evidence/${made.body.id}/files/records.jsonl`;
    const lines = await own.call("GET", file);
    expect(lines.text.trimEnd().split("\n").length).toBeGreaterThan(1);
    const gone = await own.call("DELETE", `/api/evidence/${made.body.id}`, { body: { reason: "made by mistake" } });
    expect(gone.status, gone.text).toBeLessThan(300);
    expect(existsSync(kept) ? readdirSync(kept) : []).toEqual([]);

    const address = "/api/connections/1/resources/1/evidence";
    const make = async () => (await own.call<{ id: number }>("POST", address, { body: { formats: [] } })).body.id;
    const factsOf = async (id: number) =>
      (await own.call<{ status: string; error: string | null }>("GET", `/api/evidence/${id}`)).body;
    const other = await make();
    await expect.poll(async () => (await factsOf(other)).status, { timeout: 30_000 }).toBe("ready");
    const files = path.join(home, bucket, "kept", "1", String(other));
    for (const name of readdirSync(files)) if (name.startsWith("schema.json")) rmSync(path.join(files, name));
    const compared = await own.call("POST", `/api/evidence/${other}/regenerate`);
    expect(compared.body).toMatchObject({
      status: "done",
      differences: [{ file: "schema.json", says: "It is missing" }],
    });
    await store.close();
    const unread = await own.call<{ error: string }>("POST", `/api/evidence/${other}/regenerate`);
    expect(unread.body).toMatchObject({ status: "failed", error: expect.stringContaining("did not give it") });
    const deleted = await own.call("DELETE", `/api/evidence/${other}`);
    expect([deleted.status, deleted.body]).toEqual([200, expect.objectContaining({ status: "deleted" })]);
    const refused = await make();
    await expect.poll(async () => (await factsOf(refused)).status, { timeout: 30_000 }).toBe("failed");
    expect((await factsOf(refused)).error).toContain("object store that evidence is kept in did not take it");
    again = new S3rver({ port, silent: true, directory: home, configureBuckets: buckets });
    await again.run();
    const left = path.join(home, bucket, "kept", "1", String(other));
    await expect.poll(() => (existsSync(left) ? readdirSync(left) : []), { timeout: 60_000 }).toEqual([]);
  } finally {
    await own.remove();
    await (again ?? store).close();
    rmSync(home, { recursive: true, force: true });
  }
});
