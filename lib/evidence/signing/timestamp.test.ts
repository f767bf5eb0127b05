import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { derInteger } from "./der";
import { askAuthority, checkResponse, timestampRequest, whyNot } from "./timestamp";

// OpenSSL's own responder behind the smallest HTTP server there is.
const folder = mkdtempSync(path.join(tmpdir(), "attestry-tsa-"));
const at = (name: string) => path.join(folder, name);
const openssl = (...words: string[]) => execFileSync("openssl", words, { cwd: folder, stdio: "pipe" }).toString();
const hashOf = (text: string) => createHash("sha256").update(text).digest();
let authority: Server;

const config = `[tsa]
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

/** What the authority does with a question. */
let answers: (question: Buffer) => Buffer | number | undefined = honest;

function honest(question: Buffer): Buffer {
  writeFileSync(at("question.tsq"), question);
  openssl("ts", "-reply", "-config", at("tsa.cnf"), "-queryfile", at("question.tsq"), "-out", at("answer.tsr"));
  return readFileSync(at("answer.tsr"));
}

beforeAll(async () => {
  writeFileSync(at("tsa.cnf"), config);
  writeFileSync(at("serial"), "01\n");
  const key = ["-newkey", "ed25519", "-keyout", at("tsa.key"), "-nodes"];
  const subject = ["-subj", "/CN=A test's authority", "-days", "2", "-config", at("tsa.cnf"), "-extensions", "ext"];
  openssl("req", "-x509", "-newkey", "rsa:2048", ...key.slice(2), ...subject, "-out", at("tsa.crt"));
  authority = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const answer = answers(Buffer.concat(parts));
      if (answer === undefined) return; // it never answers
      if (typeof answer === "number") response.writeHead(answer).end();
      else response.writeHead(200, { "content-type": "application/timestamp-reply" }).end(answer);
    });
  });
  await new Promise<void>((listening) => authority.listen(0, "127.0.0.1", listening));
});

afterAll(async () => {
  authority.closeAllConnections();
  await new Promise((closed) => authority.close(closed));
  rmSync(folder, { recursive: true, force: true });
});

const ask = (sha256: Buffer, deadlineMs = 5_000) =>
  askAuthority(`http://127.0.0.1:${(authority.address() as AddressInfo).port}/`, sha256, deadlineMs);

test("a timestamp of OpenSSL's responder is accepted, and OpenSSL accepts it for these bytes and no others", async () => {
  answers = honest;
  writeFileSync(at("content.json"), "{}");
  writeFileSync(at("other.json"), "[]");
  writeFileSync(at("timestamp.tsr"), await ask(hashOf("{}")));
  const verify = (data: string) =>
    openssl("ts", "-verify", "-data", at(data), "-in", at("timestamp.tsr"), "-CAfile", at("tsa.crt"));
  expect(verify("content.json")).toContain("Verification: OK");
  expect(() => verify("other.json")).toThrow();
});

test("a timestamp for another hash, or an older one sent again, is refused", async () => {
  const nonce = derInteger(Buffer.from("0102030405060708", "hex"));
  const earlier = honest(timestampRequest(hashOf("a"), nonce));
  expect(() => checkResponse(earlier, hashOf("a"), nonce)).not.toThrow();
  answers = () => earlier;
  await expect(ask(hashOf("a"))).rejects.toThrow("answers another question");
  await expect(ask(hashOf("b"))).rejects.toThrow("for another hash");
});

test("an authority that refuses, fails, answers nonsense or never is named as that", async () => {
  answers = () => honest(Buffer.from("no question"));
  await expect(ask(hashOf("a"))).rejects.toThrow("it refused, with the status 2");
  answers = () => 503;
  await expect(ask(hashOf("a"))).rejects.toThrow("it answered 503");
  for (const nonsense of ["<html>", "", "\u0030\u0003\u0002\u0001\u0000"]) {
    answers = () => Buffer.from(nonsense);
    await expect(ask(hashOf("a"))).rejects.toThrow();
  }
  answers = () => undefined;
  await expect(ask(hashOf("a"), 200)).rejects.toThrow("timeout");
});

test("an authority that is not reached is told with its host and why, and not as a fetch that failed", async () => {
  const closed = createServer();
  await new Promise<void>((listening) => closed.listen(0, "127.0.0.1", listening));
  const { port } = closed.address() as AddressInfo;
  await new Promise((over) => closed.close(over));
  const said = async (url: string, deadlineMs = 5_000) =>
    askAuthority(url, hashOf("a"), deadlineMs).then(String, (error: unknown) => whyNot(error, url));
  expect(await said(`http://127.0.0.1:${port}/`)).toBe(`nothing listens at 127.0.0.1:${port} (ECONNREFUSED)`);
  expect(await said("http://nowhere.invalid/")).toContain("no address is known for the host nowhere.invalid (E");
  answers = () => undefined;
  const own = `127.0.0.1:${(authority.address() as AddressInfo).port}`;
  expect(await said(`http://${own}/`, 200)).toBe(`${own} did not answer within 10 s`);
  answers = () => 503;
  expect(await said(`http://${own}/`)).toBe("it answered 503");
});
