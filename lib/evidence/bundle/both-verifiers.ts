import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect } from "vitest";
import { checkBundle, nodeTools } from "@/lib/evidence/bundle/check/verify.mjs";
import { webTools } from "@/lib/evidence/bundle/check/web-tools";
import { zipped, type SmallFile } from "./small-bundle";

export const tools = nodeTools();
/** Where the programs stand that a bundle carries. */
export const here = path.join(import.meta.dirname, "check");
/** A folder of the tests' own. */
export const folder = mkdtempSync(path.join(tmpdir(), "attestry-verify-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program that these tests cannot do without. */
export function run(program: string, words: string[]): { code: number; text: string } {
  try {
    return { code: 0, text: execFileSync(program, words, { encoding: "utf8", stdio: "pipe", cwd: folder }) };
  } catch (error) {
    const { status, stdout, stderr } = error as { status?: number | null; stdout?: string; stderr?: string };
    if (status == null) throw new Error(`These tests need ${program} on the machine; install it`, { cause: error });
    return { code: status, text: `${stdout ?? ""}${stderr ?? ""}` };
  }
}

/** Both programs, as people run them. */
export const commands: [string, (...words: string[]) => { code: number; text: string }][] = [
  ["verify.mjs", (...words) => run(process.execPath, [path.join(here, "verify.mjs"), ...words])],
  ["verify.py", (...words) => run("python3", [path.join(here, "verify.py"), ...words])],
];

/** The beginning of a program that has verify.py at hand. */
export const withPython = `import importlib.util, io, json, sys
spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
verify = importlib.util.module_from_spec(spec)
spec.loader.exec_module(verify)
`;

/** What verify.py says of each file. */
function pythonSays(names: readonly string[]): string[][] {
  const loop = "print(json.dumps([verify.check_bundle(verify.Zip(open(n, 'rb')))[0].all for n in sys.argv[2:]]))";
  const { code, text } = run("python3", ["-c", withPython + loop, path.join(here, "verify.py"), ...names]);
  if (code !== 0) throw new Error(`verify.py broke off: ${text}`);
  return (JSON.parse(text) as [boolean, string][][]).map((checks) => checks.map(([ok, says]) => lineOf({ ok, says })));
}

const lineOf = ({ ok, says }: { ok: boolean; says: string }) => `${ok ? "ok  " : "FAIL"}  ${says}`;

/** Bytes as the verifiers read a file. */
export const fileOf = (bytes: Uint8Array) => ({
  size: bytes.length,
  read: async (from: number, to: number) => bytes.slice(from, to),
});

/** Keeps a file for the programs; answers where. */
export function saved(name: string, bytes: Uint8Array): string {
  writeFileSync(path.join(folder, name), bytes);
  return path.join(folder, name);
}

/** What all verifiers say is wrong with each bundle, which has to be the same: both programs, and the page's. */
export async function sayOfEach(bundles: readonly Uint8Array[]): Promise<string[]> {
  const ofPage = await webTools();
  if (!ofPage) throw new Error("This Node knows no Ed25519 by Web Crypto");
  const checked = (each: typeof tools) =>
    Promise.all(bundles.map(async (bytes) => (await checkBundle(fileOf(bytes), each)).checks.map(lineOf)));
  const said = await checked(tools);
  expect(await checked(ofPage)).toEqual(said);
  expect(pythonSays(bundles.map((bytes, at) => saved(`said-${at}.zip`, bytes)))).toEqual(said);
  return said.map((lines) => lines.filter((line) => line.startsWith("FAIL")).join("\n"));
}

/** What all of them say is wrong with one. */
export async function say(files: readonly SmallFile[], pack = zipped): Promise<string> {
  const [said = ""] = await sayOfEach([await pack(files)]);
  return said;
}
