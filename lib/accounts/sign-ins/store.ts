import type { Role } from "@/lib/contract/permissions";
import type { Tx } from "@/lib/changes/tx";
import { pool } from "@/lib/db/client";

export type SignInRow = {
  id: string;
  person_id: number;
  email: string;
  first_name: string;
  last_name: string;
  created_at: string;
  expires_at: string;
};

/** A sign-in that has not ended, and whose it is. */
export async function findOpenSignIn(id: string): Promise<SignInRow | undefined> {
  const { rows } = await pool().query<SignInRow>({
    name: "find_open_sign_in",
    text: `select s.id, s.person_id, p.email, p.first_name, p.last_name, s.created_at, s.expires_at
      from sign_in s join person p on p.id = s.person_id
      where s.id = $1 and s.ended_at is null and s.expires_at > now()`,
    values: [id],
  });
  return rows[0];
}

export type MemberRow = {
  name: string;
  time_zone: string;
  role: Role;
  /** A JSON object: role by connection. */
  connection_roles: string | null;
  plan: "custom-connections" | "basic";
  terms_accepted: boolean;
  rate_per_minute: number | null;
  access_epoch: number;
};

/** A person's role in an account, and the account's switches, as they are now. */
export async function findMember(accountId: number, personId: number): Promise<MemberRow | undefined> {
  const { rows } = await pool().query<MemberRow>({
    name: "find_member",
    text: `select m.role, a.name, a.time_zone,
        (select jsonb_object_agg(c.connection_id, c.role) from connection_role c
          where c.account_id = m.account_id and c.person_id = m.person_id) as connection_roles,
        a.plan, a.terms_accepted_at is not null as terms_accepted, a.rate_per_minute, a.access_epoch
      from membership m join account a on a.id = m.account_id
      where m.account_id = $1 and m.person_id = $2`,
    values: [accountId, personId],
  });
  return rows[0];
}

type AccountOfPerson = { id: number; name: string; role: Role; timeZone: string };

/** The accounts a person belongs to, in the order of their making. */
export async function accountsOf(personId: number): Promise<AccountOfPerson[]> {
  const { rows } = await pool().query<AccountOfPerson>(
    `select a.id, a.name, m.role, a.time_zone as "timeZone" from membership m join account a on a.id = m.account_id
     where m.person_id = $1 order by a.id`,
    [personId],
  );
  return rows;
}

/** What a password is compared with. */
export async function findByEmail(email: string): Promise<{ id: number; password_hash: string | null } | undefined> {
  const { rows } = await pool().query<{ id: number; password_hash: string | null }>(
    "select id, password_hash from person where email = $1",
    [email],
  );
  return rows[0];
}

export type NewSignIn = {
  id: string;
  personId: number;
  method: "password" | "oidc";
  device: string;
  address: string;
  days: number;
};

/** Adds a sign-in that ends by itself after some days. */
export async function insertSignIn(tx: Tx, { id, personId, method, device, address, days }: NewSignIn): Promise<void> {
  await tx.query(
    `insert into sign_in (id, person_id, method, device, address, expires_at)
     values ($1, $2, $3, $4, $5, now() + make_interval(days => $6))`,
    [id, personId, method, device, address, days],
  );
}

/** Ends sign-ins of a person that are open: one, or all but one. Answers how many ended. */
export async function endSignIns(tx: Tx, personId: number, which: { only: string } | { but: string | null }) {
  const rows = await tx.query<{ id: string }>(
    `update sign_in set ended_at = now()
     where person_id = $1 and ended_at is null and expires_at > now()
       and ($2::uuid is null or id = $2) and ($3::uuid is null or id <> $3) returning id`,
    [personId, "only" in which ? which.only : null, "but" in which ? which.but : null],
  );
  return rows.length;
}

/** Writes when sign-ins were last seen: many at once, every few seconds, never per request. */
export async function updateLastSeen(seen: readonly { id: string; at: string }[]): Promise<void> {
  await pool().query(
    `update sign_in s set last_seen_at = greatest(s.last_seen_at, u.at)
     from jsonb_to_recordset($1::jsonb) as u(id uuid, at timestamptz) where s.id = u.id`,
    [JSON.stringify(seen)],
  );
}

/**
 * Counts one try under a scope; answers how many there were, each within the minutes of the one before. Those beyond
 * the most do not prolong the wait.
 */
export async function countTry(scope: Buffer, most: number, minutes: number): Promise<number> {
  const { rows } = await pool().query<{ tries: number }>(
    `insert into sign_in_try as t (scope, tries, last_at) values ($1, 1, now())
     on conflict (scope) do update set
       tries = case when t.last_at < now() - make_interval(mins => $3) then 1 else t.tries + 1 end,
       last_at = case when t.last_at >= now() - make_interval(mins => $3) and t.tries >= $2 then t.last_at else now() end
     returning tries`,
    [scope, most, minutes],
  );
  return rows[0]?.tries ?? 0;
}

/** Takes one try back, or all of a scope's: it was the right person after all. */
export async function forgiveTry(scope: Buffer, all: boolean): Promise<void> {
  await pool().query(
    "update sign_in_try set tries = case when $2 then 0 else greatest(tries - 1, 0) end where scope = $1",
    [scope, all],
  );
}

/** Removes what its time has passed: old windows of tries, and sign-ins that ended half a year ago. */
export async function sweepSignIns(): Promise<void> {
  await pool().query("delete from sign_in_try where last_at < now() - interval '1 day'");
  await pool().query("delete from sign_in where coalesce(ended_at, expires_at) < now() - interval '180 days'");
}
