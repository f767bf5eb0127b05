import { setTimeout as pause } from "node:timers/promises";
import { connect, type Cluster } from "./cluster";
import { statusOf } from "./load";
import { recordText } from "./bench-records";

const LOOK_MS = 20;
const PUSH_MS = 250;

/** Where records are pushed to. */
export type Pushed = { origin: string; headers: { authorization: string }; records: string; resource: number };

/** What some work cost others: seconds, and how many pushes were told to come again. */
export type Cost = { lock: number; sameWait: number; sameRefused: number; otherWait: number };

/**
 * Watches while work is done: for how long at once nobody else got the resource's lock, and how long a push of one
 * record to the same and to another resource took at most.
 */
export async function watchBeside(
  cluster: Cluster,
  { same, other }: { same: Pushed; other: Pushed },
  work: () => Promise<void>,
): Promise<Cost> {
  const cost: Cost = { lock: 0, sameWait: 0, sameRefused: 0, otherWait: 0 };
  let over = false;
  const looking = lookAtLock(
    cluster,
    same.resource,
    () => over,
    (waited) => (cost.lock = Math.max(cost.lock, waited)),
  );
  const pushing = [same, other].map(async (place) => {
    for (let number = 0; !over; number += 1) {
      const began = performance.now();
      const status = await statusOf(place.origin + place.records, place.headers, besideText(number));
      const waited = (performance.now() - began) / 1_000;
      if (status === 503) cost.sameRefused += place === same ? 1 : 0;
      else if (status >= 400) throw new Error(`A push beside answered ${status}`);
      if (place === same) cost.sameWait = Math.max(cost.sameWait, waited);
      else cost.otherWait = Math.max(cost.otherWait, waited);
      await pause(PUSH_MS);
    }
  });
  try {
    await work();
  } finally {
    over = true;
    await Promise.all([looking, ...pushing]);
  }
  return cost;
}

/** A record that is in none of the files. */
const besideText = (number: number) => recordText(9_000_000, number);

async function lookAtLock(
  cluster: Cluster,
  resource: number,
  isOver: () => boolean,
  told: (seconds: number) => void,
): Promise<void> {
  const client = await connect(cluster, "attestry");
  await client.query("set statement_timeout = 0; set lock_timeout = 0");
  try {
    for (; !isOver(); await pause(LOOK_MS)) {
      const began = performance.now();
      await client.query("select 1 from resource where id = $1 for share", [resource]);
      told((performance.now() - began) / 1_000);
    }
  } finally {
    await client.end();
  }
}
