import { randomUUID } from "node:crypto";
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { processIdentity } from "./process-identity.mjs";

/**
 * @typedef {{ pid: number, identity: string, host: string, purpose: string, since: string, url?: string }} Holder
 * @typedef {{ release(): void, publish(url: string): void }} Lock
 */

const HEARTBEAT_MS = 5_000;
const SILENT_MS = 30_000;

/**
 * Whether a lock's holder is gone. On its own machine the pid and the start time of that pid say so; a holder on
 * another machine or in another container cannot be asked, so there the file's heartbeat counts.
 * @param {Holder} holder
 * @param {{ host: string, touched: number, now: number, identityOf: (pid: number) => string | undefined }} seen
 */
export function isGone(holder, seen) {
  if (holder.host !== seen.host) return seen.now - seen.touched > SILENT_MS;
  return seen.identityOf(holder.pid) !== holder.identity;
}

/**
 * Takes the lock of a folder, or says who holds it.
 *
 * Each taking makes a file with the next number, and the highest number is the holder: of two who find the same dead
 * holder only one can make the next file, and one who comes late sees a higher number and withdraws. The highest file
 * is never removed, so no number is ever given twice.
 * @param {string} folder
 * @param {string} purpose what the holder does, for the sentence others read
 * @returns {Lock | { heldBy: Holder }}
 */
export function takeLock(folder, purpose) {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  for (;;) {
    const top = highest(folder);
    const holder = top && readHolder(folder, top);
    if (holder && isMine(holder)) return hold(folder, top, holder);
    if (holder && isLive(folder, top, holder)) return { heldBy: holder };
    const mine = describeMe(purpose);
    if (!claim(folder, top + 1, mine)) continue;
    if (highest(folder) !== top + 1) {
      rmSync(fileOf(folder, top + 1), { force: true });
      continue;
    }
    for (const older of numbers(folder)) if (older <= top) rmSync(fileOf(folder, older), { force: true });
    return hold(folder, top + 1, mine);
  }
}

/**
 * Who holds the lock of a folder now, if anybody does.
 * @param {string} folder
 * @returns {Holder | undefined}
 */
export function holderOf(folder) {
  const top = highest(folder);
  const holder = top ? readHolder(folder, top) : undefined;
  return holder && isLive(folder, top, holder) ? holder : undefined;
}

/** @param {string} purpose @returns {Holder} */
export function describeMe(purpose) {
  const identity = processIdentity(process.pid) ?? "unknown";
  return { pid: process.pid, identity, host: hostname(), purpose, since: new Date().toISOString() };
}

/** @param {Holder} holder */
const isMine = (holder) =>
  holder.pid === process.pid && holder.host === hostname() && holder.identity === processIdentity(process.pid);

/** @param {string} folder @param {number} number @param {Holder} holder */
function isLive(folder, number, holder) {
  const touched = statSync(fileOf(folder, number), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return !isGone(holder, { host: hostname(), touched, now: Date.now(), identityOf: processIdentity });
}

/** @param {string} folder @param {number} number @param {Holder} mine @returns {Lock} */
function hold(folder, number, mine) {
  const file = fileOf(folder, number);
  const beat = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(file, now, now);
    } catch (error) {
      if (error.code !== "ENOENT") throw error;
      clearInterval(beat); // the data folder was removed under us: there is nothing left to hold
    }
  }, HEARTBEAT_MS);
  beat.unref();
  return {
    release() {
      clearInterval(beat);
      replace(file, null);
    },
    publish(url) {
      replace(file, { ...mine, url });
    },
  };
}

/** A claim appears whole or not at all: written aside, then linked to its number, which fails if that one is taken. */
function claim(folder, number, holder) {
  const aside = join(folder, `taking-${randomUUID()}`);
  writeFileSync(aside, JSON.stringify(holder), { mode: 0o644 });
  try {
    linkSync(aside, fileOf(folder, number));
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {string} file @param {Holder | null} holder */
function replace(file, holder) {
  try {
    writeFileSync(`${file}.next`, JSON.stringify(holder));
    renameSync(`${file}.next`, file);
  } catch (error) {
    if (error.code !== "ENOENT") throw error; // the folder is gone, and the lock with it
  }
}

/** A file cut short by a power failure reads as nobody. @returns {Holder | undefined} */
function readHolder(folder, number) {
  try {
    return JSON.parse(readFileSync(fileOf(folder, number), "utf8")) ?? undefined;
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** @param {string} folder @param {number} number */
const fileOf = (folder, number) => join(folder, `holder-${number}`);

/** @param {string} folder */
function numbers(folder) {
  try {
    return readdirSync(folder).flatMap((name) => (/^holder-\d+$/.test(name) ? [Number(name.slice(7))] : []));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

/** @param {string} folder */
const highest = (folder) => Math.max(0, ...numbers(folder));
