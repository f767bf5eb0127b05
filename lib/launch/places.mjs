import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's folder, found upwards from this file: the same answer from lib/launch and from the bundle in .build. */
export const projectRoot = (() => {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    if (isProject(folder)) return folder;
    const above = dirname(folder);
    if (above === folder) throw new Error(`No package.json of Attestry above ${fileURLToPath(import.meta.url)}.`);
    folder = above;
  }
})();

/** @param {string} folder */
function isProject(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).name === "attestry";
  } catch {
    return false; // no package.json here, or not one: the search goes on above
  }
}

/**
 * Where the embedded database, first-run.json, secrets and the start lock are kept. Read here and not through env(),
 * because the lock is taken before anything is installed or built.
 */
export function dataFolder() {
  return resolve(projectRoot, process.env.ATTESTRY_DATA?.trim() || ".data");
}

/** @param {...string} parts */
export const inProject = (...parts) => join(projectRoot, ...parts);
