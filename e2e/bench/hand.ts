import path from "node:path";
import { build, stop } from "esbuild";
import { project } from "./app-process";
import { start } from "./children";
import { connect, type Cluster } from "./cluster";
import { countPlain } from "./limit";
import * as load from "./load";
import { plainTable } from "./plain-table";
import type { Side } from "./side";

const DATABASE = "bench_hand";

/** A plain server, written for nothing but this, in a process of its own. */
export async function makeHand(cluster: Cluster): Promise<Side> {
  await cluster.asSuperuser(`create database ${DATABASE} owner ${cluster.role}`);
  const client = await connect(cluster, DATABASE);
  await client.query(plainTable);
  const origin = `http://127.0.0.1:${await startServer(cluster.url(DATABASE))}`;
  const addresses: load.Addresses = {
    origin,
    headers: {},
    records: "/records",
    page: ({ category, from }) => `/records?category=${encodeURIComponent(category)}&from=${from}`,
    readAll: "/export",
  };
  return {
    name: "hand",
    renew: async () => void (await client.query("truncate plain")),
    settle: async () => void (await client.query("vacuum analyze plain")),
    push: (push) => load.push(addresses, push),
    singles: (seconds) => load.singles(addresses, seconds),
    pages: (seconds) => load.pages(addresses, seconds),
    readAll: async () => load.readAll(addresses, await countPlain(cluster, DATABASE)),
  };
}

async function startServer(url: string): Promise<number> {
  const program = path.join(project, ".build", "hand-server.mjs");
  await build({
    absWorkingDir: project,
    entryPoints: ["e2e/bench/hand-server.ts"],
    outfile: program,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
  });
  await stop();
  const child = start(process.execPath, [program, url], { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`hand-server ended with ${code} before it listened`)));
    child.stdout?.once("data", (line: Buffer) => resolve((JSON.parse(line.toString()) as { port: number }).port));
  });
}
