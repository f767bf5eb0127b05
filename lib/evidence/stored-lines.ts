import { storage } from "./storage/storage";
import type { EvidenceRow } from "./store";

/** The lines of an evidence's records.jsonl as it is stored, one after the other. */
export async function* storedLines(
  row: Pick<EvidenceRow, "account_id" | "id" | "stored_in">,
  name = "records.jsonl",
): AsyncGenerator<string> {
  const place = { accountId: row.account_id, evidenceId: row.id, name };
  const decoder = new TextDecoder();
  let rest = "";
  for await (const part of storage(row.stored_in).read(place)) {
    const lines = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
