import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { reader } from "@/lib/db/client";
import { compareSchemas } from "@/lib/schema/compare/compare";
import { resourceAt, type Target } from "../resource";
import * as store from "./store";

/**
 * Tells in words what becomes of records between two schemas: from a version (default: what holds now) to another, or to
 * the draft. Throws notFound.
 */
export async function schemaDifference(ctx: Context, target: Target, query: { from?: number; to?: number | "draft" }) {
  const resource = await resourceAt(ctx, target, { deleted: true });
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const textOf = async (version: number | "draft") => {
    const row = version === "draft" ? await store.findDraft(reader, place) : await store.findSchema(place, version);
    if (!row) throw new Refusal("notFound");
    return row.schema_text;
  };
  const { from = resource.schema_version, to = "draft" } = query;
  const [before, after] = await Promise.all([textOf(from), textOf(to)]);
  return compareSchemas(before, after, { identifierKey: resource.identifier_key });
}
