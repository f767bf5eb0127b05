import type { DataRecord, Members } from "./record-api";

/** What somebody has changed and not saved yet, with the version it was changed from. */
export type Draft = { base: DataRecord; members: Members };

// Kept while the tab lives: whichever way somebody leaves a record, what they typed is there when they come back.
const drafts = new Map<string, Draft>();

export const keptDrafts = {
  of: (name: string): Draft | undefined => drafts.get(name),
  keep: (name: string, draft: Draft | undefined): void => {
    if (draft) drafts.set(name, draft);
    else drafts.delete(name);
  },
};
