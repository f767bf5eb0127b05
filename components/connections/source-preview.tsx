import type { StartingSchema } from "@/lib/schema/library/starting-schema";
import type { SourceRead } from "@/lib/schema/source";
import { SchemaFields, schemaInWords } from "./schema-fields";

type SourcePreviewProps = {
  read: SourceRead | undefined;
  identifierKey: string;
  displayNameKey: string | undefined;
  start: StartingSchema | undefined;
};

/** The schema as it will be, while its source is being typed. */
export function SourcePreview({ read, identifierKey, displayNameKey, start }: SourcePreviewProps) {
  return (
    <section aria-label="The schema as it will be" className="min-w-0">
      <h2 className="mb-2 text-body font-medium">The schema as it will be</h2>
      {read?.ok ? (
        <>
          <SchemaFields schema={read.schema} identifierKey={identifierKey} displayNameKey={displayNameKey} short />
          <p className="mt-3 text-table text-pretty text-ink-faint">{schemaInWords(read.schema).join(" ")}</p>
          {start && <StartDetails start={start} />}
        </>
      ) : (
        <p className="rounded-6 border border-dashed border-hairline px-4 py-8 text-body text-pretty text-ink-faint">
          {read ? "It shows here as soon as the text can be read." : "It shows here while you type or paste."}
        </p>
      )}
    </section>
  );
}

/** What comes with a schema of the library: the fields that are fast, and a record to look at. */
function StartDetails({ start }: { start: StartingSchema }) {
  const fields = start.filterFields.map(({ pointer }) => pointer.slice(1));
  return (
    <>
      <p className="mt-2 text-table text-pretty text-ink-faint">Filtered and sorted at speed by {fields.join(", ")}.</p>
      <details className="mt-3 text-table text-ink-soft">
        <summary className="cursor-pointer">A record of it</summary>
        <pre
          tabIndex={0}
          role="region"
          aria-label="A record of it"
          className="mt-2 overflow-x-auto rounded-6 bg-wash p-3 font-mono text-meta"
        >
          {JSON.stringify(start.samples[0], undefined, 2)}
        </pre>
      </details>
    </>
  );
}
