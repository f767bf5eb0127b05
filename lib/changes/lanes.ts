import { Refusal } from "@/lib/contract/errors";
import { env } from "@/lib/db/env";
import { singleton } from "@/lib/db/singleton";

type Lane = { waiting: (() => void)[] };

const lanes = () => singleton("lanes", () => new Map<string, Lane>());

/**
 * Runs one write of a resource at a time in this process, in the order they came, so that a queue for one resource
 * never holds the connections of the others. Between processes the row's own lock decides. Throws busy after the set
 * seconds.
 */
export async function inTurn<Result>(
  accountId: number,
  resourceId: number,
  work: () => Promise<Result>,
): Promise<Result> {
  const key = `${accountId}:${resourceId}`;
  const held = lanes();
  const lane = held.get(key);
  if (lane) await turn(lane);
  else held.set(key, { waiting: [] });
  try {
    return await work();
  } finally {
    const next = held.get(key)?.waiting.shift();
    if (next) next();
    else held.delete(key);
  }
}

function turn(lane: Lane): Promise<void> {
  return new Promise((resolve, reject) => {
    const seconds = env().ATTESTRY_LOCK_WAIT_SECONDS;
    const timer = setTimeout(() => {
      lane.waiting.splice(lane.waiting.indexOf(go), 1);
      reject(new Refusal("busy", { headers: { "retry-after": "1" } }));
    }, seconds * 1000);
    const go = () => {
      clearTimeout(timer);
      resolve();
    };
    lane.waiting.push(go);
  });
}
