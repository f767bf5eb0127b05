import { execFile } from "node:child_process";
import { createHash, createHmac, createPublicKey, verify } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { signedText, type Chain, type Checkpoint } from "../fixtures/chain";
import type { EvidenceFacts } from "../fixtures/evidence";
import { OwnServer } from "../fixtures/own-server";

// What leaves the installation for others to keep: an own one, as its settings say where to.
test.describe.configure({ mode: "default" });

const home = mkdtempSync(path.join(tmpdir(), "attestry-outside-"));
const at = (name: string) => path.join(home, name);
const openssl = async (...words: string[]) => (await promisify(execFile)("openssl", words, { cwd: home })).stdout;

const authorityConfig = `[tsa]
default_tsa = one
[one]
serial = ${at("serial")}
crypto_device = builtin
signer_cert = ${at("tsa.crt")}
signer_key = ${at("tsa.key")}
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[ext]
extendedKeyUsage = critical,timeStamping
[req]
distinguished_name = dn
[dn]
`;

type Answer = (body: Buffer, response: ServerResponse, request: IncomingMessage) => unknown;

/** A server whose answer a test may change. */
async function answering(first: Answer) {
  const held = { answer: first };
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => void held.answer(Buffer.concat(parts), response, request));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { held, url: `http://127.0.0.1:${port}/`, close };
}

/** OpenSSL's own authority. */
async function stamp(question: Buffer, response: ServerResponse) {
  writeFileSync(at("question.tsq"), question);
  await openssl("ts", "-reply", "-config", at("tsa.cnf"), "-queryfile", at("question.tsq"), "-out", at("answer.tsr"));
  response.writeHead(200, { "content-type": "application/timestamp-reply" }).end(readFileSync(at("answer.tsr")));
}

type Post = { headers: IncomingMessage["headers"]; body: string };
const posts: Post[] = [];
const take: Answer = (body, response, { headers }) => {
  posts.push({ headers, body: body.toString() });
  response.writeHead(204).end();
};

let own: OwnServer;
let authority: Awaited<ReturnType<typeof answering>>;
let receiver: Awaited<ReturnType<typeof answering>>;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  writeFileSync(at("tsa.cnf"), authorityConfig);
  writeFileSync(at("serial"), "01\n");
  const key = ["-newkey", "rsa:2048", "-keyout", at("tsa.key"), "-nodes", "-out", at("tsa.crt")];
  const subject = ["-subj", "/CN=A test's authority", "-days", "2", "-config", at("tsa.cnf"), "-extensions", "ext"];
  await openssl("req", "-x509", ...key, ...subject);
  authority = await answering(stamp);
  receiver = await answering(take);
  own = await OwnServer.start({ ATTESTRY_TSA_URL: authority.url, ATTESTRY_CHECKPOINT_WEBHOOK: "on" });
});

test.afterAll(async () => {
  await own?.remove();
  authority?.close();
  receiver?.close();
  rmSync(home, { recursive: true, force: true });
});

type Attested = EvidenceFacts & { attestation: { timestampMissing?: string } };

async function made(): Promise<Attested> {
  const place = "/api/connections/1/resources/1/evidence";
  const { body, text } = await own.call<EvidenceFacts>("POST", place, { body: { formats: [] } });
  const ready = async () => (await own.call<Attested>("GET", `/api/evidence/${body.id}`)).body;
  await expect.poll(async () => (await ready()).status, { message: text, timeout: 40_000 }).not.toBe("generating");
  return ready();
}

const fileOf = ({ id }: EvidenceFacts, name: string) => own.bytes(`/api/evidence/${id}/files/${name}`);

/** What verify.py says of the whole bundle. */
async function checkedBundle({ id }: EvidenceFacts): Promise<string> {
  writeFileSync(at("bundle.zip"), await own.bytes(`/api/evidence/${id}/download`));
  writeFileSync(at("verify.py"), await own.bytes(`/api/evidence/${id}/files/verify.py`));
  return (await promisify(execFile)("python3", [at("verify.py"), at("bundle.zip")])).stdout;
}

test("201, evidence carries the timestamp of the authority that is set, and OpenSSL accepts it as VERIFY.md says", async () => {
  const evidence = await made();
  expect(evidence.files.map(({ name }) => name)).toContain("timestamp.tsr");
  expect(evidence.attestation.timestampMissing).toBeUndefined();
  for (const name of ["content.json", "timestamp.tsr"]) writeFileSync(at(name), await fileOf(evidence, name));
  const words = ["-data", at("content.json"), "-in", at("timestamp.tsr"), "-CAfile", at("tsa.crt")];
  expect(await openssl("ts", "-verify", ...words)).toContain("Verification: OK");
  expect(await checkedBundle(evidence)).toContain("timestamp.tsr is about this content.json");
});

