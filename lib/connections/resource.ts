import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { resourceNotice } from "@/lib/changes/write";
import { recall } from "@/lib/db/cache";
import { reader } from "@/lib/db/client";
import { singleton } from "@/lib/db/singleton";
import { compileSchema, type CompiledSchema } from "@/lib/schema/compile";
import * as store from "./store";

const COMPILED_MAX = 200;

/** The two ids every address of records starts with. */
export type Target = { connectionId: number; resourceId: number };

/** A resource as a write judges by it: what it is called, how records are told apart, which schema holds. */
export type Resource = store.ResourceRow & { schema: CompiledSchema };

/**
 * The resource at an address, inside the account and the connections the caller may see; everything else is the same
 * notFound. A deleted one is found only by who may read what was deleted, and only when asked for.
 */
export async function resourceAt(ctx: Context, target: Target, options: { deleted?: boolean } = {}): Promise<Resource> {
  const { connectionId, resourceId } = target;
  if (ctx.connectionIds && !ctx.connectionIds.includes(connectionId)) throw new Refusal("notFound");
  const row = await recall(`resource:${ctx.accountId}:${connectionId}:${resourceId}`, async () => {
    const found = await store.findResource(reader, ctx.accountId, connectionId, resourceId);
    return found && { value: found, notice: resourceNotice({ accountId: ctx.accountId, resourceId }) };
  });
  const readable = row && (row.deleted_at === null || (options.deleted && ctx.permits("audit-get")));
  if (!readable) throw new Refusal("notFound");
  return withSchema(row);
}

/** Adds the compiled schema, compiled once per account, text and identifier key. */
function withSchema(row: store.ResourceRow): Resource {
  const compiled = singleton("compiled-schemas", () => new Map<string, CompiledSchema>());
  const key = `${row.account_id}:${row.schema_hash}:${row.identifier_key}`;
  let schema = compiled.get(key);
  if (!schema) {
    schema = compileSchema(row.schema_text, { identifierKey: row.identifier_key });
    if (compiled.size >= COMPILED_MAX) compiled.delete(compiled.keys().next().value ?? "");
    compiled.set(key, schema);
  }
  return { ...row, schema };
}

/** Where a resource asks people for the reason of a change, there has to be one. Throws reasonRequired. */
export function askReason(ctx: Context, resource: Pick<Resource, "reason_required">): void {
  if (resource.reason_required && ctx.actor.kind === "person" && !ctx.reason) throw new Refusal("reasonRequired");
}
