import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * What tells a process from a later one with the same pid: its start time (and the boot it belongs to).
 * Undefined when no such process lives; a zombie does not live.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function processIdentity(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform === "linux") return fromProc(pid);
  if (process.platform === "win32") return isSignalled(pid) ? "alive" : undefined;
  return fromPs(pid);
}

/** @param {number} pid */
function fromProc(pid) {
  try {
    // The name in parentheses may hold anything, so fields are counted after the last ")": state, then 19 to the start.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") return undefined;
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot}:${fields[19]}`;
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ESRCH") return undefined;
    throw error;
  }
}

/** @param {number} pid */
function fromPs(pid) {
  try {
    const said = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return said === "" || said.startsWith("Z") ? undefined : said.replace(/^\S+\s+/, "");
  } catch (error) {
    if (error.status === 1) return undefined; // ps says so when there is no such process
    throw error;
  }
}

/** @param {number} pid */
function isSignalled(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}
