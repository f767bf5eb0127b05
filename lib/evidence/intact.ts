import { createHash } from "node:crypto";
import { reader } from "@/lib/db/client";
import { bundleOf } from "./read";
import * as store from "./store";

/**
 * Whether the bytes that are kept of an evidence are still those whose hash its row tells; null where none are kept, as it
 * was deleted or never ready. Throws what its storage throws.
 */
export async function isIntact(accountId: number, id: number): Promise<boolean | null> {
  const row = await store.findEvidence(reader, accountId, id);
  if (row?.status !== "ready") return null;
  const { stream, sha256 } = bundleOf(row);
  const hash = createHash("sha256");
  for await (const part of stream) hash.update(part);
  return hash.digest("hex") === sha256;
}
