import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { makeApp } from "./app";
import { settings } from "./app-process";
import { stop } from "./children";
import { connect, serverFacts, type Cluster } from "./cluster";
import { measureEvidence } from "./evidence";
import { onEmptyApp, type EmptyApp } from "./empty-app";
import { makeHand } from "./hand";
import { measureImpact } from "./impact";
import { measureImports, type Large } from "./imports";
import { makeLimit } from "./limit";
import { measurePages } from "./pages";
import * as report from "./report";
import { besideRound, makeRounds, peakNow, type BesideRound, type Round } from "./rounds";
import { measureSessions } from "./sessions";
import { measureTime } from "./time";
import { workloads, type Workload } from "./workloads";

const RESOURCES = "resources";
const PAGES = "pages";
const IMPACT = "impact";
const TIME = "time";
const IMPORT = "import";
const SESSION = "session";
const EVIDENCE = "evidence";
const beyond: readonly string[] = [PAGES, IMPACT, TIME, IMPORT, SESSION, EVIDENCE];
const names = [...workloads.map(({ name }) => name), RESOURCES, ...beyond];

const USAGE =
  "npm run bench -- [workload …] [--rounds N] [--json FILE] [--million] [--gigabyte]\n" +
  `Workloads: ${names.join(", ")}; without any, all. import, session and evidence measure a million records with --million, and ` +
  "import a file of 1 GB with --gigabyte.";

type Wishes = { chosen: readonly string[]; rounds: number; json?: string } & Large;

/** Measures limit, hand and app side by side on one PostgreSQL, then the pages in a browser; answers the exit code. */
export async function run(args: readonly string[]): Promise<number> {
  const wishes = readWishes(args);
  if (!wishes) {
    console.error(USAGE);
    return 1;
  }
  const outcome: Record<string, unknown> = {};
  const works = [
    ...(wishes.chosen.some((name) => !beyond.includes(name))
      ? [async (empty: EmptyApp) => void Object.assign(outcome, await measure(wishes, empty))]
      : []),
    ...(wishes.chosen.includes(PAGES)
      ? [async ({ app }: EmptyApp) => void (outcome.pages = await measurePages(app, wishes.rounds))]
      : []),
    ...(wishes.chosen.includes(IMPACT)
      ? [async ({ app }: EmptyApp) => void (outcome.impact = await measureImpact(app, wishes.rounds))]
      : []),
    ...(wishes.chosen.includes(TIME)
      ? [async (empty: EmptyApp) => void (outcome.time = await measureTime(empty))]
      : []),
    ...(wishes.chosen.includes(IMPORT)
      ? [async (empty: EmptyApp) => void (outcome.import = await measureImports(empty, wishes))]
      : []),
    ...(wishes.chosen.includes(SESSION)
      ? [async (empty: EmptyApp) => void (outcome.session = await measureSessions(empty, wishes))]
      : []),
    ...(wishes.chosen.includes(EVIDENCE)
      ? [async (empty: EmptyApp) => void (outcome.evidence = await measureEvidence(empty, wishes))]
      : []),
  ];
  for (const work of works) {
    const code = await onEmptyApp(work);
    if (code !== 0) return code;
    if (wishes.json) writeFileSync(wishes.json, `${JSON.stringify(outcome, null, 2)}\n`);
  }
  return 0;
}

function readWishes(args: readonly string[]): Wishes | undefined {
  const asked = { type: "boolean", default: false } as const;
  const options = {
    ...({ rounds: { type: "string", default: "3" }, json: { type: "string" } } as const),
    ...{ million: asked, gigabyte: asked },
  };
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const rounds = Number(values.rounds);
    const known = positionals.every((name) => names.includes(name)) && Number.isInteger(rounds) && rounds > 0;
    return known ? { ...values, chosen: positionals.length ? positionals : names, rounds } : undefined;
  } catch {
    return undefined; // an unknown flag: the usage says which there are
  }
}

