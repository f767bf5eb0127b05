import { randomUUID } from "node:crypto";
import { noteAudit } from "@/lib/changes/store";
import { write } from "@/lib/changes/write";
import type { AuditEntry } from "@/lib/changes/change";
import { isPassword } from "../passwords";
import { isRightCode, needsCode } from "../second-factor/check";
import * as store from "./store";
import { mayTry, rightAfterAll, rightSoFar } from "./tries";

const DAYS = 14;

/** How long a sign-in lasts. */
export const SIGN_IN_SECONDS = DAYS * 24 * 60 * 60;

/** Where a sign-in is tried from. */
export type Caller = { address: string; device: string; requestId: string };

export type WhyRefused = "refused" | "too-many" | "second-factor" | "second-factor-wrong" | "unknown-person";

/** Thrown instead of a sign-in; the message is all that the page is told. */
export class SignInRefused extends Error {
  readonly attestry = "sign-in-refused";
  constructor(readonly why: WhyRefused) {
    super(why);
  }
}

type Given = { email: string; password: string; code?: string };

/**
 * Opens a sign-in for an e-mail address, a password and, where the person has an app for it, a code; answers its id.
 * Throws SignInRefused: unknown people and wrong passwords are told alike, after the same work.
 */
export async function signInByPassword(caller: Caller, given: Given): Promise<string> {
  const email = given.email.trim().toLowerCase();
  const allowed = await mayTry(email, caller.address);
  const person = await store.findByEmail(email);
  if (!allowed) return refuse(caller, person && { id: person.id, email }, "too-many");
  const right = await isPassword(person?.password_hash ?? null, given.password);
  if (!person || !right) return refuse(caller, person && { id: person.id, email }, "refused");
  if (await needsCode(person.id)) await passCode(caller, { id: person.id, email }, given.code);
  const signInId = await openSignIn(caller, { id: person.id, email }, "password");
  await rightAfterAll(email, caller.address);
  return signInId;
}

/** The second step. The try that was right so far is taken back, and only it: codes cannot be guessed without end. */
async function passCode(caller: Caller, person: Person, code: string | undefined): Promise<void> {
  if (!code?.trim()) {
    await rightSoFar(person.email, caller.address);
    throw new SignInRefused("second-factor");
  }
  if (!(await isRightCode(person.id, code))) await refuse(caller, person, "second-factor-wrong");
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
