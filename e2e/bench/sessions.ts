import { setTimeout as pause } from "node:timers/promises";
import { makeResource, openAccount } from "./app";
import { watchBeside, type Cost, type Pushed } from "./beside";
import { recordText } from "./bench-records";
import type { EmptyApp } from "./empty-app";
import { costLine, memoryLine, type Large } from "./imports";
import { askJson, askText } from "./load";
import { watchPeaks, type Peaks } from "./peaks";

const RECORDS = 100_000;
const MANY = 1_000_000;
const UPLOADED = 10_000;

type Place = Pushed & { sessions: string };
type Session = { what: string; records: number; versionOf: (record: number) => number };
type Figure = { what: string; records: number; uploads: number; complete: number } & Cost & Peaks;

/** What upload sessions take: their uploads, their completion, the lock, pushes beside it, memory. */
export async function measureSessions(empty: EmptyApp, large: Large): Promise<object> {
  const { app } = empty;
  const { headers } = await openAccount(app);
  const place = async (): Promise<Place> => {
    const { connection, resource } = await makeResource(app.origin, headers);
    const records = `/public/custom-connections/${connection}/resources/${resource}/records`;
    const sessions = `${app.origin}/public/v2/custom-connections/${connection}/resources/${resource}/sessions`;
    return { origin: app.origin, headers, resource, records, sessions };
  };
  const other = await place();
  const same = await place();
  const works: [Place, Session][] = [
    [same, { what: "100,000 new records", records: RECORDS, versionOf: () => 0 }],
    [same, { what: "the same, one in ten changed", records: RECORDS, versionOf: (at) => (at % 10 === 0 ? 1 : 0) }],
    [same, { what: "the same, all of them changed", records: RECORDS, versionOf: () => 2 }],
  ];
  if (large.million) works.push([await place(), { what: "1,000,000 new records", records: MANY, versionOf: () => 0 }]);
  const figures: Figure[] = [];
  for (const [to, session] of works) {
    const figure = await oneSession(empty, { same: to, other }, session, figures.length);
    figures.push(figure);
    console.log(lineOf(figure));
  }
  return { figures };
}

async function oneSession(
  { app, cluster }: EmptyApp,
  { same, other }: { same: Place; other: Place },
  { what, records, versionOf }: Session,
  number: number,
): Promise<Figure> {
  console.log(`A session of ${what} …`);
  const peaks = watchPeaks(app);
  const name = `bench-${number}`;
  let took = 0;
  for (let from = 0; from < records; from += UPLOADED) {
    const texts = Array.from({ length: UPLOADED }, (_, at) => recordText(from + at, versionOf(from + at)));
    const body = `{"data":[${texts.join(",")}]}`;
    const began = performance.now();
    await askText("POST", `${same.sessions}/${name}`, same.headers, body);
    took += performance.now() - began;
  }
  let complete = Number.NaN;
  const cost = await watchBeside(cluster, { same, other }, async () => {
    const began = performance.now();
    await askText("POST", `${same.sessions}/${name}/actions`, same.headers, '{"action":"complete"}');
    await untilLive(same, name);
    complete = (performance.now() - began) / 1_000;
  });
  return { what, records, uploads: records / (took / 1_000), complete, ...cost, ...peaks() };
}

/** Waits until a session is the live one. Throws when it is something else for good. */
async function untilLive({ sessions, headers }: Place, name: string): Promise<void> {
  for (;;) {
    const { data } = await askJson<{ data: { sessionId: string; status: string }[] }>("GET", sessions, headers);
    const status = data.find(({ sessionId }) => sessionId === name)?.status;
    if (status === "ACTIVE") return;
    if (status !== "IN_PROGRESS") throw new Error(`The session is ${status}`);
    await pause(200);
  }
}

const lineOf = (figure: Figure) =>
  [
    `session of ${figure.what}`,
    `  uploads of ${UPLOADED.toLocaleString("en")} at ${Math.round(figure.uploads).toLocaleString("en")} records/s, completed in ${figure.complete.toFixed(1)} s`,
    costLine(figure),
    memoryLine(figure),
  ].join("\n");
