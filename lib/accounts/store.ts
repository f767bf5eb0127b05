import { Refusal } from "@/lib/contract/errors";
import type { Role, Permission } from "@/lib/contract/permissions";
import type { Tx } from "@/lib/changes/tx";
import { pool, prisma, reader } from "@/lib/db/client";

export type KeyRow = {
  account_id: number;
  id: number;
  owner_id: number | null;
  owner_role: Role | null;
  /** JSON object of connection ids and the owner's roles there. */
  connection_roles: string | null;
  name: string;
  permissions: Permission[];
  expires_at: string | null;
  addresses: string[];
  connection_ids: number[] | null;
  revoked_at: string | null;
  plan: "custom-connections" | "basic";
  terms_accepted: boolean;
  rate_per_minute: number | null;
  access_epoch: number;
};

const keyColumns = `k.account_id, k.id, k.owner_id, m.role as owner_role, (
    select jsonb_object_agg(r.connection_id, r.role) from connection_role r
    where r.account_id = k.account_id and r.person_id = k.owner_id
  ) as connection_roles, k.name, k.permissions, k.expires_at, k.addresses,
  k.connection_ids, k.revoked_at, a.plan, a.terms_accepted_at is not null as terms_accepted, a.rate_per_minute,
  a.access_epoch`;
const keyJoins = `join account a on a.id = k.account_id
  left join membership m on m.account_id = k.account_id and m.person_id = k.owner_id`;

/** The key behind a secret's hash, with its account and its owner's role as they are now. */
export async function findKeyByHash(hash: Buffer): Promise<KeyRow | undefined> {
  const { rows } = await pool().query<KeyRow>({
    name: "find_key_by_hash",
    text: `select ${keyColumns} from api_key_lookup l
      join api_key k on k.account_id = l.account_id and k.id = l.key_id ${keyJoins}
      where l.secret_hash = $1`,
    values: [hash],
  });
  return rows[0];
}

/** The same of a key that is known by its number. */
export async function findKeyNow(accountId: number, keyId: number): Promise<KeyRow | undefined> {
  const { rows } = await pool().query<KeyRow>({
    name: "find_key_now",
    text: `select ${keyColumns} from api_key k ${keyJoins} where k.account_id = $1 and k.id = $2`,
    values: [accountId, keyId],
  });
  return rows[0];
}

/** Adds the account; terms are not accepted yet. */
export async function insertAccount(tx: Tx, name: string): Promise<number> {
  const [row] = await tx.query<{ id: number }>("insert into account (name) values ($1) returning id", [name]);
  return row?.id ?? 0;
}

/** Throws notFound when there is no such account. */
export async function requireAccount(tx: Tx, accountId: number): Promise<void> {
  const rows = await tx.query("select 1 from account where id = $1", [accountId]);
  if (rows.length === 0) throw new Refusal("notFound", { message: `There is no account ${accountId}` });
}

/** Sets one switch of an account; false when there is no such account. */
export async function updateAccount(
  tx: Tx,
  accountId: number,
  set: { plan?: string; termsAccepted?: boolean; ratePerMinute?: number | null },
): Promise<boolean> {
  const rows = await tx.query(
    `update account set plan = coalesce($2, plan),
       terms_accepted_at = case when $3::boolean is null then terms_accepted_at when $3 then now() end,
       rate_per_minute = case when $4 then $5::integer else rate_per_minute end
     where id = $1 returning id`,
    [
      accountId,
      set.plan ?? null,
      set.termsAccepted ?? null,
      set.ratePerMinute !== undefined,
      set.ratePerMinute ?? null,
    ],
  );
  return rows.length === 1;
}

/** What an account's key may ask about itself. */
export async function findAccount(accountId: number) {
  return prisma().account.findUnique({ where: { id: accountId } });
}

/** The oldest account of the installation. */
export async function findFirstAccount(): Promise<{ id: number; name: string } | undefined> {
  const account = await prisma().account.findFirst({ orderBy: { id: "asc" }, select: { id: true, name: true } });
  return account ? { id: Number(account.id), name: account.name } : undefined;
}

/** Adds a person, or undefined when the address is taken. */
export async function insertPerson(
  tx: Tx,
  person: { email: string; passwordHash: string; firstName: string; lastName: string },
): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>(
    `insert into person (email, password_hash, first_name, last_name) values ($1, $2, $3, $4)
     on conflict (email) do nothing returning id`,
    [person.email, person.passwordHash, person.firstName, person.lastName],
  );
  return row?.id;
}

/** The person with an address, in lower case. */
export async function findPerson(tx: Tx, email: string): Promise<number | undefined> {
  const [row] = await tx.query<{ id: number }>("select id from person where email = $1", [email]);
  return row?.id;
}

/** Makes a person a member in a role, or changes the role. */
export async function putMembership(tx: Tx, accountId: number, personId: number, role: Role): Promise<void> {
  await tx.query(
    `insert into membership (account_id, person_id, role) values ($1, $2, $3)
     on conflict (account_id, person_id) do update set role = excluded.role`,
    [accountId, personId, role],
  );
}

