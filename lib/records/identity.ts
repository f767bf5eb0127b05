import { splitMembers, type RawItem } from "@/lib/schema/json-text";
import { wrongRecordId } from "@/lib/schema/record-id";

/** What a record is known by; missing: one has to be made; wrong: why it cannot be used. */
export type Identity = { id: string } | { missing: true } | { wrong: string };

/** The one function that reads a record's identity: a string as it is, a whole number as its decimal text. */
export function identityOf(item: RawItem, key: string): Identity {
  const record = item.value as Record<string, unknown>;
  if (!Object.hasOwn(record, key)) return { missing: true };
  const value = record[key];
  if (typeof value === "string") {
    const wrong = wrongRecordId(value);
    return wrong ? { wrong } : { id: value };
  }
  if (typeof value === "number") {
    const digits = splitMembers(item.text).members.get(key)?.text ?? "";
    if (/^-?\d+$/.test(digits) && Number.isSafeInteger(value)) return { id: value === 0 ? "0" : digits };
    return {
      wrong: `the number ${digits.slice(0, 40)} is not a whole number up to 9007199254740991, without fraction or exponent`,
    };
  }
  return { wrong: "it is neither a string nor a whole number" };
}

/** Whether a body's record is the one of the address it was sent to; a body without an id always is. */
export function isSame(identity: Identity, id: string): boolean {
  return "missing" in identity || ("id" in identity && identity.id === id);
}
