// What `npm start` runs: needs nothing but Node, prepares the checkout, then becomes the server.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { stopChildren } from "./child.mjs";
import { takeLock } from "./lock.mjs";
import { dataFolder, inProject } from "./places.mjs";
import { prepare } from "./prepare.mjs";

const [wish = "", ...rest] = process.argv.slice(2);
const aside = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

process.once("SIGINT", giveUp);
process.once("SIGTERM", giveUp);

try {
  refuseOldNode();
  if (wish === "--admin") await runProgram("admin", rest);
  else if (wish === "--worker") await runProgram("worker", rest);
  else if (wish === "--worker-child") await runBeside("worker", ["--child"]);
  else if (wish === "--demo-push") await runProgram("demo-push", rest);
  else if (wish === "--bench") await runProgram("bench", rest);
  else if (wish === "--pictures") await runProgram("pictures", rest);
  else if (wish === "--build") await prepare({ pages: true, say: aside });
  else if (wish === "" || wish === "--dev") await serve(wish === "--dev");
  else
    throw new Error(
      `start.mjs knows --dev, --build, --worker, --demo-push, --bench, --pictures and --admin <noun> <verb>; it was given ${wish}.`,
    );
} catch (error) {
  aside(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(
    `Attestry needs Node.js 20.19 or newer; this is ${process.versions.node}. See https://nodejs.org/en/download.`,
  );
}

/** @param {boolean} dev */
async function serve(dev) {
  process.env.NODE_ENV = dev ? "development" : "production";
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  const data = dataFolder();
  const lock = takeLock(join(data, "lock"), dev ? "npm run dev" : "npm start");
  if ("heldBy" in lock) throw new Error(heldSentence(data, lock.heldBy));
  try {
    // The settings are judged before the long part of the work, so that a typing error is told at once.
    await prepare({ pages: false, serve: true, say: console.log });
    const main = await program("main");
    main.checkSettings();
    if (!dev) await prepare({ pages: true, serve: true, say: console.log });
    process.off("SIGINT", giveUp);
    process.off("SIGTERM", giveUp);
    await main.serve({ dev, lock });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** @param {string} data @param {import("./lock.mjs").Holder} holder */
function heldSentence(data, { pid, purpose, url, host }) {
  const where = url ? ` and answers at ${url}` : " and is still starting or working";
  return (
    `${data} is in use: ${purpose} runs there as process ${pid} (on ${host})${where}. ` +
    `Use that one, stop it (kill ${pid}), or give this one its own folder with ATTESTRY_DATA (and its own PORT).`
  );
}

/** @param {string} name @param {string[]} args */
async function runProgram(name, args) {
  process.env.NODE_ENV ??= "production";
  await prepare({ pages: false, say: aside });
  process.off("SIGINT", giveUp);
  process.off("SIGTERM", giveUp);
  const { run } = await program(name);
  if (run) process.exitCode = await run(args); // a program without one has run by being read
}

/** A part of a server that runs: from what that server prepared. @param {string} name @param {string[]} args */
async function runBeside(name, args) {
  process.off("SIGINT", giveUp);
  process.off("SIGTERM", giveUp);
  const { run } = await program(name);
  await run(args);
}

/** @param {string} name one of the bundles that prepare makes */
function program(name) {
  return import(pathToFileURL(inProject(".build", `${name}.mjs`)).href);
}

/** @param {NodeJS.Signals} signal */
function giveUp(signal) {
  stopChildren();
  process.exit(signal === "SIGINT" ? 130 : 143);
}
