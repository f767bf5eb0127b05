import type { Context } from "@/lib/changes/context";
import type { Resource } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { sensitivePaths } from "@/lib/schema/sensitive";
import type { Marked } from "../hidden";
import { findMarkings, type Marking } from "./store";

/**
 * What is sensitive in records as they stood: what the schemas of then marked, and what is marked now. Where records were
 * told apart by several keys meanwhile, none of these is kept in clear.
 */
export function markedBy(now: Marked, then: readonly Marking[]): Marked {
  const paths = [...now.sensitive, ...then.flatMap(({ schema_text }) => sensitivePaths(schema_text))];
  const sensitive = new Map(paths.map((path) => [JSON.stringify(path), path]));
  const [key = now.identifier_key, ...others] = new Set(then.map(({ identifier_key }) => identifier_key));
  return { ...now, sensitive: [...sensitive.values()], identifier_key: others.length > 0 ? null : key };
}

/** The marks that count for whoever reads what a resource was at some revisions: undefined: at any; none: as it is. */
export async function markedAt(ctx: Context, resource: Resource, revisions?: readonly number[]): Promise<Marked> {
  if (revisions?.length === 0 || ctx.permitsOn("sensitive-get", resource.connection_id)) return resource;
  const { account_id: accountId, id: resourceId, schema_version: present } = resource;
  return markedBy(resource, await findMarkings(reader, { accountId, resourceId }, { revisions, present }));
}
