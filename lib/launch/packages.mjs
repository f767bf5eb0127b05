import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { runQuietly } from "./child.mjs";
import { inProject, projectRoot } from "./places.mjs";

/**
 * Whether node_modules already holds what the lockfile asks for, by npm's own record of what it installed. Packages for
 * other machines are optional there and may be missing.
 */
export function isInstalled() {
  const wanted = packagesIn(inProject("package-lock.json"));
  const present = packagesIn(inProject("node_modules", ".package-lock.json"));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, asked]) => {
    if (path === "") return true;
    const got = present[path];
    return got ? got.version === asked.version && got.integrity === asked.integrity : asked.optional === true;
  });
}

/** @param {string} file @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | undefined} */
function packagesIn(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : undefined;
}

/** Installs what the lockfile says. Install scripts are not run: nothing here needs them. @param {(line: string) => void} say */
export async function install(say) {
  const env = { ...process.env, NODE_ENV: undefined }; // in production npm would leave the build tools out
  const quiet = ["--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { command, shell } = findNpm();
  const npm = (/** @type {string[]} */ ...asked) => [...command, ...asked, ...quiet];
  const how = { cwd: projectRoot, env, say, shell };
  try {
    await runQuietly("Installing packages (npm ci)", npm("ci"), how);
  } catch (error) {
    // A lockfile written where a registry lacks other systems' optional packages is refused where it has them.
    if (!(error instanceof Error) || !/EUSAGE[\s\S]*Missing: /.test(error.message)) throw error;
    await runQuietly("Installing packages (npm install)", npm("install", "--no-save"), how);
  }
}

function findNpm() {
  const given = process.env.npm_execpath;
  if (given && /^np[mx]-cli\.js$/.test(basename(given)) && existsSync(given)) {
    return { command: [process.execPath, join(dirname(given), "npm-cli.js")], shell: false };
  }
  const beside = [
    join(dirname(process.execPath), "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js"),
  ].find(existsSync);
  const onPath = (process.env.PATH ?? "").split(process.platform === "win32" ? ";" : ":");
  const name = process.platform === "win32" ? "npm.cmd" : "npm";
  if (onPath.some((folder) => existsSync(join(folder, name))))
    return { command: [name], shell: process.platform === "win32" };
  if (beside) return { command: [process.execPath, beside], shell: false };
  throw new Error(
    "Packages must be installed and npm was not found: install Node.js with npm, or run `npm ci` yourself.",
  );
}
