"use client";

import type { Place } from "../connections/addresses";
import { rowsOf, useNumbered } from "../connections/reads";
import { ShowMore } from "../connections/show-more";
import { useViewer } from "../shell/viewer";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { NotAllowed } from "../ui/not-allowed";
import { SkeletonRows } from "../ui/skeleton";
import { type EvidenceFacts, EvidenceTable } from "./evidence-table";
import { GenerateButton } from "./generate-button";

const audited = "Generating and every download are written to the audit trail.";
const masked =
  "What the schema marks as sensitive is masked in evidence that you make, and evidence that holds it in clear is kept from you: you lack Read Sensitive Data.";

/** The evidence of one resource, and the button that makes more of it. */
export function ResourceEvidence({ place }: { place: Place }) {
  const { account, can } = useViewer();
  const { resourceId } = place;
  const list = useNumbered<EvidenceFacts>(["evidence", account.id, resourceId], "/api/evidence", { resourceId });
  if (!can("evidence-get", place.connectionId)) return <NotAllowed permission="evidence-get" />;
  if (list.error) {
    return <FailedState what="The evidence could not be read" problem={list.error} retry={() => void list.refetch()} />;
  }
  if (!list.data) return <SkeletonRows rows={4} columns={5} label="Loading evidence" />;
  const rows = rowsOf(list.data);
  const says = can("sensitive-get", place.connectionId) ? audited : `${audited} ${masked}`;
  if (rows.length === 0) {
    return (
      <EmptyState
        title="No evidence yet"
        text={`Evidence is a file of all records exactly as they stand at one moment. Made again from the same moment, it comes out the same, byte for byte. ${says}`}
        actions={<GenerateButton place={place} />}
      />
    );
  }
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="text-table text-ink-faint">{says}</p>
        <GenerateButton place={place} />
      </div>
      <EvidenceTable rows={rows} />
      <ShowMore list={list} />
    </>
  );
}
