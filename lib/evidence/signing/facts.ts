import { isoDate } from "@/lib/contract/dates";
import { pemOf } from "./key-pair";
import type { SigningKeyRow } from "./store";

const time = (text: string | null) => (text === null ? null : isoDate(text));

/** A key as our own face shows it. signing: the one that signs now. */
export function keyFacts(row: SigningKeyRow, signing: string | null) {
  const status = row.revoked_at ? "revoked" : row.kid === signing ? "signing" : "retired";
  return {
    kid: row.kid,
    algorithm: "Ed25519" as const,
    status: status as "signing" | "retired" | "revoked",
    inSetting: row.in_setting,
    publicKeyPem: pemOf(row.public_key),
    createdAt: isoDate(row.created_at),
    createdBy: row.created_by,
    retiredAt: time(row.retired_at),
    revokedAt: time(row.revoked_at),
    revokedBy: row.revoked_by,
    revokeReason: row.revoke_reason,
  };
}

const RAW_BYTES = 32;

/** A key as RFC 7517 and 8037 write it, with what became of it. */
export function jwkOf(row: SigningKeyRow) {
  return {
    kty: "OKP" as const,
    crv: "Ed25519" as const,
    // The key itself stands at the end of its SPKI form.
    x: row.public_key.subarray(-RAW_BYTES).toString("base64url"),
    kid: row.kid,
    alg: "EdDSA" as const,
    use: "sig" as const,
    account: row.account_id,
    created_at: isoDate(row.created_at),
    ...(row.retired_at !== null && { retired_at: isoDate(row.retired_at) }),
    ...(row.revoked_at !== null && {
      revoked: { revoked_at: isoDate(row.revoked_at), reason: row.revoke_reason ?? "" },
    }),
  };
}
