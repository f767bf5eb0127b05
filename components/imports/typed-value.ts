import { columnsOfSchema } from "@/lib/schema/columns";
import { exactNumber } from "@/lib/schema/exact-json";

const words: Record<string, boolean> = { yes: true, true: true, no: false, false: false };

/** What was typed for a place, as its field wants it; the check of the rows says where it does not fit. */
export function typedValue(text: string, pointer: string | null, schema: Record<string, unknown>): unknown {
  const type = columnsOfSchema(schema).find((one) => one.pointer === pointer)?.type;
  if (type === "number") return exactNumber(text) ?? text;
  if (type === "boolean") return words[text.trim().toLowerCase()] ?? text;
  return text;
}
