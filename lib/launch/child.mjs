import { spawn } from "node:child_process";

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * Runs a command quietly: its output is shown only when it fails, and a line says that it still works.
 * @param {string} doing what the person reads, such as "Installing packages"
 * @param {string[]} command
 * @param {{ cwd: string, env: Record<string, string | undefined>, say: (line: string) => void, shell?: boolean }} how
 */
export async function runQuietly(doing, [file, ...args], { cwd, env, say, shell = false }) {
  const began = Date.now();
  say(`${doing} …`);
  const child = spawn(/** @type {string} */ (file), args, { cwd, env, shell, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let output = "";
  const keep = (/** @type {Buffer} */ chunk) => {
    output = (output + chunk).slice(-64_000);
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const ticking = setInterval(() => say(`${doing} … ${seconds(began)}`), 10_000);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exit, signal) => resolve(exit ?? signal));
    });
    if (code !== 0) throw new Error(`${doing} failed (${code}). It said:\n${output.trim()}`);
  } finally {
    clearInterval(ticking);
    running.delete(child);
  }
}

/** Ends whatever runQuietly still runs, when the person gives up waiting. */
export function stopChildren() {
  for (const child of running) child.kill("SIGTERM");
}

const seconds = (/** @type {number} */ since) => `${Math.round((Date.now() - since) / 1000)} s`;
