import { createHash } from "node:crypto";
import { request } from "node:http";
import { sql } from "../fixtures/database";
import {
  call,
  expect,
  freshAccount,
  newConnection,
  records,
  resource,
  test,
  type Account,
  type Place,
} from "../fixtures/api";
import { anotherServer, ask } from "../fixtures/another-server";
import { roleKey } from "../fixtures/people";
import { run } from "../fixtures/run";

type File = { name: string; bytes: number; sha256: string; downloadUrl: string };
type Evidence = { id: number; status: string; sha256: string; files: File[] };
type Signed = { keyId: string; keyRevoked: { at: string; reason: string } | null };
type Opened = Evidence & { label: string; names: Record<string, string | null>; downloadUrl: string };
type Link = { id: number; url: string; status: string; openings: number; downloads: number; lastUsedAt: string | null };
type Act = { action: string; actor: { kind: string; label: string }; details: Record<string, unknown> };

async function shared(account: Account, place: Place) {
  await account.call("POST", records(place, "api"), { body: { data: [{ id: "a" }, { id: "b" }] } });
  const made = await account.call<Evidence>("POST", `${resource(place, "api")}/evidence`, {
    body: { formats: ["csv"] },
  });
  const { body: link } = await account.call<Link>("POST", `/api/evidence/${made.body.id}/links`, {
    body: { label: "Ms Okafor" },
  });
  return { made: made.body, link, opens: `/api/auditor/${link.url.split("/").at(-1)}` };
}

/** The bytes of an answer, and their hash. */
const taken = (path: string) =>
  new Promise<{ sha256: string; type?: string }>((resolve, reject) => {
    request(run.url + path, (incoming) => {
      const hash = createHash("sha256");
      incoming.on("data", (part: Buffer) => hash.update(part));
      incoming.once("end", () => resolve({ sha256: hash.digest("hex"), type: incoming.headers["content-type"] }));
    })
      .once("error", reject)
      .end();
  });

test("200: a link opens its one evidence without a sign-in, whole and file by file, and each use is on record", async ({
  account,
  connection,
}) => {
  const { made, link, opens } = await shared(account, await connection());
  // A mail program that only looks where the link leads opens nothing and takes nothing.
  for (const path of [opens, `${opens}/download`])
    expect((await fetch(`${run.url}${path}`, { method: "HEAD" })).status).toBe(200);
  const { status, body, headers } = await call<Opened>("GET", opens);
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: made.id, label: "Ms Okafor", sha256: made.sha256 });
  expect(headers.get("referrer-policy")).toBe("no-referrer");
  expect(await taken(new URL(body.downloadUrl).pathname)).toEqual({ sha256: made.sha256, type: "application/zip" });
  const csv = body.files.find(({ name }) => name === "records.csv");
  expect((await taken(new URL(csv?.downloadUrl ?? "").pathname)).sha256).toBe(csv?.sha256);

  const { body: list } = await account.call<{ data: Link[] }>("GET", `/api/evidence/${made.id}/links`);
  expect(list.data).toMatchObject([{ id: link.id, status: "open", openings: 1, downloads: 2 }]);
  const { body: acts } = await account.call<{ data: Act[] }>("GET", `/api/evidence/${made.id}/activity`);
  const byLink = acts.data.filter(({ actor }) => actor.kind === "link");
  expect(byLink.map(({ action, details }) => [action, details.file])).toEqual([
    ["evidence.link-download", "records.csv"],
    ["evidence.link-download", expect.stringMatching(/\.zip$/)],
    ["evidence.link-open", undefined],
  ]);
  expect(byLink.every(({ actor, details }) => actor.label === "Ms Okafor" && details.address)).toBe(true);
  const { body: after } = await account.call<{ downloads: { count: number } }>("GET", `/api/evidence/${made.id}`);
  expect(after.downloads.count).toBe(2);
});

