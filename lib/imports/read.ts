import { Refusal } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { resourceAt, type Target } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { importFacts } from "./facts";
import * as store from "./store";

export type ImportTarget = Target & { importId: number };

/** One import as it is kept. Throws notFound. */
export async function readStored(place: store.Place): Promise<store.ImportRow> {
  const row = await store.findImport(reader, place);
  if (!row) throw new Refusal("notFound");
  return row;
}

/** The resource and the import at an address. Throws notFound. */
export async function importAt(ctx: Context, target: ImportTarget) {
  const resource = await resourceAt(ctx, target);
  const place = { accountId: ctx.accountId, resourceId: resource.id, id: target.importId };
  return { resource, place, row: await readStored(place) };
}

/** One import. Throws notFound. */
export async function getImport(ctx: Context, target: ImportTarget): Promise<string> {
  const { resource, row } = await importAt(ctx, target);
  return importFacts(resource, row);
}

/** The imports into a resource, newest first. Throws notFound. */
export async function listImports(
  ctx: Context,
  target: Target,
  page: { below: number; size: number },
): Promise<string> {
  const resource = await resourceAt(ctx, target);
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const found = await store.listImports(place, { ...page, size: page.size + 1 });
  const rows = found.slice(0, page.size);
  const texts: string[] = [];
  for (const row of rows) texts.push(await importFacts(resource, row));
  const next = found.length > page.size ? (rows.at(-1)?.id ?? null) : null;
  return `{"data":[${texts.join(",")}],"next":${next}}`;
}
