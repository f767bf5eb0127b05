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
  const checkpointsIn = async (file: string) => {
    const text = await readFile(file, "utf8").catch((error: unknown) => {
      if (isMissing(error)) return "";
      throw error;
    });
    return text.split("\n").filter(Boolean).map(readCheckpoint);
  };
  const read = (accountId: number) => checkpointsIn(place(accountId, "jsonl"));
  const newest = async (accountId: number) => (await checkpointsIn(place(accountId, "json"))).at(-1);
  const write = async (checkpoint: SignedCheckpoint) => {
    await mkdir(folder, { recursive: true });
    const line = `${JSON.stringify(checkpoint)}\n`;
    const others = (await read(checkpoint.account)).filter(({ signature }) => signature !== checkpoint.signature);
    const before = others.slice(1 - KEPT).map((each) => `${JSON.stringify(each)}\n`);
    await replace(place(checkpoint.account, "jsonl"), [...before, line].join(""));
    await replace(place(checkpoint.account, "json"), line);
  };
  return { write, read, newest };
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
