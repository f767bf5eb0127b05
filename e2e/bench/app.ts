import type pg from "pg";
import { filterFields, recordSchema, type Question } from "./bench-records";
import { admin, type AppProcess } from "./app-process";
import { connect, type Cluster } from "./cluster";
import * as load from "./load";
import { besideOthers, emptyRecords } from "./other-resources";
import type { Side } from "./side";

export type App = Side & {
  /** Empties everything, then makes a resource and so many others beside it. */
  renewBeside: (others: number) => Promise<void>;
};

type Made = { id: number; customResources: { id: number }[] };

/** What `npm start` runs, with everything on: key, gates, validation, history, changes, push rows, logs, full answers. */
export async function makeApp(running: AppProcess, cluster: Cluster): Promise<App> {
  const { accountId, headers } = await openAccount(running);
  const client = await connect(cluster, "attestry");
  let at = { connection: 0, resource: 0 };

  const renewBeside = async (others: number) => {
    await emptyRecords(client);
    at = await makeResource(running.origin, headers);
    if (others) await besideOthers(client, { account: accountId, others, like: at.resource });
  };
  const addresses = (): load.Addresses => {
    const own = `/api/connections/${at.connection}/resources/${at.resource}`;
    return {
      origin: running.origin,
      headers,
      records: `/public/custom-connections/${at.connection}/resources/${at.resource}/records`,
      page: (question) => `${own}/records?sort=/score&filter=${encodeURIComponent(filterOf(question))}`,
      readAll: `${own}/export`,
    };
  };
  return {
    name: "app",
    renew: () => renewBeside(0),
    renewBeside,
    settle: async () => void (await client.query("vacuum analyze data_record, record_version, resource")),
    push: (push) => load.push(addresses(), push),
    singles: (seconds) => load.singles(addresses(), seconds),
    pages: (seconds) => load.pages(addresses(), seconds),
    readAll: async () => load.readAll(addresses(), await countRecords(client, at.resource)),
  };
}

/** An account with its terms accepted, and what a request of its one key carries. */
export async function openAccount(running: AppProcess) {
  const { accountId } = await admin<{ accountId: number }>(running, "account", "create", "--name", "Bench");
  await admin(running, "terms", "accept", "--account", String(accountId));
  const minted = await admin<{ apiKey: string }>(
    ...[running, "key", "create", "--account", String(accountId), "--name", "bench"],
  );
  return { accountId, headers: { authorization: `Bearer ${minted.apiKey}` } };
}

/** A resource for the bench's records, with three declared fields. */
export async function makeResource(origin: string, headers: { authorization: string }) {
  const body = { name: "Bench", providerTypes: ["CUSTOM"], workspaceIds: [1], schema: recordSchema };
  const made = await load.askJson<Made>("POST", `${origin}/api/connections`, headers, body);
  const connection = made.id;
  const resource = made.customResources[0]?.id ?? 0;
  const own = `${origin}/api/connections/${connection}/resources/${resource}`;
  await load.askJson("PATCH", own, headers, { filterFields });
  return { connection, resource };
}

function filterOf({ category, from }: Question): string {
  return JSON.stringify({
    and: [
      { pointer: "/category", op: "eq", value: category },
      { pointer: "/score", op: "gte", value: from },
    ],
  });
}

async function countRecords(client: pg.Client, resource: number): Promise<number> {
  const { rows } = await client.query<{ count: string }>(
    "select count(*) as count from data_record where resource_id = $1",
    [resource],
  );
  return Number(rows[0]?.count);
}
