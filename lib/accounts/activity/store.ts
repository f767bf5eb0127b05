import { pool, reader } from "@/lib/db/client";

export type KeyUse = {
  accountId: number;
  keyId: number;
  hour: string;
  outcome: string;
  count: number;
  lastAt: string;
  address: string;
  /** The refusal in full, as the key's own page shows the last one. */
  cause?: string;
};

/** Adds to what keys did, and writes when each was last used and refused: one statement, however many there are. */
export async function addKeyUse(uses: readonly KeyUse[]): Promise<void> {
  const rows = uses.map(({ accountId, keyId, lastAt, ...rest }) => ({
    ...rest,
    account_id: accountId,
    key_id: keyId,
    last_at: lastAt,
  }));
  await pool().query(
    `with u as materialized (
       select * from jsonb_to_recordset($1::jsonb) as u(account_id bigint, key_id bigint, hour timestamptz, outcome text,
         count integer, last_at timestamptz, address text, cause text)
     ), latest as (
       select account_id, key_id, max(last_at) filter (where outcome = 'ok') as used_at,
         max(last_at) filter (where outcome <> 'ok') as refused_at,
         (array_agg(cause order by last_at desc) filter (where outcome <> 'ok'))[1] as cause
       from u group by account_id, key_id
     ), noted as (
       update api_key k set last_used_at = greatest(k.last_used_at, l.used_at),
         last_refused_at = greatest(k.last_refused_at, l.refused_at),
         last_refused_cause = coalesce(l.cause, k.last_refused_cause)
       from latest l where k.account_id = l.account_id and k.id = l.key_id
     )
     insert into key_activity as a (account_id, key_id, hour, outcome, count, last_at, address)
     select account_id, key_id, hour, outcome, count, last_at, address from u
     order by account_id, key_id, hour, outcome
     on conflict (account_id, key_id, hour, outcome) do update set count = a.count + excluded.count,
       last_at = greatest(a.last_at, excluded.last_at),
       address = case when excluded.last_at >= a.last_at then excluded.address else a.address end`,
    [JSON.stringify(rows)],
  );
}

export type Totals = { key_id: number; today: number; week: number; refused: number };

/** What keys did since the day began in a time zone, and within seven days. */
export async function totalsOf(accountId: number, keyIds: readonly number[], zone: string): Promise<Totals[]> {
  return reader.query<Totals>(
    `select key_id, coalesce(sum(count) filter (where outcome = 'ok'
         and hour >= date_trunc('day', now() at time zone $3) at time zone $3), 0)::bigint as today,
       coalesce(sum(count) filter (where outcome = 'ok'), 0)::bigint as week,
       coalesce(sum(count) filter (where outcome <> 'ok'), 0)::bigint as refused
     from key_activity
     where account_id = $1 and key_id = any($2::bigint[]) and hour >= now() - interval '7 days' group by key_id`,
    [accountId, keyIds, zone],
  );
}

export type Day = { day: string; requests: number; refusals: number };

/** One line for each of the last days in a time zone, the quiet ones too. */
export async function daysOf(accountId: number, keyId: number, days: number, zone: string): Promise<Day[]> {
  return reader.query<Day>(
    `with d as (
       select generate_series(date_trunc('day', now() at time zone $4) - make_interval(days => $3 - 1),
         date_trunc('day', now() at time zone $4), interval '1 day') as day
     )
     select to_char(d.day, 'YYYY-MM-DD') as day,
       coalesce(sum(a.count) filter (where a.outcome = 'ok'), 0)::bigint as requests,
       coalesce(sum(a.count) filter (where a.outcome <> 'ok'), 0)::bigint as refusals
     from d left join key_activity a on a.account_id = $1 and a.key_id = $2
       and a.hour >= d.day at time zone $4 and a.hour < (d.day + interval '1 day') at time zone $4
     group by d.day order by d.day`,
    [accountId, keyId, days, zone],
  );
}

export type Cause = { cause: string; count: number; last_at: string; address: string | null };

/** Why a key was refused within the last days, the latest cause first. */
export async function causesOf(accountId: number, keyId: number, days: number): Promise<Cause[]> {
  return reader.query<Cause>(
    `select outcome as cause, sum(count)::bigint as count, max(last_at) as last_at,
       (array_agg(address order by last_at desc))[1] as address
     from key_activity
     where account_id = $1 and key_id = $2 and outcome <> 'ok' and hour >= now() - make_interval(days => $3)
     group by outcome order by max(last_at) desc`,
    [accountId, keyId, days],
  );
}
