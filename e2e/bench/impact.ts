import { setTimeout as pause } from "node:timers/promises";
import { makeResource, openAccount } from "./app";
import type { AppProcess } from "./app-process";
import { recordSchema } from "./bench-records";
import { askJson, push } from "./load";
import { median } from "./report";

const RECORDS = 300_000;
const PUSHED = 50_000;
const RATE_AIM = 100_000;
const SLOWED_AIM = 1.2;

type Place = { origin: string; headers: { authorization: string }; schema: string; records: string };
type Job = { id: number; status: string; startedAt: string | null; finishedAt: string | null; done: number };

/** How fast a draft is checked against every record, and what that costs pushes beside it. Prints it and answers it. */
export async function measureImpact(running: AppProcess, rounds: number): Promise<object> {
  const { headers } = await openAccount(running);
  const [one, other] = [await makePlace(running, headers), await makePlace(running, headers)];
  console.log(`Pushing ${RECORDS.toLocaleString("en")} records …`);
  await push(one, { size: 10_000, changed: false, records: RECORDS });
  await push(other, { size: 10_000, changed: false, records: PUSHED });
  const tightened = { ...recordSchema, required: [...recordSchema.required, "owner"], description: "draft" };
  await ask(one, "PUT", "/draft", { schema: tightened });

  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) rates.push(await impactRate(one));
  const slowed = { same: [] as number[], other: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, place] of [["same", one] as const, ["other", other] as const]) {
      // Both change the same half of the records, there and back.
      const alone = await pushSeconds(place, true);
      const beside = await besideImpacts(one, () => pushSeconds(place, false));
      slowed[name].push(beside / alone);
    }
  }
  const figures = {
    recordsPerSecond: Math.round(median(rates)),
    slowedSame: round2(median(slowed.same)),
    slowedOther: round2(median(slowed.other)),
  };
  console.log(
    [
      "",
      `Impact of a draft on ${RECORDS.toLocaleString("en")} records, the reference schema, medians of ${rounds} rounds`,
      line(
        "read and judged, records a second",
        figures.recordsPerSecond,
        `≥ ${RATE_AIM.toLocaleString("en")}`,
        figures.recordsPerSecond >= RATE_AIM,
      ),
      line(
        "a push to the same resource beside it takes times as long",
        figures.slowedSame,
        `≤ ${SLOWED_AIM}`,
        figures.slowedSame <= SLOWED_AIM,
      ),
      line(
        "a push to another resource beside it takes times as long",
        figures.slowedOther,
        `≤ ${SLOWED_AIM}`,
        figures.slowedOther <= SLOWED_AIM,
      ),
    ].join("\n"),
  );
  return { figures, rates, slowed };
}

const line = (says: string, measured: number, aim: string, met: boolean) =>
  `  ${says}: ${measured.toLocaleString("en")} (aim ${aim}) ${met ? "met" : "missed"}`;

async function makePlace({ origin }: AppProcess, headers: Place["headers"]): Promise<Place> {
  const { connection, resource } = await makeResource(origin, headers);
  const schema = `${origin}/api/connections/${connection}/resources/${resource}/schema`;
  return { origin, headers, schema, records: `/public/custom-connections/${connection}/resources/${resource}/records` };
}

const ask = <Body>({ origin, headers, schema }: Place, method: string, path: string, body?: unknown) =>
  askJson<Body>(method, path.startsWith("/api") ? origin + path : schema + path, headers, body);

async function finished(place: Place, id: number): Promise<Job> {
  for (;;) {
    const job = await ask<Job>(place, "GET", `/api/jobs/${id}`);
    if (job.finishedAt !== null) return job;
    await pause(100);
  }
}

async function impactRate(place: Place): Promise<number> {
  const { id } = await ask<Job>(place, "POST", "/draft/impact");
  const job = await finished(place, id);
  if (job.status !== "done" || job.startedAt === null || job.finishedAt === null)
    throw new Error(`It ended as ${job.status}`);
  return job.done / ((Date.parse(job.finishedAt) - Date.parse(job.startedAt)) / 1_000);
}

async function pushSeconds(place: Place, changed: boolean): Promise<number> {
  const began = performance.now();
  await push(place, { size: 1_000, changed, records: PUSHED });
  return (performance.now() - began) / 1_000;
}

/** Runs the work while one impact after the other is reckoned. */
async function besideImpacts<Result>(place: Place, work: () => Promise<Result>): Promise<Result> {
  let over = false;
  const impacts = (async () => {
    while (!over) {
      const { id } = await ask<Job>(place, "POST", "/draft/impact");
      await finished(place, id);
    }
  })();
  await pause(500);
  const result = await work();
  over = true;
  await impacts;
  return result;
}

const round2 = (figure: number) => Math.round(figure * 100) / 100;
