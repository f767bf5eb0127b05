import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { anotherServer, ask } from "../fixtures/another-server";
import { embeddedUrl, postmasterOf, session } from "../fixtures/database";
import {
  adminOf,
  answering,
  isAtWork,
  launch,
  newInstallation,
  processesOf,
  removeInstallation,
  runTo,
} from "../fixtures/launched";
import type { Installation, Launched } from "../fixtures/launched";

test("a refused setting is told in a sentence, all at once, before anything is started", async () => {
  const installation = await newInstallation({
    PORT: "eighty",
    ATTESTRY_BODY_BYTES_MAX: "12",
    ATTESTRY_DEMO: "perhaps",
    ATTESTRY_SECRET: "hunter2",
  });
  const started = launch(installation);
  expect(await started.ended).toBe(1);
  const said = started.said();
  expect(said).toContain('PORT takes a whole number from 0 to 65535; it is set to "eighty" that is not.');
  expect(said).toContain("ATTESTRY_BODY_BYTES_MAX takes a whole number from 1024");
  expect(said).toContain("ATTESTRY_DEMO takes on or off");
  expect(said).toContain("ATTESTRY_SECRET takes at least 32 characters");
  expect(said, "a refused secret is still a secret").not.toContain("hunter2");
  expect(said, "sentences, no stack").not.toMatch(/\n\s+at /);
  expect(processesOf(installation)).toEqual([]);
  removeInstallation(installation);
});

