import { ERASED_BEGINS, isOwnLeaf } from "./content/leaves/leaf-lines";
import type { RecordLine } from "./formats/cells";
import { storage } from "./storage/storage";
import type { EvidenceRow } from "./store";

type Stored = Pick<EvidenceRow, "account_id" | "id" | "stored_in">;

/** The records of an evidence as it is stored. Its leaves tell an erased one from one that came in looking so. */
export async function* storedRecords(row: Stored): AsyncGenerator<RecordLine> {
  const leaves = storedLines(row, "records.leaves");
  let unread = 0;
  try {
    for await (const text of storedLines(row)) {
      unread += 1;
      let leaf: string | undefined;
      // Read no further than some record looks erased: mostly not at all.
      if (text.startsWith(ERASED_BEGINS)) for (; unread > 0; unread--) leaf = (await leaves.next()).value ?? undefined;
      yield { text, erased: leaf !== undefined && !isOwnLeaf(leaf) };
    }
  } finally {
    await leaves.return(undefined);
  }
}

/** The lines of an evidence's records.jsonl as it is stored, one after the other. */
export async function* storedLines(row: Stored, name = "records.jsonl"): AsyncGenerator<string> {
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
