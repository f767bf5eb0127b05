import type { Answer } from "@/lib/contract/answer";
import { printExact } from "@/lib/schema/exact-json";

/** A draft with its edit as ETag; numbers of the schema and of steps keep their digits. */
export const draftAnswer = (facts: { edit: number }): Answer => ({
  status: 200,
  body: printExact(facts),
  headers: { etag: `"${facts.edit}"` },
});
