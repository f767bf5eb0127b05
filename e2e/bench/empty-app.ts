import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { lastWords, startApp, type AppProcess } from "./app-process";
import { stopAll } from "./children";
import { clusterOf, type Cluster } from "./cluster";
import { closeAgents } from "./load";

/** The app as `npm start` runs it, on an empty data folder in a temporary one. */
export type EmptyApp = { app: AppProcess; cluster: Cluster; home: string };

/** Starts the app on an empty folder, works with it, and takes everything away again; answers the exit code. */
export async function onEmptyApp(work: (empty: EmptyApp) => Promise<void>): Promise<number> {
  const home = mkdtempSync(path.join(tmpdir(), "attestry-bench-"));
  // As root the database runs as another user, who must be able to walk through this folder.
  chmodSync(home, 0o755);
  const removed = [home];
  let tidying: Promise<void> | undefined;
  const tidy = () => (tidying ??= takeAway(removed));
  // Heard for as long as it takes: a second signal would end the bench alone, and leave the app behind.
  const interrupted = () => {
    if (tidying) return;
    console.error("Ending the app …");
    void tidy().finally(() => process.exit(130));
  };
  process.on("SIGINT", interrupted).on("SIGTERM", interrupted);
  let app: AppProcess | undefined;
  try {
    console.log("Starting the app on an empty data folder …");
    app = await startApp(home);
    const cluster = clusterOf(app.data);
    if (!cluster.place.startsWith(home)) removed.push(cluster.place);
    await work({ app, cluster, home });
    return 0;
  } catch (error) {
    if (tidying) return 130;
    console.error(error);
    if (app) console.error(`The app's last words:\n${lastWords(app)}`);
    return 1;
  } finally {
    await tidy();
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
  }
}

async function takeAway(folders: readonly string[]): Promise<void> {
  closeAgents();
  await stopAll();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
