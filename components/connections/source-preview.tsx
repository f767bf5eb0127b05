import type { SourceRead } from "@/lib/schema/source";
import { SchemaFields, schemaInWords } from "./schema-fields";

type SourcePreviewProps = { read: SourceRead | undefined; identifierKey: string; displayNameKey: string | undefined };

/** The schema as it will be, while its source is being typed. */
export function SourcePreview({ read, identifierKey, displayNameKey }: SourcePreviewProps) {
  return (
    <section aria-label="The schema as it will be" className="min-w-0">
      <h2 className="mb-2 text-body font-medium">The schema as it will be</h2>
      {read?.ok ? (
        <>
          <SchemaFields schema={read.schema} identifierKey={identifierKey} displayNameKey={displayNameKey} short />
          <p className="mt-3 text-table text-pretty text-ink-faint">{schemaInWords(read.schema).join(" ")}</p>
        </>
      ) : (
        <p className="rounded-6 border border-dashed border-hairline px-4 py-8 text-body text-pretty text-ink-faint">
          {read ? "It shows here as soon as the text can be read." : "It shows here while you type or paste."}
        </p>
      )}
    </section>
  );
}
