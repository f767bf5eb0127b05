import type { ItemCounts, StagedMode } from "./store";

/** What becomes of records when a set is committed; skip: items that the mode leaves out. */
export type Outcome = { create: number; update: number; unchanged: number; delete: number; skip: number };

/** What a set comes to in a mode, beside so many live records. */
export function outcomeOf(items: ItemCounts, mode: StagedMode, liveRecords: number): Outcome {
  const { create, update, unchanged } = items;
  switch (mode) {
    case "insert":
      return { create, update: 0, unchanged: 0, delete: 0, skip: update + unchanged };
    case "update":
      return { create: 0, update, unchanged, delete: 0, skip: create };
    case "upsert":
      return { create, update, unchanged, delete: 0, skip: 0 };
    case "replace":
      return { create, update, unchanged, delete: Math.max(0, liveRecords - items.live), skip: 0 };
    case "moment":
      return { create, update, unchanged: liveRecords - update - items.delete, delete: items.delete, skip: 0 };
  }
}
