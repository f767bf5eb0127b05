import { isDeepStrictEqual } from "node:util";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dataFolder, inProject } from "@/lib/launch/places.mjs";
import { ask } from "./ask";
import type { FirstRun } from "./seed";
import { inventoryOf, type PackageRecord } from "./software-inventory";

type Exported = { id: string; attributes: PackageRecord };
type History = { data: { madeBy: { kind: string; actor: { label: string } } }[] };
type Item = { statusCode: number; error?: { message: string } };
type Pushes = { data: { created: number; updated: number; unchanged: number; rejected: number }[] };

/** Pushes the demo's records again; what people edited meanwhile is only overwritten with --force. */
async function pushAgain(force: boolean): Promise<void> {
  const first = readFirstRun();
  const { url, apiKey, connectionId, resourceId } = first;
  const own = `/api/connections/${connectionId}/resources/${resourceId}`;
  const records = inventoryOf(inProject("package-lock.json"));
  const stored = await ask<Exported[]>(url, apiKey, "GET", `${own}/export`);
  const wanted = new Map(records.map((record) => [record.id, record]));
  const differing = stored.filter(
    ({ id, attributes }) => wanted.has(id) && !isDeepStrictEqual(attributes, wanted.get(id)),
  );
  let edited = 0;
  for (const { id } of differing) {
    const path = `${own}/records/${encodeURIComponent(id)}/history?size=1`;
    const { data } = await ask<History>(url, apiKey, "GET", path);
    if (data[0]?.madeBy.kind !== "records.upsert" || data[0].madeBy.actor.label !== "First run") edited += 1;
  }
  if (edited > 0 && !force) {
    throw new Error(
      `This would overwrite ${edited} edited ${edited === 1 ? "record" : "records"}; add -- --force to do it.`,
    );
  }
  const path = `/public/custom-connections/${connectionId}/resources/${resourceId}/records`;
  const items = await ask<Item[]>(url, apiKey, "POST", path, { data: records });
  const refused = items.find(({ error }) => error);
  const [push] = (await ask<Pushes>(url, apiKey, "GET", `${own}/pushes?size=1`)).data;
  if (push) {
    const { created, updated, unchanged, rejected } = push;
    console.log(`${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected.`);
  }
  if (refused?.error) throw new Error(`The first refusal: ${refused.error.message}`);
}

function readFirstRun(): FirstRun {
  const file = join(dataFolder(), "first-run.json");
  try {
    return JSON.parse(readFileSync(file, "utf8")) as FirstRun;
  } catch (error) {
    throw new Error(`There is no ${file}: run npm start once, with the demo account on.`, { cause: error });
  }
}

pushAgain(process.argv.includes("--force")).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
