import { dehydrate, type DehydratedState, QueryClient } from "@tanstack/react-query";
import { addressOf } from "../api";
import type { JobsPage } from "../api-jobs";

/** How many jobs the tray knows of. */
const SIZE = 20;

/** The latest jobs, as they are kept by the page. */
export const latestKey = (account: string | undefined) => ["jobs", account, "latest"];

/** The latest jobs, read on the server for the tray of every page. read: as components/records/known-records.ts has it. */
export async function knownJobs(
  accountId: number,
  read: (path: string) => Promise<string | undefined>,
): Promise<DehydratedState> {
  const known = new QueryClient();
  const text = await read(addressOf("/api/jobs", { below: 0, size: SIZE }));
  if (text !== undefined) known.setQueryData(latestKey(String(accountId)), JSON.parse(text) as JobsPage);
  return dehydrate(known);
}
