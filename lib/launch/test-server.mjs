import { execFileSync, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const startSeconds = 180;
const stopSeconds = 30;

/** Starts the product as a user would, on an empty data folder and a free port, and waits until it answers. */
export async function startServer({ keepDatabase }) {
  const home = mkdtempSync(path.join(tmpdir(), "attestry-test-"));
  // As root the database runs as another user, who must be able to walk through this folder.
  chmodSync(home, 0o755);
  const data = path.join(home, "data");
  const log = path.join(home, "server.log");
  const handle = openSync(log, "a");
  const mark = path.basename(home);
  const child = spawn(process.execPath, ["lib/launch/start.mjs"], {
    env: { ...plainEnvironment(keepDatabase), ATTESTRY_DATA: data, PORT: String(await freePort()), TEST_RUN: mark },
    stdio: ["ignore", handle, handle],
  });
  const ended = new Promise((resolve) => child.on("exit", (code, signal) => resolve(code ?? signal)));
  const server = { child, ended, home, data, log, mark, url: "" };
  server.url = await answering(server);
  return server;
}

/** Asks the server to stop. Says what was wrong with how it went, or nothing. */
export async function stopServer({ child, ended, home, mark }) {
  child.kill("SIGTERM");
  const code = await Promise.race([ended, pause(stopSeconds * 1000, "late", { ref: false })]);
  const wrong = [];
  if (code === "late") wrong.push(`still running ${stopSeconds} s after SIGTERM`);
  else if (code !== 0) wrong.push(`ended with ${code} after SIGTERM, 0 expected`);

  for (let tries = 0; tries < 20 && leftRunning(mark).length; tries++) await pause(100);
  for (const { pid, command } of leftRunning(mark)) {
    wrong.push(`left running: ${pid} ${command}`);
    process.kill(pid, "SIGKILL");
  }
  rmSync(home, { recursive: true, force: true });
  return wrong;
}

/** The end of the server's log, for a run in which it failed. */
export const lastWords = ({ log }) => readFileSync(log, "utf8").split("\n").slice(-40).join("\n");

async function answering(server) {
  const file = path.join(server.data, "first-run.json");
  let over;
  void server.ended.then((code) => (over = code));
  for (const until = Date.now() + startSeconds * 1000; Date.now() < until; await pause(100)) {
    if (over !== undefined) throw new Error(`The server ended with ${over} before it answered.\n${lastWords(server)}`);
    if (!existsSync(file)) continue;
    const { url } = JSON.parse(readFileSync(file, "utf8"));
    const healthy = await fetch(`${url}/api/health`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (healthy) return url;
  }
  const wrong = await stopServer(server);
  throw new Error([`The server did not answer within ${startSeconds} s.`, ...wrong].join("\n"));
}

/** Nothing that this machine has set may change what is tested; an external database only when the caller asks. */
function plainEnvironment(keepDatabase) {
  const kept = new Set(keepDatabase ? ["DATABASE_URL", "ATTESTRY_DEMO"] : []);
  const ours = (name) => name.startsWith("ATTESTRY_") || ["PORT", "HOST", "DATABASE_URL", "NODE_ENV"].includes(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.has(name) || !ours(name)));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Processes that carry this run's mark in their command or, where the system shows it, in their environment. */
function leftRunning(mark) {
  const table = execFileSync("ps", ["-axo", "pid=,command="], { encoding: "utf8" });
  return table
    .split("\n")
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim().replace(/^\d+\s+/, "") }))
    .filter(({ pid, command }) => pid && pid !== process.pid && (command.includes(mark) || marked(pid, mark)));
}

function marked(pid, mark) {
  if (process.platform !== "linux" || !readdirSync("/proc").includes(String(pid))) return false;
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").includes(`TEST_RUN=${mark}`);
  } catch (cause) {
    // It ended meanwhile, or belongs to somebody else: not ours in either case.
    if (["ENOENT", "EACCES", "EPERM", "ESRCH"].includes(cause.code)) return false;
    throw cause;
  }
}
