import type { Worker } from "node:worker_threads";
import { env } from "@/lib/db/env";
import { threadProgram } from "@/lib/db/thread-program";
import { takeTurn } from "@/lib/db/turns";
import { FileError } from "../file-error";
import type { TableRow } from "../source-row";
import type { WorkbookSays, WorkbookTask } from "./messages";
import { spool } from "./spool";
import { threads } from "@/lib/db/untraced";

/** Bounds of the thread that reads a workbook; tests make them small. */
export type Bounds = { program?: string; memoryMb?: number; seconds?: number };

const MEMORY_MB = 128;
const SECONDS = 300;

/** The names of a workbook's sheets, in their order, hidden ones last. Throws a FileError. */
export async function listSheets(source: AsyncIterable<Uint8Array>, bounds: Bounds = {}): Promise<string[]> {
  const names: string[] = [];
  for await (const said of ask(source, { ask: "sheets" }, bounds)) if ("sheets" in said) names.push(...said.sheets);
  return names;
}

/** The rows of one sheet, the first where none is named. Throws a FileError that names the row. */
export async function* readWorkbook(
  source: AsyncIterable<Uint8Array>,
  sheet: string | undefined,
  bounds: Bounds = {},
): AsyncGenerator<TableRow[]> {
  for await (const said of ask(source, { ask: "rows", sheet }, bounds)) if ("rows" in said) yield said.rows;
}

type Asked = { ask: "sheets" } | { ask: "rows"; sheet: string | undefined };

async function* ask(source: AsyncIterable<Uint8Array>, asked: Asked, bounds: Bounds): AsyncGenerator<WorkbookSays> {
  // Each takes a thread and its memory, however many are sent at once.
  const endTurn = await takeTurn("workbooks", env().ATTESTRY_WORKBOOKS_MAX);
  try {
    yield* askThread(source, asked, bounds);
  } finally {
    endTurn();
  }
}

async function* askThread(
  source: AsyncIterable<Uint8Array>,
  asked: Asked,
  bounds: Bounds,
): AsyncGenerator<WorkbookSays> {
  const file = await spool(source);
  const thread = startThread({ ...asked, fd: file.fd }, bounds);
  const sayings = inOrder(thread);
  let left = (bounds.seconds ?? SECONDS) * 1_000;
  try {
    for (;;) {
      const since = performance.now();
      const said = await sayings.next(left);
      left -= performance.now() - since;
      if ("refused" in said) throw new FileError(said.refused.kind, said.refused.message, said.refused.line);
      if ("done" in said) return;
      if ("rows" in said) thread.postMessage("go on");
      yield said;
    }
  } finally {
    await thread.terminate();
    file.close();
  }
}

function startThread(workerData: WorkbookTask, { program, memoryMb = MEMORY_MB }: Bounds): Worker {
  return new threads.Worker(program ?? threadProgram("workbook"), {
    workerData,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
}

/** What a thread says, one after the other, with the end of the time that it may take. */
function inOrder(thread: Worker) {
  const said: (WorkbookSays | Error)[] = [];
  let wake = () => {};
  const hear = (message: WorkbookSays | Error) => {
    said.push(message);
    wake();
  };
  thread.on("message", (message: WorkbookSays) => hear(message));
  thread.on("error", (error: unknown) => hear(asRefusal(error)));
  thread.on("exit", () => hear(new FileError("hostile", "The workbook could not be read to its end. Save it as CSV.")));
  return {
    async next(milliseconds: number): Promise<WorkbookSays> {
      if (said.length === 0) await heardWithin(milliseconds, (heard) => (wake = heard));
      const message = said.shift();
      if (message === undefined || message instanceof Error) throw message ?? tooSlow();
      return message;
    },
  };
}

async function heardWithin(milliseconds: number, listen: (heard: () => void) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    const late = setTimeout(resolve, Math.max(0, milliseconds));
    listen(() => {
      clearTimeout(late);
      resolve();
    });
  });
}

const tooSlow = () => new FileError("hostile", "The workbook takes too long to read. Save the sheet as CSV.");

function asRefusal(error: unknown): Error {
  if (error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY")
    return new FileError("hostile", "The workbook takes more memory than one may. Save the sheet as CSV.");
  return error instanceof Error ? error : new Error(String(error));
}