/** Sets a password hash and names the accounts the person belongs to; undefined when nobody has the address. */
export async function updatePassword(
  tx: Tx,
  email: string,
  passwordHash: string,
): Promise<{ personId: number; accountIds: number[] } | undefined> {
  const [row] = await tx.query<{ id: number }>(
    "update person set password_hash = $2, updated_at = now() where email = $1 returning id",
    [email, passwordHash],
  );
  if (!row) return undefined;
  const memberships = await tx.query<{ account_id: number }>(
    "select account_id from membership where person_id = $1 order by account_id",
    [row.id],
  );
  return { personId: row.id, accountIds: memberships.map(({ account_id }) => account_id) };
}

export type NewKey = {
  accountId: number;
  ownerId: number | null;
  name: string;
  prefix: string;
  hash: Buffer;
  permissions: readonly Permission[];
  expiresAt: string | null;
  addresses: readonly string[];
  connectionIds: readonly number[] | null;
  createdBy: string;
};

/** Adds a key and its look-up row. */
export async function insertKey(tx: Tx, key: NewKey): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `with k as (
       insert into api_key (account_id, owner_id, name, prefix, permissions, expires_at, addresses, connection_ids, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning account_id, id
     ), l as (
       insert into api_key_lookup (secret_hash, account_id, key_id) select $10, account_id, id from k
     ) select id from k`,
    [
      key.accountId,
      key.ownerId,
      key.name,
      key.prefix,
      key.permissions,
      key.expiresAt,
      key.addresses,
      key.connectionIds,
      key.createdBy,
      key.hash,
    ],
  );
  return row?.id ?? 0;
}

/** Whether a person belongs to an account. */
export async function isMember(tx: Tx, accountId: number, personId: number): Promise<boolean> {
  const rows = await tx.query("select 1 from membership where account_id = $1 and person_id = $2", [
    accountId,
    personId,
  ]);
  return rows.length === 1;
}

/** How many of the connections belong to the account. */
export async function countConnections(tx: Tx, accountId: number, ids: readonly number[]): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    "select count(*) as count from connection where account_id = $1 and id = any($2::bigint[])",
    [accountId, ids],
  );
  return row?.count ?? 0;
}

/** Ends a key; false when the account has no such key. Ending it twice changes nothing. */
export async function revokeKey(tx: Tx, accountId: number, keyId: number): Promise<boolean> {
  const rows = await tx.query(
    "update api_key set revoked_at = coalesce(revoked_at, now()) where account_id = $1 and id = $2 returning id",
    [accountId, keyId],
  );
  return rows.length === 1;
}

/**
 * Lets a key work on until a time at most, and notes the key that replaces it; answers when it ends. Undefined when it
 * was replaced or revoked before.
 */
export async function retireKey(
  tx: Tx,
  accountId: number,
  keyId: number,
  replacedBy: number,
  endsBy: string,
): Promise<string | undefined> {
  const [row] = await tx.query<{ expires_at: string }>(
    `update api_key set rotated_to_id = $3, expires_at = least(expires_at, $4::timestamptz)
     where account_id = $1 and id = $2 and rotated_to_id is null and revoked_at is null returning expires_at`,
    [accountId, keyId, replacedBy, endsBy],
  );
  return row && new Date(row.expires_at).toISOString();
}

/** The account a key belongs to: only for the admin command, which names a key without its account. */
export async function accountOfKey(keyId: number): Promise<number | undefined> {
  const key = await prisma().apiKey.findFirst({ where: { id: keyId }, select: { accountId: true } });
  return key ? Number(key.accountId) : undefined;
}

/** Keys of an account in the order of their making, after a given id. */
export async function listKeys(accountId: number, after: number, size: number) {
  return prisma().apiKey.findMany({
    where: { accountId, id: { gt: after } },
    orderBy: { id: "asc" },
    take: size,
  });
}

/** One key of an account. */
export async function findKey(accountId: number, keyId: number) {
  return prisma().apiKey.findUnique({ where: { accountId_id: { accountId, id: keyId } } });
}

/** The e-mail addresses of people, by their ids. */
export async function emailsOf(personIds: readonly number[]): Promise<Map<number, string>> {
  const rows = await reader.query<{ id: number; email: string }>(
    "select id, email from person where id = any($1::bigint[])",
    [personIds],
  );
  return new Map(rows.map(({ id, email }) => [id, email]));
}

/** Takes a block of a key's minute for this process; answers how many requests that minute has given away by now. */
export async function leaseRequests(accountId: number, keyId: number, window: number, block: number): Promise<number> {
  const { rows } = await pool().query<{ taken: number }>({
    name: "lease_requests",
    text: `insert into rate_lease as r (account_id, key_id, window_start, taken) values ($1, $2, $3, $4)
      on conflict (account_id, key_id, window_start) do update set taken = r.taken + excluded.taken returning taken`,
    values: [accountId, keyId, window, block],
  });
  return rows[0]?.taken ?? 0;
}
