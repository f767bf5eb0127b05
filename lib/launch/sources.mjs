import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { projectRoot } from "./places.mjs";

const NOT_SOURCE = /(^|\/)(node_modules|generated|\.[^/]+)(\/|$)|\.(test|spec)\.tsx?$/;

/**
 * A hash over the content of files and folders of the project; what does not exist counts as absent.
 * @param {string[]} paths relative to the project
 */
export function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths.flatMap(filesUnder).sort()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(projectRoot, path)))
      .update("\0");
  }
  return hash.digest("hex");
}

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
  const found = statSync(join(projectRoot, path), { throwIfNoEntry: false });
  if (!found) return [];
  if (found.isFile()) return NOT_SOURCE.test(path) ? [] : [path];
  return readdirSync(join(projectRoot, path)).flatMap((name) => {
    const inside = `${path}/${name}`;
    return NOT_SOURCE.test(inside) ? [] : filesUnder(inside);
  });
}

/**
 * Does a step when what it depends on changed since it last succeeded. The stamp goes before the step begins and comes
 * back only after it succeeded, so a step that was killed half-way is done again.
 * @param {string} stamp file, relative to the project
 * @param {string} wanted the state that the step would bring about
 * @param {() => Promise<void>} step
 */
export async function whenChanged(stamp, wanted, step) {
  if (isFresh(stamp, wanted)) return;
  const file = join(projectRoot, stamp);
  rmSync(file, { force: true });
  await step();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wanted);
}

/** @param {string} stamp @param {string} wanted */
export function isFresh(stamp, wanted) {
  try {
    return readFileSync(join(projectRoot, stamp), "utf8") === wanted;
  } catch (error) {
    if (error.code === "ENOENT") return false;
    throw error;
  }
}
