import { stringify } from "csv-stringify/sync";
import { everyPermission, permissionsOf, roles, type Permission, type Role } from "@/lib/contract/permissions";
import type { Context } from "@/lib/changes/context";
import { noteAudit } from "@/lib/changes/store";
import { Refusal } from "@/lib/contract/errors";
import { effectivePermissions, type Power } from "../power";
import { findAccount } from "../store";
import { personFacts } from "./list-people";
import * as store from "./store";

/**
 * Who can do what, at this moment: roles, people with their roles on connections, keys with their owners and last use.
 * Taking it is written to the audit trail. Throws forbidden for who may not see people.
 */
export async function reviewAccess(ctx: Context, format: "csv" | "json") {
  if (!ctx.permits("members-get")) throw new Refusal("forbidden", { cause: "lacks members-get" });
  const { accountId } = ctx;
  const account = await findAccount(accountId);
  if (!account) throw new Refusal("notFound");
  const [members, keys, names] = await Promise.all([
    store.listMembers(accountId),
    store.listAllKeys(accountId),
    store.connectionNames(accountId),
  ]);
  const people = members.map(personFacts);
  const powers = new Map(people.map((person) => [person.id, powerOf(person)]));
  const review = {
    account: { id: accountId, name: account.name },
    at: new Date().toISOString(),
    roles: (Object.keys(roles) as Role[]).map((role) => ({
      role,
      says: roles[role],
      permissions: [...permissionsOf(role)],
    })),
    people: people.map((person) => ({
      ...person,
      permissions: inOrder(effectivePermissions(powerOf(person))),
      connections: person.connectionRoles.map(({ connectionId, role }) => ({
        id: connectionId,
        name: names.get(connectionId) ?? null,
        role,
        permissions: inOrder(effectivePermissions(powerOf(person), connectionId)),
      })),
    })),
    keys: keys.map((key) => keyLine(key, powers)),
  };
  await noteAudit({
    accountId,
    action: "access.export",
    target: `account ${accountId}`,
    details: { format },
    origin: ctx,
  });
  return { review, format, fileName: `access-review-${accountId}-${review.at.slice(0, 10)}.${format}` };
}

type Review = Awaited<ReturnType<typeof reviewAccess>>["review"];

function powerOf({ role, connectionRoles }: Pick<ReturnType<typeof personFacts>, "role" | "connectionRoles">): Power {
  return {
    role,
    connectionRoles: new Map(connectionRoles.map((each) => [each.connectionId, each.role])),
    scopes: "all",
  };
}

const inOrder = (held: ReadonlySet<Permission>) => everyPermission.filter((permission) => held.has(permission));

function keyLine(key: store.ReviewedKey, powers: ReadonlyMap<number, Power>) {
  const owner = key.owner_id === null ? undefined : powers.get(key.owner_id);
  const gone: Power = { role: key.owner_id === null ? "any" : null, connectionRoles: new Map(), scopes: "all" };
  const iso = (text: string | null) => text && new Date(text).toISOString();
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    ownerEmail: key.owner_email,
    scopes: key.permissions,
    permissions: inOrder(effectivePermissions({ ...(owner ?? gone), scopes: new Set(key.permissions) })),
    connectionIds: key.connection_ids,
    addresses: key.addresses,
    createdAt: new Date(key.created_at).toISOString(),
    createdBy: key.created_by,
    expiresAt: iso(key.expires_at),
    revokedAt: iso(key.revoked_at),
    lastUsedAt: iso(key.last_used_at),
  };
}

/** The review as one table: a line for each person, each role on a connection and each key. No cell is a formula. */
export function reviewCsv({ people, keys }: Review): string {
  const columns = ["kind", "id", "name", "email", "role", "connection", "permissions", "scopes", "two_factor"];
  const more = ["last_seen_or_used", "since", "expires", "revoked", "addresses"];
  const list = (values: readonly unknown[] | null) => values?.join(" ") ?? "";
  const ofPeople = people.flatMap((person) => {
    const name = `${person.firstName} ${person.lastName}`.trim();
    const who = ["person", person.id, name, person.email, person.role, "(account)", list(person.permissions), ""];
    const there = person.connections.map(({ id, name: connection, role, permissions }) => [
      ...["person on connection", person.id, name, person.email, role, connection ?? `connection ${id}`],
      ...[list(permissions), "", "", "", "", "", "", ""],
    ]);
    return [[...who, person.twoFactor ? "yes" : "no", person.lastSeenAt, person.joinedAt, "", "", ""], ...there];
  });
  const ofKeys = keys.map((key) => [
    ...["key", key.id, `${key.name} (${key.prefix}…)`, key.ownerEmail, "", list(key.connectionIds) || "(all)"],
    ...[list(key.permissions), list(key.scopes), "", key.lastUsedAt, key.createdAt, key.expiresAt, key.revokedAt],
    list(key.addresses),
  ]);
  return stringify([[...columns, ...more], ...ofPeople, ...ofKeys], { escape_formulas: true, bom: true });
}
