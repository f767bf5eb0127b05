import { randomUUID } from "node:crypto";
import { noteAudit } from "@/lib/changes/store";
import { write } from "@/lib/changes/write";
import type { AuditEntry } from "@/lib/changes/change";
import { isPassword } from "../passwords";
import * as store from "./store";
import { mayTry, rightAfterAll } from "./tries";

const DAYS = 14;

/** How long a sign-in lasts. */
export const SIGN_IN_SECONDS = DAYS * 24 * 60 * 60;

/** Where a sign-in is tried from. */
export type Caller = { address: string; device: string; requestId: string };

export type WhyRefused = "refused" | "too-many";

/** Thrown instead of a sign-in; the message is all that the page is told. */
export class SignInRefused extends Error {
  readonly attestry = "sign-in-refused";
  constructor(readonly why: WhyRefused) {
    super(why);
  }
}

/**
 * Opens a sign-in for an e-mail address and a password, and answers its id. Throws SignInRefused: unknown people and
 * wrong passwords are told alike, after the same work.
 */
export async function signInByPassword(caller: Caller, given: { email: string; password: string }): Promise<string> {
  const email = given.email.trim().toLowerCase();
  const allowed = await mayTry(email, caller.address);
  const person = await store.findByEmail(email);
  if (!allowed) return refuse(caller, person && { id: person.id, email }, "too-many");
  const right = await isPassword(person?.password_hash ?? null, given.password);
  if (!person || !right) return refuse(caller, person && { id: person.id, email }, "refused");
  const signInId = await openSignIn(caller, { id: person.id, email }, "password");
  await rightAfterAll(email, caller.address);
  return signInId;
}

type Person = { id: number; email: string };

async function refuse(caller: Caller, person: Person | undefined, why: WhyRefused): Promise<never> {
  if (person) {
    for (const entry of await entriesOf(caller, person, "person.sign-in.refused", { why })) await noteAudit(entry);
  }
  throw new SignInRefused(why);
}

/** Opens a sign-in for a person who has shown who they are. */
export async function openSignIn(caller: Caller, person: Person, method: "password" | "oidc"): Promise<string> {
  const id = randomUUID();
  const { device, address } = caller;
  const audit = await entriesOf(caller, person, "person.sign-in", { method });
  return write({ dryRun: false, accountId: 0 }, async (tx) => {
    await store.insertSignIn(tx, { id, personId: person.id, method, device, address, days: DAYS });
    return { result: id, change: { resources: [], audit } };
  });
}

/** One entry in the trail of each account the person belongs to. */
async function entriesOf(
  { address, device, requestId }: Caller,
  { id, email }: Person,
  action: string,
  details: Record<string, unknown>,
): Promise<AuditEntry[]> {
  const origin = {
    actor: { kind: "person" as const, id, label: email, epoch: null },
    channel: "api" as const,
    requestId,
  };
  const entry = { action, target: `person ${id}`, details: { ...details, device, address }, origin };
  return (await store.accountsOf(id)).map(({ id: accountId }) => ({ ...entry, accountId }));
}
