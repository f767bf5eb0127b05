"use client";

import type { RecordsView } from "@/lib/contract/records-view";
import type { Selected } from "./bulk";
import { usePlace } from "./place";
import { useExactCount } from "./record-list";
import type { ResourceFacts } from "./resource";

export type BulkDialogProps = {
  selection: Selected;
  /** How many records that is; undefined: nobody has counted them yet. */
  count: number | undefined;
  view: RecordsView;
  resource: ResourceFacts;
  onClose: () => void;
  /** It has begun, so nothing needs to stay selected. */
  onDone: () => void;
};

/** The exact number of records that a bulk operation works on: counted now, when it was not yet. */
export function useBulkCount(count: number | undefined, selection: Selected, view: RecordsView): number | undefined {
  const counted = useExactCount(usePlace(), view, count === undefined);
  if (count !== undefined || counted === undefined) return count;
  return Math.max(0, counted - (selection.except?.length ?? 0));
}
