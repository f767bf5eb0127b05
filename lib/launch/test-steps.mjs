import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { stripVTControlCharacters } from "node:util";

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`.padStart(8);

/** Prints one line of the run: whether the step passed, how long it took, what it is. */
export function say(passed, since, name) {
  console.log(`${passed ? "  ok  " : "FAILED"} ${seconds(since)}  ${name}`);
}

/** Runs one tool to its end. Its output is shown only when it fails, so that a good run reads as a list. */
export async function step(name, args, env = {}) {
  const since = performance.now();
  const tool = spawn(process.execPath, args, {
    env: { ...process.env, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = [];
  tool.stdout.on("data", (part) => output.push(part));
  tool.stderr.on("data", (part) => output.push(part));
  const code = await new Promise((resolve) => tool.on("close", resolve));
  say(code === 0, since, name);
  if (code !== 0) console.log(Buffer.concat(output).toString().trimEnd());
  return { name, passed: code === 0 };
}

/** Runs steps one after the other; the next starts also when one fails, so that one run names every failure. */
export async function lane(steps) {
  const done = [];
  for (const [name, args, env] of steps) done.push(await step(name, args, env));
  return done;
}

const broken = { passed: 0, failed: 1, left: 0, titles: [] };

/** Tests passed and failed by vitest's own report, and what failed. No report means that it broke before the first test. */
export async function vitestCounts(file) {
  const report = await read(file);
  if (!report) return broken;
  const left = report.numPendingTests + report.numTodoTests;
  const each = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const titles = each.filter(({ status }) => status === "failed").map(({ fullName }) => fullName);
  return { passed: report.numPassedTests, failed: report.numFailedTests, left, titles };
}

/** The same from Playwright's report. shaky: what passed on the second try only, which CI alone grants. */
export async function playwrightCounts(file) {
  const report = await read(file);
  if (!report) return broken;
  const { expected, unexpected, flaky, skipped } = report.stats;
  const specs = report.suites.flatMap(specsOf);
  const named = (status) => specs.filter(({ tests }) => tests.some((test) => test.status === status)).map(titleOf);
  return {
    passed: expected + flaky,
    failed: unexpected,
    left: skipped,
    titles: named("unexpected"),
    shaky: named("flaky"),
  };
}

/** Where it stands, what it is called, and the first line of why it failed. */
function titleOf({ file, title, tests }) {
  const results = tests.flatMap((test) => test.results);
  const why = results.flatMap(({ errors }) => errors).map(({ message }) => message?.split("\n")[0])[0];
  return `${file}: ${title}${why ? `: ${stripVTControlCharacters(why)}` : ""}`;
}

const specsOf = ({ specs, suites = [] }) => [...specs, ...suites.flatMap(specsOf)];

async function read(file) {
  const text = await readFile(file, "utf8").catch((cause) => {
    if (cause.code === "ENOENT") return undefined;
    throw cause;
  });
  return text && JSON.parse(text);
}
