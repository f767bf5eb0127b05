import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { makeResource, openAccount } from "./app";
import { watchBeside, type Cost, type Pushed } from "./beside";
import type { EmptyApp } from "./empty-app";
import { writeCsv, writeLines, writeSheet, type BenchFile } from "./import-files";
import { askJson, sendFile } from "./load";
import { watchPeaks, type Peaks } from "./peaks";

const ROWS = 100_000;
const MANY = 1_000_000;
const GIGABYTE_LINE = 1_070;
const MEMORY_MB_MAX = 512;

/** What is measured only where it is asked for, since it takes many minutes. */
export type Large = { million: boolean; gigabyte: boolean };

type Place = Pushed & { imports: string };
type Facts = { id: number; status: string; error: string | null; jobId: number | null; counts: object | null };
type Job = { startedAt: string | null; finishedAt: string | null };
type Figure = { what: string; rows: number; bytes: number; upload: number; plan: number; commit: number } & Cost &
  Peaks;
type Back = { rows: number; took: number; peaks: Peaks } & Cost;

/** What imports take: seconds, the lock, pushes beside them, memory. Prints it and answers it. */
export async function measureImports(empty: EmptyApp, large: Large): Promise<object> {
  const { app, home } = empty;
  const { headers } = await openAccount(app);
  const place = async (): Promise<Place> => {
    const { connection, resource } = await makeResource(app.origin, headers);
    const records = `/public/custom-connections/${connection}/resources/${resource}/records`;
    const imports = `${app.origin}/api/connections/${connection}/resources/${resource}/imports`;
    return { origin: app.origin, headers, resource, records, imports };
  };
  const other = await place();
  const figures: Figure[] = [];
  const one = async (what: string, same: Place, making: Promise<BenchFile>) => {
    const file = await making;
    console.log(`Importing ${what} …`);
    const { figure, id } = await importFile(empty, { same, other }, file, what);
    figures.push(figure);
    console.log(lineOf(figure));
    await rm(file.path);
    return id;
  };
  const at = path.join(home, "file");
  const csv = await place();
  await one(
    "100,000 new rows of CSV",
    csv,
    writeCsv(at, ROWS, () => 0),
  );
  await one(
    "the same, half of them changed",
    csv,
    writeCsv(at, ROWS, (row) => row % 2),
  );
  const sheet = await place();
  const backs: Back[] = [];
  const back = async (same: Place, rows: number, id: number) => {
    const taken = await rollBack(empty, { same, other }, { id, rows });
    backs.push(taken);
    console.log(backLine(taken));
  };
  await back(sheet, ROWS, await one("100,000 new rows of XLSX", sheet, writeSheet(at, ROWS)));
  if (large.million) {
    const many = await place();
    const all = writeCsv(at, MANY, () => 0);
    await back(many, MANY, await one("1,000,000 new rows of CSV", many, all));
  }
  if (large.gigabyte) await one("1 GB of NDJSON, new", await place(), writeLines(at, MANY, GIGABYTE_LINE));
  return { figures, backs };
}

type Both = { same: Place; other: Place };

async function importFile({ app, cluster }: EmptyApp, { same, other }: Both, file: BenchFile, what: string) {
  const peaks = watchPeaks(app);
  const began = performance.now();
  const { name, path: from, rows, bytes } = file;
  const address = `${same.imports}?fileName=${name}&bytes=${bytes}`;
  const made = await sendFile<Facts>(address, same.headers, { stream: createReadStream(from), bytes });
  const upload = secondsSince(began);
  const mine = `${same.imports}/${made.id}`;
  await askJson("POST", `${mine}/plan`, same.headers);
  const plan = await secondsOf(same, await until(mine, same, "planned"));
  let commit = Number.NaN;
  const cost = await watchBeside(cluster, { same, other }, async () => {
    await askJson("POST", `${mine}/commit`, same.headers);
    commit = await secondsOf(same, await until(mine, same, "committed"));
  });
  return { id: made.id, figure: { what, rows, bytes, upload, plan, commit, ...cost, ...peaks() } };
}

type Taken = { id: number; rows: number };

async function rollBack({ app, cluster }: EmptyApp, { same, other }: Both, { id, rows }: Taken): Promise<Back> {
  console.log("Rolling it back …");
  const peaks = watchPeaks(app);
  const mine = `${same.imports}/${id}`;
  let took = Number.NaN;
  const cost = await watchBeside(cluster, { same, other }, async () => {
    await askJson("POST", `${mine}/rollback`, same.headers);
    took = await secondsOf(same, await until(mine, same, "rolled-back"));
  });
  return { rows, took, peaks: peaks(), ...cost };
}

/** Waits until an import stands where it should. Throws when it stands somewhere else for good. */
async function until(mine: string, { headers }: Place, wanted: string): Promise<Facts> {
  for (;;) {
    const facts = await askJson<Facts>("GET", mine, headers);
    if (facts.status === wanted) return facts;
    if (facts.error !== null) throw new Error(`The import is ${facts.status}: ${facts.error}`);
    await pause(200);
  }
}

/** How long the worker had an import's newest job. */
async function secondsOf({ origin, headers }: Place, { jobId }: Facts): Promise<number> {
  for (;;) {
    const { startedAt, finishedAt } = await askJson<Job>("GET", `${origin}/api/jobs/${jobId}`, headers);
    if (startedAt !== null && finishedAt !== null) return (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000;
    await pause(50);
  }
}

const secondsSince = (began: number) => (performance.now() - began) / 1_000;
const seconds = (figure: number) => `${figure.toFixed(1)} s`;

const lineOf = (figure: Figure) =>
  [
    `${figure.what} (${Math.round(figure.bytes / 1e6).toLocaleString("en")} MB)`,
    `  uploaded in ${seconds(figure.upload)}, planned in ${seconds(figure.plan)} (${rate(figure.rows, figure.plan)} rows/s), committed in ${seconds(figure.commit)}`,
    costLine(figure),
    memoryLine(figure),
  ].join("\n");

const backLine = (back: Back) =>
  [
    `roll back of ${back.rows.toLocaleString("en")} new rows`,
    `  done in ${seconds(back.took)}`,
    costLine(back),
    memoryLine(back.peaks),
  ].join("\n");

const rate = (rows: number, took: number) => Math.round(rows / took).toLocaleString("en");

/** What it cost others, in words. */
export const costLine = ({ lock, sameWait, sameRefused, otherWait }: Cost) =>
  `  holds the resource's lock for ${seconds(lock)}; a push beside it waits up to ${seconds(sameWait)}` +
  ` (${sameRefused} got 503), one to another resource ${seconds(otherWait)}`;

/** The peaks beside their aim, in words. */
export const memoryLine = ({ web, worker }: Peaks, most = MEMORY_MB_MAX) => {
  const met = web < most && worker < most;
  return `  at most ${web} MB in the web process, ${worker} MB in the worker (aim < ${most} each) ${met ? "met" : "missed"}`;
};
