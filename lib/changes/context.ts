import { randomUUID } from "node:crypto";
import type { Permission } from "@/lib/contract/permissions";
import type { Tx } from "./tx";

export type Channel = "v1" | "v2" | "api" | "admin" | "seed" | "worker";

/** Who acts. epoch: the account's access epoch that the actor's power was read at; null where no key or role counts. */
export type Actor = {
  kind: "key" | "person" | "command" | "link";
  id: number | null;
  label: string;
  epoch: number | null;
};

/** Who began some work that goes on by itself, and on which connection. */
export type Maker = { accountId: number; kind: Actor["kind"]; id: number | null; connectionId: number | null };

/** Whether a maker still holds a permission: asked of lib/accounts, handed in by whoever binds the two. */
export type Holds = (maker: Maker, permission: Permission) => Promise<boolean>;

type Keep = (tx: Tx, result: unknown) => Promise<void>;

/**
 * Keeps the answer of a request with an Idempotency-Key in the transaction that does the work. keepForNow: until the
 * verb's own result takes its place, for a verb that waits for more than its transaction.
 */
type Keeper = { scope: Buffer; fingerprint: Buffer; keep: Keep; keepForNow: Keep };

/** Everything a verb knows about the request it serves, besides its input. */
export type Context = {
  actor: Actor;
  accountId: number;
  channel: Channel;
  requestId: string;
  /** Why the caller makes the change, in their words. */
  reason?: string;
  /** The job that does the work, when it is one. */
  jobId?: number;
  /** Only what would be said of the answer is asked for (HEAD): nothing is taken. */
  headOnly?: boolean;
  /** Do everything, then roll back. */
  dryRun: boolean;
  /** Bytes of the body as received, for the push row. */
  bodyBytes: number;
  /** The person behind the actor: who is signed in, or a key's owner. */
  personId: number | null;
  /** The sign-in of a person who asks by themselves. */
  signInId?: string;
  /** Where a request about oneself, or without an account, comes from, and by which program. */
  caller?: { address: string; device: string };
  /** Where people reach this installation; in links that are shown and mailed. */
  baseUrl?: string;
  /** When the actor's key ends and where it may be used from; what it makes stays within. */
  bounds: { expiresAt: string | null; addresses: readonly string[] };
  /** Null: every connection of the account. */
  connectionIds: readonly number[] | null;
  permits: (permission: Permission) => boolean;
  /** The same on one connection, where a role of its own may count. */
  permitsOn: (permission: Permission, connectionId: number) => boolean;
  keeper?: Keeper;
};

/**
 * The context of work that no request asks for at this moment: a command's, a job's, a schedule's. What its actor may do is
 * judged by whoever begins it.
 */
export function workContext(
  of: Pick<Context, "accountId" | "channel" | "requestId"> & { actor: Omit<Actor, "epoch"> },
): Context {
  return {
    ...of,
    actor: { ...of.actor, epoch: null },
    dryRun: false,
    bodyBytes: 0,
    personId: null,
    bounds: { expiresAt: null, addresses: [] },
    connectionIds: null,
    permits: () => true,
    permitsOn: () => true,
  };
}

/** The context of the admin command and the seed: the machine's owner, who may do everything. */
export function commandContext(channel: "admin" | "seed", accountId = 0): Context {
  const actor = { kind: "command" as const, id: null, label: `${channel} command` };
  return workContext({ actor, accountId, channel, requestId: randomUUID() });
}
