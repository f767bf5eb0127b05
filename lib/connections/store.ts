import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";

export type ConnectionRow = {
  id: number;
  client_alias: string | null;
  description: string | null;
  provider_types: string[];
  workspace_ids: number[];
  created_by_id: number | null;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
  creator: string | null;
};

export type ResourceRow = {
  account_id: number;
  connection_id: number;
  id: number;
  name: string;
  description: string | null;
  identifier_key: string;
  display_name_key: string | null;
  filter_slots: string;
  schema_version: number;
  schema_text: string;
  schema_hash: string;
  schema_at: string;
  schema_by: string;
  revision: number;
  record_count: number;
  last_push_at: string | null;
  late_after_hours: number | null;
  reason_required: boolean;
  failing_policy: "refuse" | "mark";
  /** The shares of live records (percent) that may go unconfirmed at our face and at the vendor's; null: any. */
  deletion_guard: number | null;
  session_guard: number | null;
  /** Slots that a job still fills: lists do not read them yet. */
  filling: string[];
  /** The edit of its schema's draft, as it was when the row was read. */
  draft_edit: number | null;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
};

const connectionColumns = `c.id, c.client_alias, c.description, c.provider_types, c.workspace_ids, c.created_by_id,
  c.created_at, c.updated_at, c.deleted_at, (
    select jsonb_build_object('id', p.id, 'email', p.email, 'firstName', p.first_name, 'lastName', p.last_name,
      'createdAt', p.created_at, 'updatedAt', p.updated_at)
    from person p where p.id = c.created_by_id
  ) as creator`;

const resourceColumns = `r.account_id, r.connection_id, r.id, r.name, r.description, r.identifier_key, r.display_name_key,
  r.filter_slots, r.schema_version, s.schema_text, s.hash as schema_hash, s.created_at as schema_at,
  s.created_by as schema_by, r.revision, r.record_count, r.last_push_at, r.late_after_hours,
  r.reason_required, r.failing_policy, r.deletion_guard, r.session_guard, r.filling, (
    select d.edit from schema_draft d where d.account_id = r.account_id and d.resource_id = r.id
  ) as draft_edit, r.created_at, r.updated_at, r.deleted_at`;

const resourceTables = `resource r join schema_version s
  on s.account_id = r.account_id and s.resource_id = r.id and s.version = r.schema_version`;

type ListOrder = { by: "created_at" | "updated_at"; descending: boolean };

type ConnectionsPage = {
  accountId: number;
  onlyIds: readonly number[] | null;
  deleted: boolean;
  order: ListOrder;
  after: { time: string; id: number } | undefined;
  size: number;
};

/** One page of an account's connections; a row more than asked for tells that there is a next one. */
export async function listConnections(page: ConnectionsPage): Promise<ConnectionRow[]> {
  const column = page.order.by === "created_at" ? "c.created_at" : "c.updated_at";
  const [beyond, direction] = page.order.descending ? ["<", "desc"] : [">", "asc"];
  return reader.query<ConnectionRow>(
    `select ${connectionColumns} from connection c
     where c.account_id = $1 and (c.deleted_at is not null) = $2 and ($3::bigint[] is null or c.id = any($3))
       and ($4::timestamptz is null or (${column}, c.id) ${beyond} ($4::timestamptz, $5::bigint))
     order by ${column} ${direction}, c.id ${direction} limit $6`,
    [page.accountId, page.deleted, page.onlyIds, page.after?.time ?? null, page.after?.id ?? null, page.size + 1],
  );
}

/** How many connections the list has in all. */
export async function countConnections(page: Pick<ConnectionsPage, "accountId" | "onlyIds" | "deleted">) {
  const [row] = await reader.query<{ count: number }>(
    `select count(*) as count from connection
     where account_id = $1 and (deleted_at is not null) = $2 and ($3::bigint[] is null or id = any($3))`,
    [page.accountId, page.deleted, page.onlyIds],
  );
  return row?.count ?? 0;
}

/** One connection, deleted or not. */
export async function findConnection(from: Reader, accountId: number, id: number): Promise<ConnectionRow | undefined> {
  const [row] = await from.query<ConnectionRow>(
    `select ${connectionColumns} from connection c where c.account_id = $1 and c.id = $2`,
    [accountId, id],
  );
  return row;
}

/** The resources of some connections, oldest first. deleted_at tells which are gone. */
export async function listResources(
  from: Reader,
  accountId: number,
  connectionIds: readonly number[],
): Promise<ResourceRow[]> {
  return from.query<ResourceRow>(
    `select ${resourceColumns} from ${resourceTables}
     where r.account_id = $1 and r.connection_id = any($2::bigint[]) order by r.id`,
    [accountId, connectionIds],
  );
}

/** One resource with its present schema, deleted or not. */
export async function findResource(
  from: Reader,
  accountId: number,
  connectionId: number,
  id: number,
): Promise<ResourceRow | undefined> {
  const [row] = await from.query<ResourceRow>(
    `select ${resourceColumns} from ${resourceTables} where r.account_id = $1 and r.connection_id = $2 and r.id = $3`,
    [accountId, connectionId, id],
    "find_resource",
  );
  return row;
}

export type NewConnection = {
  accountId: number;
  name: string;
  description: string | null;
  providerTypes: readonly string[];
  workspaceIds: readonly number[];
  createdById: number | null;
};

