import { once } from "node:events";
import { parentPort, workerData } from "node:worker_threads";
import { isFileError } from "../file-error";
import type { TableRow } from "../source-row";
import type { WorkbookSays, WorkbookTask } from "./messages";
import { sheetNames, workbookRows } from "./open-workbook";

const BATCH_ROWS = 500;

/** Runs in a thread of its own, so that a workbook that was made to hurt takes its own memory and time, not ours. */
async function work(task: WorkbookTask): Promise<void> {
  try {
    if (task.ask === "sheets") say({ sheets: await sheetNames(task.fd) });
    else await sayRows(task);
    say({ done: true });
  } catch (error) {
    if (!isFileError(error)) throw error;
    const { kind, message, line } = error;
    say({ refused: { kind, message, line } });
  }
}

async function sayRows({ fd, sheet }: Extract<WorkbookTask, { ask: "rows" }>): Promise<void> {
  let batch: TableRow[] = [];
  for await (const rows of workbookRows(fd, sheet)) {
    batch = batch.length === 0 ? rows : batch.concat(rows);
    if (batch.length < BATCH_ROWS) continue;
    await sayAndWait({ rows: batch });
    batch = [];
  }
  if (batch.length > 0) say({ rows: batch });
}

function say(message: WorkbookSays): void {
  parentPort?.postMessage(message);
}

/** The next batch is read while this one is worked on, and no further. */
let told: Promise<unknown> = Promise.resolve();
async function sayAndWait(message: WorkbookSays): Promise<void> {
  await told;
  say(message);
  if (parentPort) told = once(parentPort, "message");
}

void work(workerData as WorkbookTask);