test.describe("an installation of its own", () => {
  test.describe.configure({ mode: "serial" });

  let installation: Installation;
  let server: Launched;
  const acknowledged = new Map<string, number>();
  const records = () => `/api/connections/1/resources/1/records`;
  const url = () => `http://127.0.0.1:${installation.port}`;
  let key = "";

  test.beforeAll(async () => {
    installation = await newInstallation({ ATTESTRY_RATE_PER_MINUTE: "0", ATTESTRY_RAET: "5" });
    server = launch(installation);
    key = (await answering(installation, server)).apiKey;
  });
  test.afterAll(() => removeInstallation(installation));

  test("the first start prints the curl line, keeps first-run.json for its owner, and names settings that are none", async () => {
    await expect.poll(() => server.said(), { timeout: 15_000 }).toContain("curl ");
    expect(server.said()).toContain(key);
    expect(server.said()).toContain("ATTESTRY_RAET is not a setting");
    expect(statSync(path.join(installation.data, "first-run.json")).mode & 0o777).toBe(0o600);
    const { text } = await ask(url(), "GET", `${records()}?size=1&includeTotalCount=true`, { key });
    expect((JSON.parse(text) as { pagination: { totalCount: number } }).pagination.totalCount).toBeGreaterThan(500);
  });

  test("a second start on the same folder says who is there and ends with 1", async () => {
    const second = launch(installation, { PORT: "0" });
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`process ${server.pid}`);
    expect(second.said()).toContain(url());
    expect(second.said()).toContain("ATTESTRY_DATA");
    expect((await ask(url(), "GET", "/api/health")).status).toBe(200);
  });

  test("npm run -s admin -- health --json prints exactly one JSON object", async () => {
    const { code, stdout } = await runTo("npm", ["run", "-s", "admin", "--", "health", "--json"], installation.env);
    expect([code, stdout.trim().split("\n").length]).toEqual([0, 1]);
    expect(JSON.parse(stdout)).toMatchObject({ status: "ok", server: { running: true, pid: server.pid, url: url() } });
    const wrong = await adminOf(installation, ["health", "--nonsense", "1"]);
    expect([wrong.code, Object.keys(JSON.parse(wrong.stdout) as object)]).toEqual([1, ["error"]]);
  });

  /** Pushes bulks until one is not taken; notes what was acknowledged, and answers the last status. */
  async function pushUntilCut(name: string): Promise<number | undefined> {
    for (let bulk = 0; ; bulk += 1) {
      const data = Array.from({ length: 200 }, (_, at) => ({
        id: `${name}-${bulk}-${at}`,
        name: "x",
        version: `1.0.${bulk}`,
      }));
      const heard = await ask(url(), "POST", records(), { key, body: { data } }).catch(() => undefined);
      if (heard?.status !== 200) return heard?.status;
      acknowledged.set(`${name}-${bulk}`, data.length);
    }
  }

  async function lostAndTorn() {
    const client = await session(embeddedUrl(installation.data));
    const { rows } = await client.query<{ bulk: string; count: number }>(
      `select regexp_replace(id, '-\\d+$', '') as bulk, count(*) as count from data_record where id ~ '^cut' group by 1`,
    );
    await client.end();
    const found = new Map(rows.map(({ bulk, count }) => [bulk, count]));
    const lost = [...acknowledged].filter(([bulk, count]) => found.get(bulk) !== count);
    const torn = [...found].filter(([, count]) => count !== 200);
    return { lost, torn };
  }

  test("kill -9 of the server in the middle of bulks loses no acknowledged record, and the next start goes on", async () => {
    const pushing = pushUntilCut("cut-server");
    await pause(600);
    process.kill(server.pid, "SIGKILL");
    await pushing;
    await server.ended;
    server = launch(installation);
    await answering(installation, server);
    expect(acknowledged.size).toBeGreaterThan(0);
    expect(await lostAndTorn()).toEqual({ lost: [], torn: [] });
  });

  test("kill -9 of PostgreSQL loses no acknowledged record; meanwhile 503, then it goes on by itself", async () => {
    const pushing = Promise.all([1, 2].map((each) => pushUntilCut(`cut-database-${each}`)));
    await pause(400);
    process.kill(postmasterOf(installation.data).pid, "SIGKILL");
    expect(await pushing).toEqual([503, 503]);
    await expect.poll(async () => (await ask(url(), "GET", records(), { key })).status, { timeout: 10_000 }).toBe(200);
    expect(await lostAndTorn()).toEqual({ lost: [], torn: [] });
  });

  /** A backup beside which nothing was written: the server seals and counts by itself, a moment after it was busy. */
  async function backupAtRest(client: Awaited<ReturnType<typeof session>>) {
    for (let tries = 1; ; tries += 1) {
      const file = path.join(installation.home, `backup-${tries}`);
      const sums = await checksums(client);
      const made = await adminOf(installation, ["backup", "--to", file]);
      expect(made.code, made.stdout).toBe(0);
      const rested = JSON.stringify(await checksums(client)) === JSON.stringify(sums);
      if (rested || tries === 10) return { file, made, sums };
      await pause(2_000);
    }
  }

  test("backup and restore into an empty database give the same rows, with their rules", async () => {
    const school = { id: "school", name: "ÉCOLE", version: "1.0.0" };
    expect((await ask(url(), "POST", records(), { key, body: { data: school } })).status).toBe(201);
    const original = await session(embeddedUrl(installation.data));
    const { file, made, sums } = await backupAtRest(original);
    const maintenance = await session(embeddedUrl(installation.data, "superuser", "postgres"));
    // Of another locale, one that knows no letter but ASCII's.
    await maintenance.query("create database copy owner attestry template template0 locale_provider libc locale 'C'");
    await maintenance.end();

    const copyUrl = embeddedUrl(installation.data, "owner", "copy");
    const restored = await adminOf(installation, ["restore", "--from", file], { DATABASE_URL: copyUrl });
    expect(restored.code, restored.stdout).toBe(0);
    const copy = await session(copyUrl);
    try {
      expect(await checksums(copy)).toEqual(sums);
      expect(Object.keys(sums).length).toBeGreaterThan(14);
      expect((JSON.parse(made.stdout) as { rows: number }).rows).toBe(
        (JSON.parse(restored.stdout) as { rows: number }).rows,
      );
      await expect(copy.query("truncate account cascade")).rejects.toThrow(/append-only/);
      await expect(copy.query("update data_record set data = '{}'")).rejects.toThrow(
        /a_new_version_has_a_new_revision/,
      );
      const again = await adminOf(installation, ["restore", "--from", file], { DATABASE_URL: copyUrl });
      expect([again.code, again.stdout.includes("not empty")]).toEqual([1, true]);
    } finally {
      await Promise.all([original.end(), copy.end()]);
    }
  });

  test("evidence generated from a restored backup by another server is the same, byte for byte", async () => {
    const evidence = "/api/connections/1/resources/1/evidence";
    const filter = { not: { pointer: "/name", op: "contains", value: "école" } };
    const body = { filter, redact: ["/licence"], sample: { size: 200, seed: "restored" }, formats: ["csv"] };
    type Made = { id: number; revision: number; contentSha256: string };
    const made = async (from: string, asOf?: string) => {
      const { status, text } = await ask(from, "POST", evidence, { key, body: { ...body, asOf } });
      expect(status, text).toBe(201);
      const { id } = JSON.parse(text) as Made;
      let now = "";
      await expect
        .poll(async () => (now = (await ask(from, "GET", `/api/evidence/${id}`, { key })).text), { timeout: 20_000 })
        .toContain('"status":"ready"');
      return JSON.parse(now) as Made;
    };
    const fileOf = async (from: string, { id }: Made, name: string) =>
      (await ask(from, "GET", `/api/evidence/${id}/files/${name}`, { key })).text;
    const copy = await anotherServer({
      DATABASE_URL: embeddedUrl(installation.data, "owner", "copy"),
      ATTESTRY_SECRET: readFileSync(path.join(installation.data, "secret"), "utf8").trim(),
    });
    try {
      const there = await made(copy.url);
      const here = await made(url(), String(there.revision));
      expect(here.contentSha256).toBe(there.contentSha256);
      for (const name of ["content.json", "records.jsonl", "records.leaves", "records.csv", "provenance.jsonl"]) {
        expect(await fileOf(copy.url, there, name), name).toBe(await fileOf(url(), here, name));
      }
    } finally {
      await copy.stop();
    }
  });

  test("the server comes to its own database through one socket, in a folder that nobody else enters", async () => {
    const looking = await session(embeddedUrl(installation.data, "superuser"));
    const { rows } = await looking.query<{ remote: number; folder: string }>(
      `select current_setting('data_directory') as folder, (select count(*) from pg_stat_activity
         where usename = 'attestry' and backend_type = 'client backend' and client_addr is not null) as remote`,
    );
    await looking.end();
    const [{ remote, folder } = { remote: -1, folder: "" }] = rows;
    const { mode } = statSync(folder);
    // Two PostgreSQLs were killed in it by now: what they left is gone.
    const sockets = readdirSync(folder).filter((name) => name.startsWith(".s.PGSQL.") && !name.endsWith(".lock"));
    expect([remote, mode & 0o077, sockets.length]).toEqual([0, 0, 1]);
  });

  test("kill -9 of PostgreSQL while it works on a long statement: what is left of it does not keep the next one from starting", async () => {
    const working = await session(embeddedUrl(installation.data));
    working.on("error", () => undefined);
    const { rows } = await working.query<{ pid: number }>("select pg_backend_pid() as pid");
    const cut = working.query("select count(*) from generate_series(1, 20000000000)").catch(() => "cut");
    await pause(300); // it is at work by then; when it is not, it ends with PostgreSQL
    process.kill(postmasterOf(installation.data).pid, "SIGKILL");
    await expect.poll(async () => (await ask(url(), "GET", records(), { key })).status, { timeout: 20_000 }).toBe(200);
    expect(await cut).toBe("cut");
    expect(isAtWork(rows[0]?.pid ?? process.pid), "the statement's process is gone").toBe(false);
  });

  test("SIGTERM lets a running request finish, ends with 0 and leaves nothing running", async () => {
    const data = Array.from({ length: 5_000 }, (_, at) => ({ id: `last-${at}`, name: "x", version: "1.0.0" }));
    const first = { key, body: { data: data.slice(0, 1) } };
    await expect.poll(async () => (await ask(url(), "POST", records(), first)).status, { timeout: 10_000 }).toBe(200);
    const gate = await session(embeddedUrl(installation.data));
    await gate.query("begin");
    await gate.query("select from resource where id = 1 for update");
    const last = ask(url(), "POST", records(), { key, body: { data } });
    const waiting = "select from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))";
    await expect.poll(async () => (await gate.query(waiting)).rowCount, { timeout: 10_000 }).toBe(1);
    const began = performance.now();
    server.child.kill("SIGTERM");
    await pause(200); // it has begun to stop by then
    await gate.query("commit");
    await gate.end();
    expect((await last).status).toBe(200);
    expect(await server.ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(processesOf(installation)).toEqual([]);
    await expect(ask(url(), "GET", "/api/health")).rejects.toThrow();
  });

  test("the admin command finds the stopped database, and leaves nothing running either", async () => {
    const { code, stdout } = await adminOf(installation, ["health"]);
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      expect.objectContaining({ status: "ok", server: { running: false } }),
    ]);
    expect(processesOf(installation)).toEqual([]);
  });
});

/** Rows and a checksum over all rows of each table. Leases of rate limits come and go, so their table only has to be there. */
async function checksums(client: Awaited<ReturnType<typeof session>>): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  );
  const sums: Record<string, string> = {};
  for (const { name } of rows) {
    const { rows: found } = await client.query<{ sum: string }>(
      `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as sum from ${name} t`,
    );
    sums[name] = found[0]?.sum ?? "";
  }
  return sums;
}