async function measure(wishes: Wishes, { app: running, cluster, home }: EmptyApp): Promise<object> {
  const limit = await makeLimit(cluster, home);
  const hand = await makeHand(cluster);
  const app = await makeApp(running, cluster);
  const facts = await conditions(cluster, limit.version);
  console.log(`${facts}\n`);

  const chosen = workloads.filter(({ name }) => wishes.chosen.includes(name));
  const oneRound = makeRounds(cluster, [limit, hand, app]);
  const rounds = new Map<Workload, Round[]>(chosen.map((workload) => [workload, []]));
  const beside: BesideRound[] = [];
  const peaks: Record<string, number> = {};
  for (let number = 0; number < wishes.rounds; number += 1) {
    console.log(`Round ${number + 1} of ${wishes.rounds} …`);
    for (const workload of chosen) {
      const round = await oneRound(workload, number);
      rounds.get(workload)?.push(round);
      console.log(`  ${workload.name}: ${shown(ratesOf(round.measured))} ${workload.unit}`);
      const peak = peakNow(running);
      if (peak !== undefined && workload.name.startsWith("bulk"))
        peaks[`${workload.name} (round ${number + 1})`] = peak;
    }
    if (wishes.chosen.includes(RESOURCES)) beside.push(await besideRound(app, cluster, number));
  }
  const peak = peakNow(running);
  if (peak !== undefined) peaks["everything"] = peak;
  await stop(running.child);
  return tell(facts, rounds, beside, peaks);
}

/** Under which conditions the figures came about: without them a figure says nothing. */
async function conditions(cluster: Cluster, programs: string): Promise<string> {
  const client = await connect(cluster, "attestry");
  const server = await serverFacts(client);
  await client.end();
  const set = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  return [
    "",
    `Machine: ${cpus().length} × ${cpus()[0]?.model ?? "unknown"}, Node ${process.versions.node}, load from this one process`,
    `PostgreSQL, the same for all: ${server}`,
    `limit: ${programs}; COPY to a temporary table, INSERT … SELECT … ON CONFLICT DO UPDATE where the data differ; prepared`,
    "hand: node:http, Ajv, pg with 10 connections; no keys, no history, no changes",
    `app: npm start with everything on, one key; only ${set.join(" and ")} differ from the defaults; log to a file`,
  ].join("\n");
}

/** Prints what was measured, and answers it. */
function tell(
  facts: string,
  rounds: ReadonlyMap<Workload, Round[]>,
  beside: BesideRound[],
  peaks: Record<string, number>,
): object {
  const measured = [...rounds].map(([workload, of]) => ({ workload, of, ...report.workloadReport(workload, of) }));
  const small = measured.find(({ workload }) => workload.name === "bulk-1000");
  const growth = small && report.growthReport(small.of);
  const memory = report.memoryReport(peaks);
  const others = beside.length ? report.besideReport(beside) : undefined;
  const texts = measured.map((one) => (one === small ? one.text + (growth?.text ?? "") : one.text));
  console.log(`\n${[...texts, memory?.text, others?.text].filter((text) => text !== undefined).join("\n")}`);
  const verdicts = [
    ...measured.map(({ verdict }) => verdict),
    ...(growth ? [growth.verdict] : []),
    ...(memory ? [memory.verdict] : []),
    ...(others?.verdicts ?? []),
  ];
  console.log(`${verdicts.filter(({ met }) => met).length} of ${verdicts.length} aims met.`);
  const workloadsOf = measured.map(({ workload: { name, says, unit, aim }, of, verdict }) => ({
    ...{ name, says, unit, aim, median: verdict.median, met: verdict.met },
    rounds: of.map(({ order, measured: sides }) => ({ order, perSecond: ratesOf(sides) })),
  }));
  return { facts, workloads: workloadsOf, resources: beside, peaks, verdicts };
}

const shown = (rates: Record<string, number>) =>
  Object.entries(rates)
    .map(([name, rate]) => `${name} ${rate.toLocaleString("en")}`)
    .join(", ");

const ratesOf = (sides: Round["measured"]) =>
  Object.fromEntries(Object.entries(sides).map(([name, { perSecond }]) => [name, Math.round(perSecond)]));