test("201, evidence is made without a timestamp while the authority gives none, and says why", async () => {
  const answers: [Answer, string][] = [
    [(_, response) => response.writeHead(503).end(), "it answered 503"],
    [(_, response) => response.destroy(), "The time stamping authority gave no timestamp: "],
  ];
  for (const [answer, why] of answers) {
    authority.held.answer = answer;
    const evidence = await made();
    expect(evidence.status).toBe("ready");
    expect(evidence.files.map(({ name }) => name)).not.toContain("timestamp.tsr");
    expect(evidence.attestation.timestampMissing).toContain(why);
    expect(await checkedBundle(evidence)).toContain("There is no timestamp. The time stamping authority gave no");
  }
});

const chain = async () => (await own.call<Chain>("GET", "/api/audit/chain")).body;

/** Has something happen, and its checkpoint made now and not after its minute. Answers the link that it is over. */
async function newCheckpoint(id: string): Promise<number> {
  const data = { id, name: id, version: "1.0.0", licence: "MIT" };
  const { status, text } = await own.call("POST", "/api/connections/1/resources/1/records", { body: { data } });
  expect(status, text).toBe(201);
  await expect.poll(async () => (await chain()).unsealed.change, { timeout: 40_000 }).toBe(0);
  const link = (await chain()).sealedTo?.link ?? 0;
  await own.sql("update chain_head set checkpoint_at = '-infinity'");
  await expect
    .poll(async () => (await chain()).checkpoint?.link ?? 0, { timeout: 40_000 })
    .toBeGreaterThanOrEqual(link);
  return link;
}

const checkpointOf = ({ body }: Post) => JSON.parse(body) as { type: string; data: Checkpoint };
const taken = (link: number) => posts.find((post) => checkpointOf(post).data.ordinal >= link);
const waiting = () =>
  own.sql("select 1 from graphile_worker.jobs where task_identifier = 'post_checkpoint' and attempts < max_attempts");

test("each new checkpoint is posted, signed as webhooks are and by the key that signs evidence", async () => {
  const set = await own.call<{ webhookSecret: string }>("PATCH", "/api/account", {
    body: { webhookUrl: receiver.url },
  });
  const link = await newCheckpoint("first");
  await expect.poll(() => taken(link), { timeout: 40_000 }).toBeDefined();
  const { headers, body } = taken(link) as Post;
  const secret = Buffer.from(set.body.webhookSecret.replace("whsec_", ""), "base64");
  const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
  expect(headers["webhook-signature"]).toBe(`v1,${createHmac("sha256", secret).update(signed).digest("base64")}`);
  const { type, data } = checkpointOf({ headers, body });
  expect(type).toBe("audit.checkpoint");
  const published = await own.call<{ keys: { kid: string; x: string }[] }>("GET", "/.well-known/jwks.json");
  const jwk = published.body.keys.find(({ x }) => kidOf(x) === data.kid);
  expect(jwk, "the key is among those that are published").toBeDefined();
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: jwk?.x }, format: "jwk" });
  expect(verify(null, Buffer.from(signedText(data)), key, Buffer.from(data.signature, "base64"))).toBe(true);
  await expect.poll(async () => (await chain()).webhook?.error).toBeNull();
});

const kidOf = (x: string) => {
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return createHash("sha256")
    .update(key.export({ format: "der", type: "spki" }))
    .digest("hex");
};

test("a receiver that fails, leads elsewhere or never answers is told of, holds nobody up, and gets the newest later", async () => {
  test.setTimeout(150_000);
  let led = 0;
  const elsewhere = await answering((_, response) => {
    led += 1;
    response.writeHead(200).end();
  });
  const tell = async (answer: Answer, id: string, says: string) => {
    receiver.held.answer = answer;
    await newCheckpoint(id);
    await expect.poll(async () => (await chain()).webhook?.error, { timeout: 40_000 }).toContain(says);
  };
  await tell((_, response) => response.writeHead(500).end(), "failed", "The receiver answered 500");
  await tell(
    (_, response) => response.writeHead(307, { location: elsewhere.url }).end(),
    "led away",
    "The receiver answered 307",
  );
  expect(led, "redirects are not followed").toBe(0);
  await tell(() => undefined, "silent", "No answer within 10 s");
  const link = await newCheckpoint("beside a silent one");
  expect(await waiting(), "one waits, however many were made").toHaveLength(1);
  receiver.held.answer = take;
  await expect.poll(() => taken(link), { timeout: 60_000 }).toBeDefined();
  await expect.poll(async () => (await chain()).webhook?.error, { timeout: 20_000 }).toBeNull();
  elsewhere.close();
});
