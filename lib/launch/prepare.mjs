import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { runQuietly } from "./child.mjs";
import { describeMe, takeLock } from "./lock.mjs";
import { install, isInstalled } from "./packages.mjs";
import { inProject, projectRoot } from "./places.mjs";
import { processIdentity } from "./process-identity.mjs";
import { hashOf, isFresh, whenChanged } from "./sources.mjs";

const COMMON = ["lib", "prisma", "package.json", "package-lock.json", "tsconfig.json"];
const PAGES = [
  ...COMMON,
  "app",
  "components",
  "public",
  "next.config.mjs",
  "proxy.ts",
  "instrumentation.ts",
  "postcss.config.mjs",
];
const PROGRAMS = {
  main: "lib/launch/main.ts",
  worker: "lib/launch/worker.ts",
  workbook: "lib/imports/files/workbook/thread.ts",
  leaves: "lib/evidence/content/leaves/thread.ts",
  admin: "lib/launch/admin.ts",
  "demo-push": "prisma/demo-push.ts",
  bench: "e2e/bench/main.ts",
  pictures: "e2e/pictures/main.ts",
};

const INSTALLED = "node_modules/.attestry-installed";
const GENERATED = "lib/db/generated/.attestry-generated";
const BUNDLED = ".build/bundled";
const BUILT = ".next/attestry-built";

/**
 * Makes the checkout ready to run: packages, Prisma's client, the programs in .build and, when asked, the pages. Does
 * only what changed. One process at a time does it, and never under a server that runs from what would be replaced.
 * @param {{ pages: boolean, serve?: boolean, say: (line: string) => void }} what `serve`: this process then runs from it
 */
export async function prepare({ pages, serve = false, say }) {
  const lock = await takeBuildLock(say);
  try {
    await preparePackages(say);
    await whenChanged(GENERATED, hashOf(["prisma/schema.prisma", "package-lock.json"]), () => generate(say));
    await whenChanged(BUNDLED, hashOf([...COMMON, "e2e/bench", "e2e/pictures", "e2e/fixtures"]), () => bundle(say));
    if (pages && existsSync(inProject("app"))) await preparePages(say);
    if (serve) noteUse(pages);
  } finally {
    lock.release();
  }
}

/** @param {(line: string) => void} say */
async function takeBuildLock(say) {
  for (let waited = false; ; waited = true) {
    const lock = takeLock(inProject(".build", "lock"), "preparing");
    if (!("heldBy" in lock)) return lock;
    if (!waited) say(`Waiting for process ${lock.heldBy.pid}, which is preparing this checkout …`);
    await pause(300);
  }
}

/** @param {(line: string) => void} say */
async function preparePackages(say) {
  const wanted = hashOf(["package-lock.json"]);
  if (isFresh(INSTALLED, wanted)) return;
  if (isInstalled()) {
    writeFileSync(inProject(INSTALLED), wanted);
    return;
  }
  refuseUnderServer("packages", "package-lock.json changed and the packages must be installed again");
  await whenChanged(INSTALLED, wanted, () => install(say));
}

/** @param {(line: string) => void} say */
async function generate(say) {
  if (!existsSync(inProject("prisma", "schema.prisma"))) return;
  // Offline, generate asks for a native engine that it never uses: any existing file will do.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" };
  const command = [
    process.execPath,
    "node_modules/prisma/build/index.js",
    "generate",
    "--schema",
    "prisma/schema.prisma",
  ];
  await runQuietly("Generating the database client", command, { cwd: projectRoot, env, say });
}

/** @param {(line: string) => void} say */
async function bundle(say) {
  say("Building the server …");
  const { build, stop } = await import("esbuild");
  const present = Object.entries(PROGRAMS).filter(([, source]) => existsSync(inProject(source)));
  mkdirSync(inProject(".build"), { recursive: true });
  for (const [name, source] of present) {
    const built = await build({
      absWorkingDir: projectRoot,
      entryPoints: [source],
      outfile: `.build/${name}.mjs`,
      bundle: true,
      platform: "node",
      target: "node20",
      format: "esm",
      packages: "external",
      sourcemap: "linked",
      write: false,
      logLevel: "warning",
      banner: { js: "// Built by lib/launch/prepare.mjs." },
    });
    for (const file of built.outputFiles) {
      writeFileSync(`${file.path}.new`, file.contents);
      renameSync(`${file.path}.new`, file.path);
    }
  }
  await stop(); // its helper process would otherwise stay as long as we do
}

/** @param {(line: string) => void} say */
async function preparePages(say) {
  const wanted = hashOf(PAGES);
  if (isFresh(BUILT, wanted)) return;
  refuseUnderServer("pages", "the sources changed and the pages must be built again");
  await whenChanged(BUILT, wanted, async () => {
    const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
    const command = [process.execPath, "node_modules/next/dist/bin/next", "build"];
    await runQuietly("Building the pages", command, { cwd: projectRoot, env, say });
  });
}

/** Notes that this process runs from what is here, so that nobody replaces it meanwhile. @param {boolean} pages */
function noteUse(pages) {
  mkdirSync(inProject(".build", "in-use"), { recursive: true });
  const note = inProject(".build", "in-use", String(process.pid));
  writeFileSync(note, JSON.stringify(describeMe(pages ? "pages" : "packages")));
  process.once("exit", () => rmSync(note, { force: true }));
}

/** @param {"pages" | "packages"} what @param {string} why */
function refuseUnderServer(what, why) {
  const folder = inProject(".build", "in-use");
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const user = JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
    if (user.pid === process.pid) continue;
    if (processIdentity(user.pid) !== user.identity) rmSync(`${folder}/${name}`, { force: true });
    else if (what === "packages" || user.purpose === "pages") {
      throw new Error(
        `Process ${user.pid} serves from this checkout, but ${why}. Stop it first (kill ${user.pid}), then try again.`,
      );
    }
  }
}
