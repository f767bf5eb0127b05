import type { Worker } from "node:worker_threads";
import { threadProgram } from "@/lib/db/thread-program";
import { threads } from "@/lib/db/untraced";
import { MerkleTree, type Grown } from "../../bundle/merkle";
import { leafLines, type Hashed } from "./leaf-lines";

const MEMORY_MB = 128;

type Answer = { lines: Uint8Array; grown: Grown };
type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void };

/**
 * Hashes the lines of an evidence beside the process that makes them: hashing takes as long as all else that is done to
 * a line. A first page, which most often is the only one, starts no thread.
 */
export class Leaves {
  #tree = new MerkleTree();
  #begun = false;
  #thread: Worker | undefined;
  readonly #waiting: Waiting[] = [];

  /** What tells of each line of the next page. Pages may be added before the ones before are answered. */
  async add({ bytes, ends, ids, erased }: Hashed): Promise<Uint8Array> {
    if (!this.#begun) {
      this.#begun = true;
      return leafLines(this.#tree, { bytes, ends, ids, erased });
    }
    this.#thread ??= this.#start();
    this.#thread.postMessage({ bytes, ends, ids, erased } satisfies Hashed);
    const { lines, grown } = await new Promise<Answer>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#tree = new MerkleTree(grown);
    return lines;
  }

  /** The tree over all pages that were answered. */
  get tree(): Pick<MerkleTree, "size" | "root"> {
    return this.#tree;
  }

  async stop(): Promise<void> {
    await this.#thread?.terminate();
  }

  #start(): Worker {
    const thread = new threads.Worker(threadProgram("leaves"), {
      workerData: this.#tree.grown(),
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    thread.on("message", (answer: Answer) => this.#waiting.shift()?.resolve(answer));
    thread.on("error", (error: unknown) => this.#failed(error instanceof Error ? error : new Error(String(error))));
    thread.on("exit", () => this.#failed(new Error("The thread that hashes the lines of evidence ended")));
    return thread;
  }

  #failed(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
