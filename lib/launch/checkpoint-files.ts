import { mkdir, open, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { OutsidePlace } from "@/lib/chain/checkpoints/outside";
import { readCheckpoint, type SignedCheckpoint } from "@/lib/chain/checkpoints/signed";

const KEPT = 500;

/**
 * Checkpoints as files of the data folder: checkpoints/<account>.json is the newest, <account>.jsonl the last ones. None
 * is taken away because a later one says less: that is how a chain is seen to have been cut.
 */
export function checkpointFiles(data: string): OutsidePlace {
  const folder = join(data, "checkpoints");
  const place = (accountId: number, ending: string) => join(folder, `${accountId}.${ending}`);
  const read = async (accountId: number) => {
    const text = await readFile(place(accountId, "jsonl"), "utf8").catch((error: unknown) => {
      if (isMissing(error)) return "";
      throw error;
    });
    return text.split("\n").filter(Boolean).map(readCheckpoint);
  };
  const write = async (checkpoint: SignedCheckpoint) => {
    await mkdir(folder, { recursive: true });
    const line = `${JSON.stringify(checkpoint)}\n`;
    const before = (await read(checkpoint.account)).slice(1 - KEPT).map((each) => `${JSON.stringify(each)}\n`);
    await replace(place(checkpoint.account, "jsonl"), [...before, line].join(""));
    await replace(place(checkpoint.account, "json"), line);
  };
  return { write, read };
}

/** The whole new text or the whole old one, also when the machine stops in the middle. */
async function replace(file: string, text: string): Promise<void> {
  const next = `${file}.${process.pid}`;
  await writeFile(next, text);
  const handle = await open(next, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, file);
}

const isMissing = (error: unknown) =>
  typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT";
