import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { resourceNotice } from "@/lib/changes/write";
import { recall } from "@/lib/db/cache";
import { reader } from "@/lib/db/client";
import { singleton } from "@/lib/db/singleton";
import { compileSchema, type CompiledSchema } from "@/lib/schema/compile";
import type { SensitivePath } from "@/lib/schema/mask";
import { sensitivePaths } from "@/lib/schema/sensitive";
import * as store from "./store";

const COMPILED_MAX = 200;

/** The two ids every address of records starts with. */
export type Target = { connectionId: number; resourceId: number };

/** What a schema's text says, read once. */
type Reading = { schema: CompiledSchema; sensitive: readonly SensitivePath[] };

/** A resource as a write judges by it: how records are told apart, which schema holds, what of them is sensitive. */
export type Resource = store.ResourceRow & Reading;

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

/** Adds what its schema says, read once per account, text and identifier key. */
function withSchema(row: store.ResourceRow): Resource {
  const readings = singleton("compiled-schemas", () => new Map<string, Reading>());
  const key = `${row.account_id}:${row.schema_hash}:${row.identifier_key}`;
  let reading = readings.get(key);
  if (!reading) {
    const schema = compileSchema(row.schema_text, { identifierKey: row.identifier_key });
    reading = { schema, sensitive: sensitivePaths(row.schema_text) };
    if (readings.size >= COMPILED_MAX) readings.delete(readings.keys().next().value ?? "");
    readings.set(key, reading);
  }
  return { ...row, ...reading };
}

/** Where a resource asks people for the reason of a change, there has to be one. Throws reasonRequired. */
export function askReason(ctx: Context, resource: Pick<Resource, "reason_required">): void {
  if (resource.reason_required && ctx.actor.kind === "person" && !ctx.reason) throw new Refusal("reasonRequired");
}
