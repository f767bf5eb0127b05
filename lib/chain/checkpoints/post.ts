import { randomUUID } from "node:crypto";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { addTask } from "@/lib/jobs/store";
import type { SignedCheckpoint } from "./signed";
import * as store from "./store";

const TRIES = 12;

type Message = { account: number; id: string; body: string };
/** What posts to an account's webhook: lib/alerts, handed in by whoever binds the two. undefined: there is none. */
type Post = (message: Message) => Promise<{ ok: true } | { ok: false; message: string } | undefined>;

/**
 * Has a checkpoint posted to the account's webhook once it is written. One that still waits makes way, as a later one says
 * more; all accounts' go one after another, so that a receiver which is slow or gone holds up no other work.
 */
export async function postLater(tx: Tx, checkpoint: SignedCheckpoint): Promise<void> {
  const { account, ordinal } = checkpoint;
  const body = JSON.stringify({ type: "audit.checkpoint", timestamp: new Date().toISOString(), data: checkpoint });
  const waiting = { account, ordinal, id: `msg_${randomUUID()}`, body };
  await addTask(tx, "post_checkpoint", waiting, {
    key: `checkpoint:${account}`,
    line: "checkpoints",
    attempts: TRIES,
  });
}

/** Posts a checkpoint and notes what came of it. Throws what the receiver said, so that it is tried again. */
export async function postCheckpoint({ ordinal, ...message }: Message & { ordinal: number }, post: Post) {
  const posted = await post(message);
  if (!posted) return;
  const error = posted.ok ? null : posted.message;
  await write({ accountId: message.account, dryRun: false }, async (tx) => {
    await store.notePosted(tx, message.account, ordinal, error);
    return { result: undefined, change: { resources: [] } };
  });
  if (error !== null) throw new Error(`The checkpoint over link ${ordinal} of account ${message.account}: ${error}`);
}
