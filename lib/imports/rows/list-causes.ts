import type { Context } from "@/lib/changes/context";
import type { Resource } from "@/lib/connections/resource";
import { problemsFor } from "@/lib/records/hidden";
import type { Cause } from "../plan/causes";
import { importAt, type ImportTarget } from "../read";
import type { ImportRow } from "../store";

/** Why rows of an import were refused, the most frequent reason first. Throws notFound. */
export async function listCauses(ctx: Context, target: ImportTarget) {
  const { resource, row } = await importAt(ctx, target);
  return { data: causesTold(ctx, resource, row) };
}

/** An import's causes as the caller may read them. */
export function causesTold(ctx: Context, resource: Resource, { causes }: Pick<ImportRow, "causes">): Cause[] {
  return (JSON.parse(causes) as Cause[]).map((cause) => {
    const [told = cause] = problemsFor(ctx, resource, [cause]);
    const { pointer, keyword, message } = told;
    const suggestion = keyword === "sensitive" ? null : (cause.suggestion ?? null);
    return { ...cause, pointer, keyword, message, suggestion };
  });
}
