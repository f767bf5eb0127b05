import type { Tx } from "@/lib/changes/tx";
import { reader, type Reader } from "@/lib/db/client";
import { sensitivePaths } from "@/lib/schema/sensitive";

type Place = { accountId: number; resourceId: number };

/** A version of a schema with the keys that hold beside it. */
export type SchemaRow = {
  version: number;
  schema_text: string;
  hash: string;
  identifier_key: string;
  display_name_key: string | null;
  revision: number;
  reason: string | null;
  restored_from: number | null;
  created_at: string;
  created_by: string;
};

const versionColumns = `version, schema_text, hash, identifier_key, display_name_key, revision, reason, restored_from,
  created_at, created_by`;

/** Adds a version of a schema and makes it the present one, together with its keys. */
export async function insertSchema(tx: Tx, place: Place, row: SchemaRow): Promise<void> {
  await tx.query(
    `insert into schema_version (account_id, resource_id, ${versionColumns})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      place.accountId,
      place.resourceId,
      row.version,
      row.schema_text,
      row.hash,
      row.identifier_key,
      row.display_name_key,
      row.revision,
      row.reason,
      row.restored_from,
      row.created_at,
      row.created_by,
    ],
  );
  await tx.query(
    `update resource set schema_version = $3, identifier_key = $4, display_name_key = $5, updated_at = $6,
       sensitive = $7::jsonb
     where account_id = $1 and id = $2`,
    [
      ...[place.accountId, place.resourceId, row.version, row.identifier_key, row.display_name_key, row.created_at],
      JSON.stringify(sensitivePaths(row.schema_text)),
    ],
  );
}

/** Versions of a schema, newest first, below a version; 0 starts at the top. */
export async function listSchemas(
  from: Reader,
  { accountId, resourceId }: Place,
  page: { below: number; size: number },
): Promise<SchemaRow[]> {
  return from.query<SchemaRow>(
    `select ${versionColumns} from schema_version
     where account_id = $1 and resource_id = $2 and ($3 = 0 or version < $3) order by version desc limit $4`,
    [accountId, resourceId, page.below, page.size],
  );
}

/** One version of a schema. */
export async function findSchema({ accountId, resourceId }: Place, version: number): Promise<SchemaRow | undefined> {
  const [row] = await reader.query<SchemaRow>(
    `select ${versionColumns} from schema_version where account_id = $1 and resource_id = $2 and version = $3`,
    [accountId, resourceId, version],
  );
  return row;
}

// Drafts ----------------------------------------------------------------------------------------------------------

export type DraftRow = {
  edit: number;
  base_version: number;
  schema_text: string;
  identifier_key: string;
  display_name_key: string | null;
  /** JSON text: fields and steps as the contract has them. */
  filter_fields: string;
  steps: string;
  updated_at: string;
  updated_by: string;
  /** Whether somebody asked what it would do. */
  has_impact: boolean;
};

const draftColumns = `edit, base_version, schema_text, identifier_key, display_name_key, filter_fields, steps, updated_at,
  updated_by, exists (
    select from schema_impact i where i.account_id = schema_draft.account_id and i.resource_id = schema_draft.resource_id
  ) as has_impact`;

/** The draft of a resource's next schema, if there is one. */
export async function findDraft(from: Reader, { accountId, resourceId }: Place): Promise<DraftRow | undefined> {
  const [row] = await from.query<DraftRow>(
    `select ${draftColumns} from schema_draft where account_id = $1 and resource_id = $2`,
    [accountId, resourceId],
  );
  return row;
}

export type NewDraft = Omit<DraftRow, "edit" | "updated_at" | "has_impact">;

/** Keeps a draft as its next edit. The caller holds the resource's lock. */
export async function saveDraft(tx: Tx, { accountId, resourceId }: Place, draft: NewDraft): Promise<DraftRow> {
  const [row] = await tx.query<DraftRow>(
    `insert into schema_draft (account_id, resource_id, base_version, schema_text, identifier_key, display_name_key,
       filter_fields, steps, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9)
     on conflict (account_id, resource_id) do update set edit = excluded.edit,
       base_version = excluded.base_version, schema_text = excluded.schema_text,
       identifier_key = excluded.identifier_key, display_name_key = excluded.display_name_key,
       filter_fields = excluded.filter_fields, steps = excluded.steps, updated_at = clock_timestamp(),
       updated_by = excluded.updated_by
     returning ${draftColumns}`,
    [
      accountId,
      resourceId,
      draft.base_version,
      draft.schema_text,
      draft.identifier_key,
      draft.display_name_key,
      draft.filter_fields,
      draft.steps,
      draft.updated_by,
    ],
  );
  if (!row) throw new Error("A draft that was saved is returned");
  return row;
}

/** Removes the draft and what was reckoned for it. Answers whether there was one. */
export async function removeDraft(tx: Tx, { accountId, resourceId }: Place): Promise<boolean> {
  const values = [accountId, resourceId];
  const gone = await tx.query(
    "delete from schema_draft where account_id = $1 and resource_id = $2 returning 1",
    values,
  );
  await tx.query("delete from schema_impact where account_id = $1 and resource_id = $2", values);
  await tx.query("delete from impact_record where account_id = $1 and resource_id = $2", values);
  return gone.length > 0;
}

/** Whether a publication that changes records is under way; but: the job that asks, which is not meant. */
export async function isPublishing(from: Reader, { accountId, resourceId }: Place, but = 0): Promise<boolean> {
  const rows = await from.query(
    `select 1 from job where account_id = $1 and resource_id = $2 and kind = 'schema.publish' and finished_at is null
       and id <> $3 limit 1`,
    [accountId, resourceId, but],
  );
  return rows.length > 0;
}
