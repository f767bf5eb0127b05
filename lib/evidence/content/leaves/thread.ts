import { parentPort, workerData } from "node:worker_threads";
import { MerkleTree, type Grown } from "../../bundle/merkle";
import { leafLines, type Hashed } from "./leaf-lines";

const tree = new MerkleTree(workerData as Grown);

parentPort?.on("message", (page: Hashed) => {
  parentPort?.postMessage({ lines: leafLines(tree, page), grown: tree.grown() });
});
