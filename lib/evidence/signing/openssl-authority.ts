import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * OpenSSL's own timestamp authority, for tests: its certificate, and what it answers to a question. Everything is kept in
 * the folder. Throws where the machine has no openssl.
 */
export function opensslAuthority(folder: string) {
  const at = (name: string) => path.join(folder, name);
  const openssl = (...words: string[]) => execFileSync("openssl", words, { cwd: folder, stdio: "pipe" }).toString();
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
  writeFileSync(at("tsa.cnf"), config);
  writeFileSync(at("serial"), "01\n");
  const key = ["-newkey", "rsa:2048", "-keyout", at("tsa.key"), "-nodes", "-out", at("tsa.crt")];
  const subject = ["-subj", "/CN=A test's authority", "-days", "2", "-config", at("tsa.cnf"), "-extensions", "ext"];
  openssl("req", "-x509", ...key, ...subject);
  return {
    openssl,
    certificate: at("tsa.crt"),
    stamp(question: Buffer): Buffer {
      writeFileSync(at("question.tsq"), question);
      openssl("ts", "-reply", "-config", at("tsa.cnf"), "-queryfile", at("question.tsq"), "-out", at("answer.tsr"));
      return readFileSync(at("answer.tsr"));
    },
  };
}
