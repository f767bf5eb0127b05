import { streamOf } from "@/lib/contract/answer";
import type { Context } from "@/lib/changes/context";
import { resourceAt, type Target } from "@/lib/connections/resource";
import { csvTemplate, workbookTemplate } from "./template";

/** A file with a column for each place of a record, made from the schema that holds now. Throws notFound. */
export async function downloadTemplate(ctx: Context, target: Target, format: "csv" | "xlsx") {
  const resource = await resourceAt(ctx, target);
  const { schema_text: text, identifier_key: key } = resource;
  async function* parts(): AsyncGenerator<Uint8Array> {
    if (format === "csv") yield csvTemplate(text, key);
    else yield* workbookTemplate(text, key) as AsyncIterable<Uint8Array>;
  }
  return { fileName: `template-${resource.id}.${format}`, stream: streamOf(parts()) };
}
