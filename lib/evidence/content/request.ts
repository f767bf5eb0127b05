import type { Filter } from "@/lib/contract/filters";

/** What an evidence is made of: enough to make its reproducible part again, whenever and wherever. */
export type Wanted = {
  accountId: number;
  connectionId: number;
  resourceId: number;
  revision: number;
  session: { id: number; sessionId: string } | null;
  filter: Filter | null;
  columns: readonly string[] | null;
  sample: { size: number; seed: string } | null;
  redactions: readonly string[];
  csv: boolean;
};
