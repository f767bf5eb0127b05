import type { Place } from "../connections/addresses";
import type { Work } from "./draft-api";

/** What was written and could not be kept by the server yet, with the edit it was written on. */
export type KeptWork = Work & { edit: number };

const keyOf = (accountId: number, { resourceId }: Place) => `attestry.schema.${accountId}.${resourceId}`;

/** Unsaved work of this tab: a schema that is no JSON yet is not lost by a reload. */
export const keptWork = {
  of(accountId: number, place: Place): KeptWork | undefined {
    const text = sessionStorage.getItem(keyOf(accountId, place));
    return text === null ? undefined : (JSON.parse(text) as KeptWork);
  },
  keep(accountId: number, place: Place, work: KeptWork | undefined): void {
    if (!work) return sessionStorage.removeItem(keyOf(accountId, place));
    try {
      sessionStorage.setItem(keyOf(accountId, place), JSON.stringify(work));
    } catch (problem) {
      // A full store keeps less; what is on the screen stays there.
      if (!(problem instanceof DOMException)) throw problem;
    }
  },
};
