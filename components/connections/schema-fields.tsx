import { fieldsOf, type SchemaField } from "@/lib/schema/fields";

/** What a schema without fields means. */
export const NO_FIELDS = "No field is declared: any JSON object is accepted.";

type Schema = Record<string, unknown>;

const indents = ["pl-2", "pl-6", "pl-10", "pl-14", "pl-16", "pl-20"];

/** The fields of a schema as a table that reads as words. */
export function SchemaFields({ schema, identifierKey, displayNameKey, short }: SchemaFieldsProps) {
  const fields = fieldsOf(schema);
  if (fields.length === 0) {
    return <p className="py-3 text-body text-ink-soft">{NO_FIELDS}</p>;
  }
  return (
    <table className="w-full text-table">
      <caption className="sr-only">Fields of the schema</caption>
      <thead>
        <tr className="border-b border-hairline text-left text-ink-faint">
          <th scope="col" className="h-8 px-2 font-medium">
            Field
          </th>
          <th scope="col" className="h-8 px-2 font-medium">
            Type
          </th>
          <th scope="col" className="h-8 px-2 font-medium max-sm:hidden">
            {short ? "Rules" : "Rules and description"}
          </th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.pointer} className="border-b border-hairline align-baseline">
            <th
              scope="row"
              className={`max-w-64 min-w-0 py-2 pr-2 text-left font-normal ${indents[field.level] ?? ""}`}
            >
              <bdi className="font-mono text-ink wrap-anywhere">{field.name || "“”"}</bdi>
              <Marks field={field} identifierKey={identifierKey} displayNameKey={displayNameKey} />
            </th>
            <td className="px-2 py-2 text-ink-soft">
              {field.type}
              {field.required && <span className="block text-meta text-ink-faint">required</span>}
              <Says field={field} short={short} className="mt-1 sm:hidden" />
            </td>
            <td className="px-2 py-2 max-sm:hidden">
              <Says field={field} short={short} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type SchemaFieldsProps = {
  schema: Schema;
  identifierKey?: string;
  displayNameKey?: string | null;
  /** Rules only, where there is little room. */
  short?: boolean;
};

function Marks({ field, identifierKey, displayNameKey }: { field: SchemaField } & Omit<SchemaFieldsProps, "schema">) {
  if (field.level > 0) return null;
  const marks = [
    field.name === identifierKey && "tells records apart",
    field.name === displayNameKey && "names the record",
  ].filter((mark) => mark !== false);
  return marks.length ? <span className="block text-meta text-accent">{marks.join(", ")}</span> : null;
}

function Says({ field, short, className = "" }: { field: SchemaField; short?: boolean; className?: string }) {
  return (
    <div className={`text-ink-faint wrap-anywhere ${className}`}>
      {field.rules.join("; ")}
      {!short && field.description && <p className="text-ink-soft">{field.description}</p>}
    </div>
  );
}

/** What `required` and `additionalProperties` of this very schema mean for whoever pushes, in sentences. */
export function schemaInWords(schema: Schema): string[] {
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const must =
    required.length === 0
      ? "No field is required: a record may leave any of them out."
      : `A record without ${listed(required)} is refused.`;
  const others =
    schema.additionalProperties === false
      ? "A field that is not in this list is refused, too."
      : "Fields that are not in this list are accepted and kept as they are.";
  return [must, others];
}

function listed(words: readonly string[]): string {
  const shown = words.length > 6 ? [...words.slice(0, 5), `${words.length - 5} others`] : words;
  return shown.length === 1 ? (shown[0] ?? "") : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1) ?? ""}`;
}
