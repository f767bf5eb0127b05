import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { prepare } from "./prepare.mjs";
import { lastWords, startServer, stopServer } from "./test-server.mjs";
import { lane, playwrightCounts, say, step, vitestCounts } from "./test-steps.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const reports = path.join(root, "node_modules/.cache/attestry");
const vitestReport = path.join(reports, "vitest.json");
const playwrightReport = path.join(reports, "playwright.json");

const flags = process.argv.slice(2);
const apiOnly = flags.includes("--api-only");
const e2eOnly = apiOnly || flags.includes("--e2e-only");
const forPlaywright = flags.filter((flag) => flag !== "--api-only" && flag !== "--e2e-only");

/** What needs no server, in two lanes of about equal length. */
async function checks() {
  const cached = (name) => ["--cache", "--cache-location", path.join(reports, name)];
  const lanes = await Promise.all([
    lane([
      ["prettier", ["node_modules/prettier/bin/prettier.cjs", "--check", ".", ...cached("prettier")]],
      ["tsc", ["node_modules/typescript/bin/tsc", "--noEmit"]],
      ["knip: nothing unused", ["node_modules/knip/bin/knip.js", "--no-progress"]],
    ]),
    lane([
      ["eslint", ["node_modules/eslint/bin/eslint.js", ".", "--max-warnings", "0", ...cached("eslint")]],
      ["vitest", ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", ...toFile("json", vitestReport)]],
    ]),
  ]);
  return lanes.flat();
}

const toFile = (reporter, file) => [`--reporter=${reporter}`, `--outputFile.${reporter}=${file}`];

/** What needs the product running: the description it serves, then what scripts and people do with it. */
async function againstServer() {
  const since = performance.now();
  const server = await startServer({ keepDatabase: apiOnly });
  say(true, since, `started as a user would, on an empty folder: ${server.url}`);
  const interrupted = () => void stopServer(server).then(() => process.exit(130));
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);

  const done = [];
  if (!e2eOnly) done.push(await redocly(server));
  done.push(await playwright(server));
  if (done.some(({ passed }) => !passed)) console.log(`The server's last words:\n${lastWords(server)}`);

  const stopping = performance.now();
  const wrong = await stopServer(server);
  say(wrong.length === 0, stopping, "stopped by SIGTERM, nothing left running");
  for (const sentence of wrong) console.log(`  ${sentence}`);
  return [...done, { name: "stop", passed: wrong.length === 0 }];
}

const redocly = (server) =>
  step(
    "redocly: /openapi.json under its strictest rules",
    ["node_modules/@redocly/cli/bin/cli.js", "lint", `${server.url}/openapi.json`],
    {
      REDOCLY_TELEMETRY: "off",
      REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
    },
  );

const playwright = (server) =>
  step(
    apiOnly ? "playwright: api" : "playwright: api and ui",
    [
      ...["node_modules/@playwright/test/cli.js", "test", "--config", "e2e/playwright.config.ts"],
      ...(apiOnly ? ["--project", "api"] : []),
      ...forPlaywright,
    ],
    { TEST_URL: server.url, TEST_DATA: server.data, TEST_REPORT: playwrightReport },
  );

async function main() {
  process.chdir(root);
  const since = performance.now();
  mkdirSync(reports, { recursive: true });
  for (const file of [vitestReport, playwrightReport]) rmSync(file, { force: true });
  await prepare({ pages: true, say: (line) => console.log(`  ${line}`) });
  say(true, since, "prepared: installed, generated, built");

  const done = e2eOnly ? [] : await checks();
  done.push(
    ...(await againstServer().catch((cause) => {
      console.error(cause);
      return [{ name: "server", passed: false }];
    })),
  );

  const counts = [await playwrightCounts(playwrightReport), ...(e2eOnly ? [] : [await vitestCounts(vitestReport)])];
  const sum = (key) => counts.reduce((total, count) => total + count[key], 0);
  const failed = done.filter(({ passed }) => !passed).map(({ name }) => name);
  if (sum("left")) failed.push(`${sum("left")} tests that did not run (nothing may be skipped)`);
  for (const title of counts.flatMap(({ shaky = [] }) => shaky)) console.log(`  passed at the second try: ${title}`);
  // Said last, where whoever reads only the end finds it.
  for (const title of counts.flatMap(({ titles }) => titles)) console.log(`  failed: ${title}`);
  say(failed.length === 0, since, failed.length ? `failed: ${failed.join(", ")}` : "everything");
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = failed.length || sum("failed") || !sum("passed") ? 1 : 0;
}

await main();
