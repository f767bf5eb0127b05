import { numberText } from "@/lib/schema/exact-json";

/** The beginning of a value as a reader's JSON, never more than `most` characters, however deep or long the value is. */
export function previewOf(value: unknown, most = 120): string {
  const out = { text: "", most };
  write(value, out);
  return out.text.length > most ? `${out.text.slice(0, most - 1)}…` : out.text;
}

type Out = { text: string; most: number };

function write(value: unknown, out: Out): void {
  if (out.text.length > out.most) return;
  const digits = numberText(value);
  if (digits !== undefined) out.text += digits;
  else if (Array.isArray(value)) between(out, "[", "]", value, (item) => write(item, out));
  else if (typeof value === "object" && value !== null) {
    between(out, "{", "}", Object.entries(value), ([name, member]) => {
      out.text += `${name.slice(0, out.most)}: `;
      write(member, out);
    });
  } else if (typeof value === "string") out.text += value === "" ? '""' : value.slice(0, out.most);
  else out.text += String(value);
}

function between<Item>(out: Out, open: string, close: string, items: readonly Item[], each: (item: Item) => void) {
  out.text += open;
  for (const [at, item] of items.entries()) {
    if (out.text.length > out.most) return;
    if (at > 0) out.text += ", ";
    each(item);
  }
  out.text += close;
}
