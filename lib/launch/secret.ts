import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { given, provide } from "./environment.mjs";

/**
 * Sees to it that the process has ATTESTRY_SECRET: the one that was set, else the one kept in the data folder, made
 * once. Called before anything reads env(), which then knows no difference.
 */
export function provideSecret(dataFolder: string): void {
  if (given().ATTESTRY_SECRET?.trim()) return;
  mkdirSync(dataFolder, { recursive: true, mode: 0o711 });
  const file = join(dataFolder, "secret");
  provide("ATTESTRY_SECRET", readKept(file) ?? makeOnce(file));
}

function readKept(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Written aside and linked, so that two processes that make it at once end up with the same one. */
function makeOnce(file: string): string {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, randomBytes(32).toString("base64url"), { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIST") throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  return readFileSync(file, "utf8").trim();
}
