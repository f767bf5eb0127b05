import type { Push } from "./bench-records";

/** What one measurement came to: so many things a second, and how long each request took where that is known. */
export type Measured = { perSecond: number; milliseconds?: number[] };

/** One of the servers that are compared. Each does the same work on the same PostgreSQL, in a database of its own. */
export type Side = {
  name: "limit" | "hand" | "app";
  /** Empties what the side holds, so that every measurement of new records starts alike. */
  renew: () => Promise<void>;
  /** Sends records in bulks, one after the other. */
  push: (push: Push) => Promise<Measured>;
  /** Upserts single records on 16 connections; half of the ids are known. */
  singles: (seconds: number) => Promise<Measured>;
  /** Asks for filtered and sorted pages of 50 on 16 connections. */
  pages: (seconds: number) => Promise<Measured>;
  /** Reads every record out. */
  readAll: () => Promise<Measured>;
  /** Does at once what autovacuum does within a minute, so that reads do not depend on when it came by. */
  settle: () => Promise<void>;
};

export const CONNECTIONS = 16;
