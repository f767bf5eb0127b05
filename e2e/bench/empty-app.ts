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
  let over = false;
  const tidy = async () => {
    over = true;
    closeAgents();
    await stopAll();
    for (const folder of removed) rmSync(folder, { recursive: true, force: true });
  };
  // Heard for as long as it takes: a second signal would end the bench alone, and leave the app behind.
  const interrupted = () => {
    if (over) return;
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
    if (over) return 130;
    console.error(error);
    if (app) console.error(`The app's last words:\n${lastWords(app)}`);
    return 1;
  } finally {
    if (!over) await tidy();
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
  }
}
