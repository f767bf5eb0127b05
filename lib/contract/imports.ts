export const importStatuses = [
  "uploading",
  "mapping",
  "planning",
  "planned",
  "committing",
  "committed",
  "rolled-back",
  "canceled",
  "failed",
] as const;
export type ImportStatus = (typeof importStatuses)[number];

/** What becomes of records: join and replace by id, only the new ones, only those that are there, or become the live set. */
export const importModes = ["upsert", "insert", "update", "replace"] as const;
export type ImportMode = (typeof importModes)[number];

/** What becomes of rows: what the plan counts and lists. skip: good, and left out by the mode. */
export const planKinds = ["create", "update", "unchanged", "delete", "skip", "reject"] as const;
export type PlanKind = (typeof planKinds)[number];
