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
  try {
    const made = await own.call<{ id: number; status: string }>("POST", "/api/connections/1/resources/1/evidence");
    expect(made.body, made.text).toMatchObject({ status: "ready" });
    const kept = path.join(home, bucket, "kept", "1", String(made.body.id));
    expect(readdirSync(kept).some((name) => name.startsWith("records.jsonl"))).toBe(true);
    expect(await own.sql("select from evidence_chunk")).toHaveLength(0);
    const file = `/api/evidence/${made.body.id}/files/records.jsonl`;
    const lines = await own.call("GET", file);
    expect(lines.text.trimEnd().split("\n").length).toBeGreaterThan(1);
    const gone = await own.call("DELETE", `/api/evidence/${made.body.id}`, { body: { reason: "made by mistake" } });
    expect(gone.status, gone.text).toBeLessThan(300);
    expect(existsSync(kept) ? readdirSync(kept) : []).toEqual([]);
  } finally {
    await own.remove();
    await store.close();
    rmSync(home, { recursive: true, force: true });
  }
});
