import { Refusal } from "@/lib/contract/errors";
import { noCounts, type AuditEntry, type Counts, type ResourceChange } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import type { Head, Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { env } from "@/lib/db/env";
import { startJob } from "@/lib/jobs/start";
import { checkSchema } from "@/lib/schema/check";
import { covers } from "@/lib/schema/mask";
import { isSchemaError } from "@/lib/schema/schema-error";
import { sensitivePaths } from "@/lib/schema/sensitive";
import { schemaFacts } from "../facts";
import { resourceAt, type Resource, type Target } from "../resource";
import * as store from "./store";

export type CheckedSchema = { text: string; hash: string; schema: Record<string, unknown> };

/** A schema that can be compiled and judges every record in bounded time. Throws invalidSchema with pointer and sentence. */
export function checkedSchema(text: string): CheckedSchema {
  try {
    const { schema, hash } = checkSchema(text, { bytesMax: env().ATTESTRY_SCHEMA_BYTES_MAX });
    return { text, hash, schema };
  } catch (error) {
    if (!isSchemaError(error)) throw error;
    const { pointer, message } = error;
    throw new Refusal("invalidSchema", {
      message: `The schema is not valid at "${pointer}": ${message}`,
      errors: [{ pointer, keyword: "schema", message }],
    });
  }
}

/** A top-level property of the schema, or none. Throws invalid. */
export function checkedDisplayName(schema: Record<string, unknown>, key: string | null | undefined): string | null {
  if (key === undefined || key === null) return null;
  const properties = schema.properties;
  if (typeof properties === "object" && properties !== null && Object.hasOwn(properties, key)) return key;
  throw new Refusal("invalid", {
    message: `displayNameKey must name a top-level property of the schema; "${key}" is none`,
  });
}

/** What a publication makes hold: the schema, the keys beside it, and why. */
export type NewVersion = {
  schema: CheckedSchema;
  identifierKey: string;
  displayNameKey: string | null;
  reason?: string;
  restoredFrom?: number;
};

/** Adds the next version inside a write that holds the resource's lock. */
export async function addVersion(tx: Tx, head: Head, next: NewVersion, by: string): Promise<store.SchemaRow> {
  const { schema, identifierKey, displayNameKey, reason = null, restoredFrom = null } = next;
  const row = {
    version: head.schemaVersion + 1,
    schema_text: schema.text,
    hash: schema.hash,
    identifier_key: identifierKey,
    display_name_key: displayNameKey,
    revision: head.revision + 1,
    reason,
    restored_from: restoredFrom,
    created_at: head.stamp,
    created_by: by,
  };
  await store.insertSchema(tx, head, row);
  head.schemaVersion = row.version;
  return row;
}

type Published = { row: store.SchemaRow; change: ResourceChange; audit: AuditEntry[] };

/**
 * Publishes inside a write that holds the resource's lock: the version, its Change, and the check of the records that
 * are there. counts: what became of records in the same Change; kind: what that is called. Throws forbidden where it
 * would uncover what the caller may not read.
 */
export async function publishVersion(
  tx: Tx,
  ctx: Context,
  { head, resource, next }: { head: Head; resource: Resource; next: NewVersion },
  did: { kind: "schema.publish" | "records.migrate" | "schema.rekey"; counts: Counts } = {
    kind: "schema.publish",
    counts: noCounts,
  },
): Promise<Published> {
  refuseUncovering(ctx, resource, next.schema.text);
  const row = await addVersion(tx, head, next, ctx.actor.label);
  const origin = next.reason === undefined ? ctx : { ...ctx, reason: next.reason };
  const audit = head.recordCount > 0 ? [await startCheck(tx, origin, resource, row.version)] : [];
  return { row, change: { head, revisions: [{ ...did, origin }] }, audit };
}

/** What is sensitive becomes readable for everybody only through who may read it. Throws forbidden. */
function refuseUncovering(ctx: Context, present: Resource, text: string): void {
  if (present.sensitive.length === 0 || ctx.permitsOn("sensitive-get", present.connection_id)) return;
  const paths = sensitivePaths(text);
  if (present.sensitive.every((path) => paths.some((other) => covers(other, path)))) return;
  throw new Refusal("forbidden", {
    message:
      "This schema would show values that the present one marks as sensitive: taking such a mark away needs the permission Read Sensitive Data",
    cause: "lacks sensitive-get",
  });
}

/** The records stay as they are; a job finds those that fail what now holds. */
async function startCheck(tx: Tx, ctx: Context, { id, connection_id, name }: Resource, version: number) {
  const { audit } = await startJob(tx, ctx, {
    kind: "schema.check",
    title: `Check records of ${name} by schema version ${version}`,
    target: { connectionId: connection_id, resourceId: id },
    input: JSON.stringify({ version }),
  });
  return audit;
}

/** Whether a version is the one the caller read; undefined when the caller does not say. */
export type IfVersion = ((version: number) => boolean) | undefined;

/**
 * Publishes a schema as it is sent, beside the draft: a new version, which records are judged by from the next push on;
 * the same text again changes nothing. ifMatch: the version the caller read. Throws invalidSchema, stale, notFound.
 */
export async function publishSchema(
  ctx: Context,
  target: Target,
  input: { text: string; reason?: string; ifMatch: IfVersion },
) {
  const schema = checkedSchema(input.text);
  const resource = await resourceAt(ctx, target);
  const { identifier_key: identifierKey, display_name_key: displayNameKey } = resource;
  checkedDisplayName(schema.schema, displayNameKey);
  const { reason, ifMatch } = input;
  return publishNow(ctx, resource, { ifMatch, next: { schema, identifierKey, displayNameKey, reason } });
}

/**
 * Makes an older version hold again, as a new one that says where it comes from. Throws notFound, stale, conflict when
 * records were told apart by another key then.
 */
export async function restoreSchema(
  ctx: Context,
  target: Target & { version: number },
  input: { reason?: string; ifMatch: IfVersion },
) {
  const resource = await resourceAt(ctx, target);
  const then = await store.findSchema({ accountId: ctx.accountId, resourceId: resource.id }, target.version);
  if (!then) throw new Refusal("notFound");
  if (then.identifier_key !== resource.identifier_key) {
    throw new Refusal("conflict", {
      message: `Version ${then.version} told records apart by "${then.identifier_key}", now it is "${resource.identifier_key}": take it into a draft, where the impact of another key is shown first`,
    });
  }
  const schema = checkedSchema(then.schema_text);
  const { identifier_key: identifierKey, display_name_key: displayNameKey } = then;
  const { reason, ifMatch } = input;
  const next = { schema, identifierKey, displayNameKey, reason, restoredFrom: then.version };
  return publishNow(ctx, resource, { ifMatch, next });
}

function publishNow(ctx: Context, resource: Resource, { next, ifMatch }: { next: NewVersion; ifMatch: IfVersion }) {
  return write(ctx, async (tx) => {
    const head = await tx.lockLive(ctx.accountId, resource.id);
    if (ifMatch && !ifMatch(head.schemaVersion)) throw new Refusal("stale");
    const [present] = await store.listSchemas(tx, head, { below: 0, size: 1 });
    const same = present?.hash === next.schema.hash && present.display_name_key === next.displayNameKey;
    if (present && same) return { result: schemaFacts(present), change: { resources: [] } };
    const { row, change, audit } = await publishVersion(tx, ctx, { head, resource, next });
    return { result: schemaFacts(row), change: { resources: [change], audit } };
  });
}
