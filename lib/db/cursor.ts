import { createHmac, timingSafeEqual } from "node:crypto";
import { env } from "./env";

const MARK_BYTES = 12;

function mark(text: string): Buffer {
  return createHmac("sha256", env().ATTESTRY_SECRET || "unset")
    .update(text)
    .digest()
    .subarray(0, MARK_BYTES);
}

/** Packs the place where a list goes on; order names the list's order, since a place means nothing in another. */
export function sealCursor(order: string, place: readonly (string | number | null)[]): string {
  const text = JSON.stringify([order, ...place]);
  return Buffer.concat([mark(text), Buffer.from(text)]).toString("base64url");
}

/** The place a cursor holds; undefined when it was not made here, was altered, or belongs to another order. */
export function openCursor(cursor: string, order: string): (string | number | null)[] | undefined {
  const bytes = Buffer.from(cursor, "base64url");
  const text = bytes.subarray(MARK_BYTES).toString("utf8");
  if (bytes.length <= MARK_BYTES || !timingSafeEqual(bytes.subarray(0, MARK_BYTES), mark(text))) return undefined;
  const [made, ...place] = JSON.parse(text) as [string, ...(string | number | null)[]];
  return made === order ? place : undefined;
}