/** Adds a connection. */
export async function insertConnection(tx: Tx, connection: NewConnection): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into connection (account_id, client_alias, description, provider_types, workspace_ids, created_by_id)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [
      connection.accountId,
      connection.name,
      connection.description,
      connection.providerTypes,
      connection.workspaceIds,
      connection.createdById,
    ],
  );
  return row?.id ?? 0;
}

export type NewResource = {
  accountId: number;
  connectionId: number;
  name: string;
  description: string | null;
  identifierKey: string;
  displayNameKey: string | null;
};

/** Adds a resource, still without a schema. */
export async function insertResource(tx: Tx, resource: NewResource): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `insert into resource (account_id, connection_id, name, description, identifier_key, display_name_key)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [
      resource.accountId,
      resource.connectionId,
      resource.name,
      resource.description,
      resource.identifierKey,
      resource.displayNameKey,
    ],
  );
  return row?.id ?? 0;
}

/** Changes what is given of a connection; undefined keeps. */
export async function updateConnection(
  tx: Tx,
  accountId: number,
  id: number,
  set: { clientAlias?: string | null; description?: string | null },
): Promise<boolean> {
  const rows = await tx.query(
    `update connection set client_alias = case when $3 then $4 else client_alias end,
       description = case when $5 then $6 else description end, updated_at = clock_timestamp()
     where account_id = $1 and id = $2 and deleted_at is null returning id`,
    [
      accountId,
      id,
      set.clientAlias !== undefined,
      set.clientAlias ?? null,
      set.description !== undefined,
      set.description ?? null,
    ],
  );
  return rows.length === 1;
}

/** Marks a connection deleted at a time, or (null) not deleted any more. */
export async function markConnection(tx: Tx, accountId: number, id: number, deletedAt: string | null): Promise<void> {
  await tx.query("update connection set deleted_at = $3, updated_at = now() where account_id = $1 and id = $2", [
    accountId,
    id,
    deletedAt,
  ]);
}

/** Marks a resource deleted at a time, or (null) not deleted any more. */
export async function markResource(tx: Tx, accountId: number, id: number, deletedAt: string | null): Promise<void> {
  await tx.query("update resource set deleted_at = $3, updated_at = now() where account_id = $1 and id = $2", [
    accountId,
    id,
    deletedAt,
  ]);
}

/** Ids of a connection's resources in the order locks are taken. deletedAt: those that went at that time, else the live. */
export async function resourceIds(tx: Tx, accountId: number, connectionId: number, deletedAt: string | null) {
  const rows = await tx.query<{ id: number }>(
    `select id from resource where account_id = $1 and connection_id = $2
       and deleted_at is not distinct from $3::timestamptz order by id`,
    [accountId, connectionId, deletedAt],
  );
  return rows.map(({ id }) => id);
}

/** Locks a connection until commit and tells when it was deleted; undefined when there is none. */
export async function lockConnection(
  tx: Tx,
  accountId: number,
  id: number,
): Promise<{ deleted_at: string | null } | undefined> {
  const [row] = await tx.query<{ deleted_at: string | null }>(
    "select deleted_at from connection where account_id = $1 and id = $2 for no key update",
    [accountId, id],
  );
  return row;
}

/** How many records a resource holds, counted: only when it comes back. */
export async function countRecords(tx: Tx, accountId: number, resourceId: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    "select count(*) as count from data_record where account_id = $1 and resource_id = $2",
    [accountId, resourceId],
  );
  return row?.count ?? 0;
}

export type ResourceChanges = {
  name?: string;
  description?: string | null;
  displayNameKey?: string | null;
  identifierKey?: string;
  filterSlots?: Record<string, readonly string[]>;
  /** Slots that records do not have yet. */
  filling?: readonly string[];
  failingPolicy?: "refuse" | "mark";
  deletionGuard?: number | null;
  sessionGuard?: number | null;
  lateAfterHours?: number | null;
  reasonRequired?: boolean;
};

/** Changes what is given of a resource; undefined keeps. */
export async function updateResource(tx: Tx, accountId: number, id: number, set: ResourceChanges): Promise<void> {
  await tx.query(
    `update resource set name = coalesce($3, name), description = case when $4 then $5 else description end,
       display_name_key = case when $6 then $7 else display_name_key end,
       filter_slots = coalesce($8::jsonb, filter_slots),
       late_after_hours = case when $9 then $10 else late_after_hours end,
       reason_required = coalesce($11, reason_required), identifier_key = coalesce($12, identifier_key),
       filling = coalesce($13::text[], filling), failing_policy = coalesce($14, failing_policy),
       deletion_guard = case when $15 then $16 else deletion_guard end,
       session_guard = case when $17 then $18 else session_guard end,
       updated_at = clock_timestamp()
     where account_id = $1 and id = $2`,
    [
      accountId,
      id,
      set.name ?? null,
      set.description !== undefined,
      set.description ?? null,
      set.displayNameKey !== undefined,
      set.displayNameKey ?? null,
      set.filterSlots ? JSON.stringify(set.filterSlots) : null,
      set.lateAfterHours !== undefined,
      set.lateAfterHours ?? null,
      set.reasonRequired ?? null,
      set.identifierKey ?? null,
      set.filling ?? null,
      set.failingPolicy ?? null,
      set.deletionGuard !== undefined,
      set.deletionGuard ?? null,
      set.sessionGuard !== undefined,
      set.sessionGuard ?? null,
    ],
  );
}
