import { randomUUID, sign, type KeyObject } from "node:crypto";
import { Refusal } from "@/lib/contract/errors";
import { commandContext } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { reader } from "@/lib/db/client";
import { env } from "@/lib/db/env";
import { signingKeyOf } from "@/lib/db/signing-key-text";
import { kidOf, newKey, openKey, pemOf, publicOf } from "./key-pair";
import * as store from "./store";

export type SigningKey = { kid: string; publicKeyPem: string; sign(bytes: Uint8Array): Buffer };

/**
 * The key that an account signs with now: the setting's, else its own, which is made at the first signature. Throws
 * conflict when the setting's key was revoked for the account, and when the secret that seals its own has changed.
 */
export async function signingKey(accountId: number): Promise<SigningKey> {
  if (env().ATTESTRY_SIGNING_KEY) return fromSetting(accountId, signingKeyOf(env().ATTESTRY_SIGNING_KEY));
  const held = (await store.heldKey(reader, accountId)) ?? (await firstKey(accountId));
  if (!held.sealed) throw new Error(`Account ${accountId} holds no signing key`);
  return ready(held.public_key, openKey(accountId, held.sealed));
}

function ready(publicKey: Buffer, key: KeyObject): SigningKey {
  return { kid: kidOf(publicKey), publicKeyPem: pemOf(publicKey), sign: (bytes) => sign(null, bytes, key) };
}

async function fromSetting(accountId: number, key: KeyObject): Promise<SigningKey> {
  const publicKey = publicOf(key);
  const kid = kidOf(publicKey);
  const known = await store.findKey(reader, accountId, kid);
  if (known?.revoked_at) {
    throw new Refusal("conflict", {
      message:
        "The signing key in ATTESTRY_SIGNING_KEY was revoked for this account; whoever runs the installation has to set another",
    });
  }
  if (!known) await note(accountId, { kid, publicKey, sealed: null });
  return ready(publicKey, key);
}

async function firstKey(accountId: number) {
  await note(accountId, newKey(accountId));
  // Another process may have been first: the key that stands is the key.
  const held = await store.heldKey(reader, accountId);
  if (!held) throw new Error(`The signing key of account ${accountId} was not kept`);
  return held;
}

type Noted = { kid: string; publicKey: Buffer; sealed: Buffer | null };

async function note(accountId: number, key: Noted): Promise<void> {
  const actor = { kind: "command", id: null, label: "the first signature", epoch: null } as const;
  const origin = { actor, channel: "worker", requestId: randomUUID() } as const;
  await write(commandContext("admin", accountId), async (tx) => {
    if (!(await store.insertKey(tx, { accountId, ...key, createdBy: actor.label })))
      return { result: undefined, change: { resources: [] } };
    const details = { inSetting: key.sealed === null };
    const audit = { accountId, action: "signing-key.create", target: `signing key ${key.kid}`, details, origin };
    return { result: undefined, change: { resources: [], audit } };
  });
}
