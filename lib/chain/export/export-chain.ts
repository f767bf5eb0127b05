import type { Context } from "@/lib/changes/context";
import { noteAudit } from "@/lib/changes/store";
import { streamOf } from "@/lib/contract/answer";
import { readSnapshot, type Reader } from "@/lib/db/client";
import { checkpointOf } from "../checkpoints/checkpoint";
import * as checkpoints from "../checkpoints/store";
import { genesis } from "../link";
import { prepareLongRead } from "../store";
import * as store from "./store";

const TEXT_AT_ONCE = 64 * 1024;

/**
 * An account's whole chain as NDJSON of one moment, which verify-chain.mjs checks without us: a line about the chain, one
 * for each link with the text that it seals, and one for each signed checkpoint. Taking it is an entry itself.
 */
export async function exportChain(ctx: Context) {
  const { accountId } = ctx;
  await noteAudit({ accountId, action: "audit.chain-export", target: `account ${accountId}`, origin: ctx });
  const lines = readSnapshot((from) => gathered(exportLines(from, accountId)));
  const day = new Date().toISOString().slice(0, 10);
  return { stream: streamOf(lines), mediaType: "application/x-ndjson", fileName: `chain-${accountId}-${day}.ndjson` };
}

async function* exportLines(from: Reader, accountId: number): AsyncGenerator<object> {
  await prepareLongRead(from);
  yield { format: "attestry-chain/1", account: accountId, genesis: genesis(accountId), at: new Date().toISOString() };
  for await (const link of store.linksWithTexts(from, accountId)) {
    const { ordinal, kind, resourceId, number, rowHash, lines, linesHash, sealedAt, hash, text } = link;
    yield { link: [ordinal, kind, resourceId, number, rowHash, lines, linesHash, sealedAt], hash, text };
  }
  for await (const row of checkpoints.everyCheckpoint(from, accountId)) {
    yield { checkpoint: checkpointOf(row), publicKey: row.public_key };
  }
}

/** Lines as text, so many at a time. */
async function* gathered(lines: AsyncIterable<object>): AsyncGenerator<string> {
  let text = "";
  for await (const line of lines) {
    text += `${JSON.stringify(line)}\n`;
    if (text.length < TEXT_AT_ONCE) continue;
    yield text;
    text = "";
  }
  if (text) yield text;
}
