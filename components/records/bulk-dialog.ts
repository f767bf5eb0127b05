"use client";

import type { RecordsView } from "@/lib/contract/records-view";
import type { Selected } from "./bulk";
import { usePlace } from "./place";
import { useRecordCount } from "./record-list";
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
  const counted = useRecordCount(usePlace(), view, count === undefined);
  if (count !== undefined) return count;
  if (!counted.data || counted.data.isMore || counted.isPlaceholderData) return undefined;
  return Math.max(0, counted.data.count - (selection.except?.length ?? 0));
}
