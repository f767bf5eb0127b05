import { createHash } from "node:crypto";
import ipaddr from "ipaddr.js";
import { Refusal } from "@/lib/contract/errors";
import type { Permission } from "@/lib/contract/permissions";
import type { Actor } from "@/lib/changes/context";
import { recall } from "@/lib/db/cache";
import { noteKeyUse } from "./key-use";
import { effectivePermissions, rolesByConnection, type Power } from "./power";
import * as store from "./store";

/** What a request may do, and in which account. */
export type Access = {
  actor: Actor;
  accountId: number;
  plan: "custom-connections" | "basic";
  termsAccepted: boolean;
  ratePerMinute: number | null;
  power: Power;
  /** What the power comes to: in the account, and where a request names a connection, there. */
  permissions: ReadonlySet<Permission>;
  connectionIds: readonly number[] | null;
  ownerId: number | null;
  bounds: { expiresAt: string | null; addresses: readonly string[] };
  /** The sign-in of a person; a key has none. */
  signInId?: string;
};

/** The 32 bytes a key is known by. Keys carry 256 random bits, so a fast hash is the right one. */
export function hashOfKey(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

/**
 * Who a request's Authorization header speaks for. Throws noAuthorization or keyRefused: the caller never learns more,
 * the key's own page does. address: the caller's, IPv4 or IPv6.
 */
export async function authenticate(authorization: string | null, address: string): Promise<Access> {
  if (!authorization) throw new Refusal("noAuthorization", { cause: "no header" });
  const secret = /^Bearer +([^\s]+)\s*$/i.exec(authorization)?.[1];
  if (!secret) throw new Refusal("keyRefused", { cause: "not a bearer key" });
  const hash = hashOfKey(secret);
  const key = await recall(`key:${hash.toString("base64")}`, async () => {
    const row = await store.findKeyByHash(hash);
    return row && { value: row, notice: `account:${row.account_id}` };
  });
  if (!key) throw new Refusal("keyRefused", { cause: "unknown key" });
  const cause = whyRefused(key, address);
  if (cause) {
    noteKeyUse({ accountId: key.account_id, keyId: key.id }, address, cause);
    throw new Refusal("keyRefused", { cause });
  }
  return accessOf(key);
}

function whyRefused(key: store.KeyRow, address: string): string | undefined {
  if (key.revoked_at) return "revoked";
  if (key.expires_at && Date.parse(key.expires_at) <= Date.now()) return "expired";
  if (key.addresses.length && !key.addresses.some((range) => contains(range, address))) return `address ${address}`;
  return undefined;
}

/** What a key's scopes and its owner's roles let it do. */
export function powerOfKey(key: store.KeyRow): Power {
  return {
    role: key.owner_id === null ? "any" : key.owner_role,
    connectionRoles: rolesByConnection(key.connection_roles),
    scopes: new Set(key.permissions),
  };
}

function accessOf(key: store.KeyRow): Access {
  const power = powerOfKey(key);
  return {
    actor: { kind: "key", id: key.id, label: key.name, epoch: key.access_epoch },
    accountId: key.account_id,
    plan: key.plan,
    termsAccepted: key.terms_accepted,
    ratePerMinute: key.rate_per_minute,
    power,
    permissions: effectivePermissions(power),
    connectionIds: key.connection_ids,
    ownerId: key.owner_id,
    bounds: { expiresAt: key.expires_at, addresses: key.addresses },
  };
}

/** Whether a CIDR range (or a single address) holds an address; IPv4 inside IPv6 counts as IPv4. */
export function contains(range: string, address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const at = ipaddr.process(address);
  const [base, bits] = parseRange(range);
  return at.kind() === base.kind() && at.match([base, bits] as [ipaddr.IPv4 & ipaddr.IPv6, number]);
}

/** A range as ipaddr.js takes it. Throws when it is none. */
export function parseRange(range: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (range.includes("/")) return ipaddr.parseCIDR(range);
  const base = ipaddr.process(range);
  if (base.kind() === "ipv4" && !/[:]|^\d+\.\d+\.\d+\.\d+$/.test(range)) throw new Error(`${range} is shortened`);
  return [base, base.kind() === "ipv4" ? 32 : 128];
}

/** Whether every address of a range lies in another. */
export function isWithin(range: string, outer: string): boolean {
  const [base, bits] = parseRange(range);
  return contains(outer, base.toString()) && bits >= parseRange(outer)[1];
}
