import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { deriveKey } from "@/lib/db/seal";
import { singleton } from "@/lib/db/singleton";

const NONCE_BYTES = 12;
const MARK_BYTES = 20;

/** What an audit entry is told to be ours by; its details are not among it, as the database writes them its own way. */
export type Marked = {
  accountId: number;
  actor: { kind: string; id: number | null; label: string };
  channel: string;
  requestId: string;
  action: string;
  target: string;
};

/** A mark that nobody can make who has the database alone: no two are the same, so that a copied entry shows. */
export function markOf(entry: Marked): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  return Buffer.concat([nonce, macOf(entry, nonce)]);
}

/** Whether a mark was made for an entry. */
export function isMarked(entry: Marked, mark: Buffer | null): boolean {
  if (mark?.length !== NONCE_BYTES + MARK_BYTES) return false;
  return timingSafeEqual(mark.subarray(NONCE_BYTES), macOf(entry, mark.subarray(0, NONCE_BYTES)));
}

function macOf({ accountId, actor, channel, requestId, action, target }: Marked, nonce: Buffer): Buffer {
  const key = singleton("audit-mark-key", () => deriveKey("audit entry"));
  const hmac = createHmac("sha256", key).update(nonce);
  for (const part of [accountId, actor.kind, actor.id ?? "", actor.label, channel, requestId, action, target]) {
    // As bytes: what is no Unicode is written the same way here and on its way to the database.
    const bytes = Buffer.from(String(part));
    hmac.update(`${bytes.length}:`).update(bytes);
  }
  return hmac.digest().subarray(0, MARK_BYTES);
}