test("200: a link says of the key that signed its evidence when and why it was revoked since", async () => {
  const account = await freshAccount();
  const { opens } = await shared(account, await newConnection(account));
  const before = await call<Opened & Signed>("GET", opens);
  expect(before.body.keyRevoked).toBeNull();
  await account.call("POST", `/api/signing-keys/${before.body.keyId}/revoke`, { body: { reason: "A copy was lost" } });
  const { body: list } = await account.call<{ data: { revokedAt: string }[] }>("GET", "/api/signing-keys");
  const { body } = await call<Opened & Signed>("GET", opens);
  expect(body.keyRevoked).toEqual({ at: list.data[0]?.revokedAt, reason: "A copy was lost" });
});

test("404: a link that never was, ran out, was ended, or whose evidence was deleted reads the same", async ({
  account,
  connection,
}) => {
  const place = await connection();
  const [late, ended, gone] = [
    await shared(account, place),
    await shared(account, place),
    await shared(account, place),
  ];
  await sql("update evidence_link set expires_at = now() - interval '1 second' where id = $1", [late.link.id]);
  await account.call("DELETE", `/api/evidence/${ended.made.id}/links/${ended.link.id}`);
  await account.call("DELETE", `/api/evidence/${gone.made.id}`);
  const never = `/api/auditor/${account.accountId}.${"x".repeat(43)}`;
  const others = `/api/auditor/${account.accountId + 1}.${late.opens.split(".")[1]}`;
  const said = new Set<string>();
  for (const opens of [late.opens, ended.opens, gone.opens, never, others, "/api/auditor/nothing"]) {
    for (const step of ["", "/download", "/files/records.jsonl"]) {
      const { status, body } = await call<{ message: string }>("GET", opens + step);
      expect(status, opens + step).toBe(404);
      said.add(JSON.stringify({ ...body, requestId: "" }));
    }
  }
  expect(said.size).toBe(1);
  const { body: list } = await account.call<{ data: Link[] }>("GET", `/api/evidence/${late.made.id}/links`);
  expect(list.data).toMatchObject([{ status: "expired", openings: 0, downloads: 0 }]);
});

test("404: a link leads nowhere while whoever made it may not share the evidence, which its list and the log say", async ({
  account,
  connection,
}) => {
  const { made } = await shared(account, await connection());
  const { apiKey: key, personId } = await roleKey(account, "manager");
  const { body: link } = await call<Link>("POST", `/api/evidence/${made.id}/links`, {
    key,
    body: { label: "Ms Okafor" },
  });
  const opens = `/api/auditor/${link.url.split("/").at(-1)}`;
  expect((await call("GET", opens)).status).toBe(200);
  expect((await account.call("DELETE", `/api/people/${personId}`)).status).toBeLessThan(300);
  for (const step of ["", "/download", "/files/records.jsonl"])
    expect((await call("GET", opens + step)).status).toBe(404);
  const { body: list } = await account.call<{ data: Link[] }>("GET", `/api/evidence/${made.id}/links`);
  expect(list.data.map(({ id, status, openings }) => [id, status, openings])).toContainEqual([link.id, "lapsed", 1]);
  expect(list.data.map(({ status }) => status).sort()).toEqual(["lapsed", "open"]);
  const { body: acts } = await account.call<{ data: Act[] }>("GET", `/api/evidence/${made.id}/activity`);
  expect(acts.data[0]).toMatchObject({ action: "evidence.link-refuse", actor: { kind: "link", label: "Ms Okafor" } });
});

test("429: an address that tries links out has to wait, and so cannot guess", async () => {
  const server = await anotherServer({ ATTESTRY_REFUSALS_PER_MINUTE: "3" });
  try {
    const statuses: number[] = [];
    for (let at = 0; at < 6; at += 1) statuses.push((await ask(server.url, "GET", `/api/auditor/1.${at}`)).status);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((status) => status === 404).length).toBeLessThanOrEqual(5);
  } finally {
    await server.stop();
  }
});
