import { Refusal } from "@/lib/contract/errors";
import { noCounts } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import type { Head, Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { env } from "@/lib/db/env";
import { startJob } from "@/lib/jobs/start";
import { checkSchema } from "@/lib/schema/check";
import { isSchemaError } from "@/lib/schema/schema-error";
import { schemaFacts } from "./facts";
import { resourceAt, type Resource, type Target } from "./resource";
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

/** Adds the next version inside a write that holds the resource's lock. */
export async function addVersion(tx: Tx, head: Head, schema: CheckedSchema, by: string) {
  const version = head.schemaVersion + 1;
  const { accountId, resourceId } = head;
  const revision = head.revision + 1;
  const { text, hash } = schema;
  await store.insertSchema(tx, { accountId, resourceId, version, text, hash, revision, at: head.stamp, by });
  head.schemaVersion = version;
  return { version, schema_text: text, hash, created_at: head.stamp, created_by: by };
}

/**
 * Publishes a schema: a new version, which records are judged by from the next push on; the same text again changes
 * nothing. ifMatch: the version the caller read. Throws invalidSchema, stale, notFound.
 */
export async function publishSchema(ctx: Context, target: Target, input: { text: string; ifMatch: IfVersion }) {
  const schema = checkedSchema(input.text);
  const present = await resourceAt(ctx, target);
  if (present.display_name_key) checkedDisplayName(schema.schema, present.display_name_key);
  return write(ctx, async (tx) => {
    const head = await tx.lockLive(ctx.accountId, target.resourceId);
    if (input.ifMatch && !input.ifMatch(head.schemaVersion)) throw new Refusal("stale");
    const [row] = await store.listSchemas(tx, ctx.accountId, target.resourceId, { below: 0, size: 1 });
    if (row?.hash === schema.hash) return { result: schemaFacts(row), change: { resources: [] } };
    const version = await addVersion(tx, head, schema, ctx.actor.label);
    const revisions = [{ kind: "schema.publish" as const, counts: noCounts, origin: ctx }];
    const check = head.recordCount > 0 ? [await startCheck(tx, ctx, present, version.version)] : [];
    return { result: schemaFacts(version), change: { resources: [{ head, revisions }], audit: check } };
  });
}

/** The records stay as they are; a job finds those that fail what now holds. */
async function startCheck(tx: Tx, ctx: Context, { id, connection_id, name }: Resource, version: number) {
  const target = { connectionId: connection_id, resourceId: id };
  const title = `Check records of ${name} by schema version ${version}`;
  const { audit } = await startJob(tx, ctx, {
    kind: "schema.check",
    title,
    target,
    input: JSON.stringify({ version }),
  });
  return audit;
}

/** Whether a version is the one the caller read; undefined when the caller does not say. */
export type IfVersion = ((version: number) => boolean) | undefined;
