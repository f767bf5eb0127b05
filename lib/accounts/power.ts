import {
  everyPermission,
  isOnConnection,
  permissionsOf,
  roles,
  type Permission,
  type Role,
} from "@/lib/contract/permissions";

/**
 * What bounds somebody. role: theirs in the account; "any" for a key without an owner, null for who is no member any
 * more. connectionRoles: what replaces it on single connections, up or down. scopes: a key's, or a role's that is tried.
 */
export type Power = {
  role: Role | "any" | null;
  connectionRoles: ReadonlyMap<number, Role>;
  scopes: ReadonlySet<Permission> | "all";
};

const nothing: ReadonlySet<Permission> = new Set();
const everything: ReadonlySet<Permission> = new Set(everyPermission);
const byRole = new Map((Object.keys(roles) as Role[]).map((role) => [role, permissionsOf(role)]));

function heldBy(role: Power["role"]): ReadonlySet<Permission> {
  if (role === null) return nothing;
  return role === "any" ? everything : (byRole.get(role) ?? nothing);
}

/** The permissions in the account, or on one connection, where the role given there counts. */
export function effectivePermissions(power: Power, connectionId?: number): ReadonlySet<Permission> {
  const { role, connectionRoles, scopes } = power;
  const there = connectionId !== undefined && role !== null ? connectionRoles.get(connectionId) : undefined;
  const inAccount = heldBy(role);
  const onConnection = there ? heldBy(there) : inAccount;
  const held = everyPermission.filter((each) => (isOnConnection(each) ? onConnection : inAccount).has(each));
  return new Set(held.filter((each) => scopes === "all" || scopes.has(each)));
}

/** Whether somebody's role lets them know of a connection at all; for who does not, it is like none. */
export function seesConnection({ role, connectionRoles }: Power, connectionId: number): boolean {
  const there = role === null ? null : (connectionRoles.get(connectionId) ?? role);
  return heldBy(there).has("custom-connections-get");
}

/**
 * Over which connections a permission reaches: "all", only those, or all but those. Nothing is `{ only: [] }`.
 */
export function reachOf(power: Power, permission: Permission): "all" | { only: number[] } | { except: number[] } {
  const { role, connectionRoles, scopes } = power;
  if (role === null || (scopes !== "all" && !scopes.has(permission))) return { only: [] };
  const named = isOnConnection(permission) ? [...connectionRoles] : [];
  const holds = (one: Power["role"]) => heldBy(one).has(permission);
  if (!holds(role)) return { only: named.filter(([, there]) => holds(there)).map(([id]) => id) };
  const except = named.filter(([, there]) => !holds(there)).map(([id]) => id);
  return except.length ? { except } : "all";
}

/** Roles by connection as the database sends them: a JSON object, or null for none. */
export function rolesByConnection(json: string | null): ReadonlyMap<number, Role> {
  const pairs = Object.entries(JSON.parse(json ?? "{}") as Record<string, Role>);
  return new Map(pairs.map(([id, role]) => [Number(id), role]));
}
