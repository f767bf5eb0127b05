import type { SessionStatus } from "@/lib/contract/shapes/sessions";
import { reader } from "@/lib/db/client";
import type { Place } from "../../store";
import { columns, here, tables, type SessionRow } from "../store";

type Anywhere = { accountId: number; onlyConnections: readonly number[] | null };

const anywhere = `u.account_id = $1 and ($2::bigint[] is null or u.connection_id = any($2)) and r.deleted_at is null`;

/** A session of the account by its number, else the newest one of that name. */
export async function findAnywhere(
  { accountId, onlyConnections }: Anywhere,
  named: string,
): Promise<SessionRow | undefined> {
  const number = /^[1-9]\d{0,14}$/.test(named) ? Number(named) : null;
  const [row] = await reader.query<SessionRow>(
    `select ${columns} from ${tables} where ${anywhere} and (u.id = $3 or u.session_id = $4)
     order by (u.id = $3) desc nulls last, u.id desc limit 1`,
    [accountId, onlyConnections, number, named],
  );
  return row;
}

/** A page of the account's sessions, newest first, and how many there are. workspaces: JSON text. */
export async function listAnywhere(
  { accountId, onlyConnections }: Anywhere,
  asked: { page: number; limit: number; connectionId?: number; resourceId?: number },
) {
  const { connectionId = null, resourceId = null } = asked;
  const where = `${anywhere} and ($3::bigint is null or u.connection_id = $3) and ($4::bigint is null or u.resource_id = $4)`;
  const values = [accountId, onlyConnections, connectionId, resourceId];
  const [counted] = await reader.query<{ total: number }>(
    `select count(*) as total from ${tables} where ${where}`,
    values,
  );
  const rows = await reader.query<SessionRow & { workspaces: string }>(
    `select ${columns}, (select jsonb_agg(jsonb_build_object('id', w.id, 'name', a.name) order by w.n)
       from connection c, account a, unnest(c.workspace_ids) with ordinality as w(id, n)
       where c.account_id = u.account_id and c.id = u.connection_id and a.id = u.account_id) as workspaces
     from ${tables} where ${where} order by u.created_at desc, u.id desc limit $5 offset $6`,
    [...values, asked.limit, (asked.page - 1) * asked.limit],
  );
  return { rows, total: counted?.total ?? 0 };
}

type Listed = Place & {
  status?: SessionStatus;
  by: "created_at" | "updated_at";
  descending: boolean;
  after?: { time: string; id: number };
  size: number;
};

/** A page of a resource's sessions and one more. */
export async function listSessions({ accountId, resourceId, status, by, descending, after, size }: Listed) {
  const [beyond, direction] = descending ? ["<", "desc"] : [">", "asc"];
  return reader.query<SessionRow>(
    `select ${columns} from ${tables} where ${here} and ($3::text is null or u.status = $3)
       and ($4::timestamptz is null or (u.${by}, u.id) ${beyond} ($4, $5::bigint))
     order by u.${by} ${direction}, u.id ${direction} limit $6`,
    [accountId, resourceId, status ?? null, after?.time ?? null, after?.id ?? null, size + 1],
  );
}

/** How many sessions a resource has, of one status or of all. */
export async function countSessions({ accountId, resourceId }: Place, status?: SessionStatus): Promise<number> {
  const [row] = await reader.query<{ count: number }>(
    `select count(*) as count from upload_session u where ${here} and ($3::text is null or u.status = $3)`,
    [accountId, resourceId, status ?? null],
  );
  return row?.count ?? 0;
}

/** Sessions below a number (0: all), newest first. */
export async function listNumbered(
  { accountId, resourceId }: Place,
  { below, size, status }: { below: number; size: number; status?: SessionStatus },
): Promise<SessionRow[]> {
  return reader.query<SessionRow>(
    `select ${columns} from ${tables} where ${here} and ($3 = 0 or u.id < $3) and ($4::text is null or u.status = $4)
     order by u.id desc limit $5`,
    [accountId, resourceId, below, status ?? null, size],
  );
}
