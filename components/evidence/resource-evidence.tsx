"use client";

import { type Place, usePages } from "../connections/addresses";
import { rowsOf } from "../connections/reads";
import { ShowMore } from "../connections/show-more";
import { useViewer } from "../shell/viewer";
import { Button, LinkButton } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { NotAllowed } from "../ui/not-allowed";
import { SkeletonRows } from "../ui/skeleton";
import { useEvidenceList } from "./evidence-api";
import { StatusFilter, useEvidenceFilters } from "./evidence-filters";
import { EvidenceTable } from "./evidence-table";
import { Schedules } from "./schedules";

const audited = "Generating and every download are written to the audit trail.";
const redacted =
  "What the schema marks as sensitive is redacted in evidence that you make, and evidence that holds it in clear is kept from you: you lack Read Sensitive Data.";

/** The evidence of one resource, and what generates more of it. */
export function ResourceEvidence({ place }: { place: Place }) {
  const { can } = useViewer();
  if (!can("evidence-get", place.connectionId)) return <NotAllowed permission="evidence-get" />;
  return (
    <div className="flex min-w-0 flex-col gap-8">
      <Made place={place} />
      <Schedules place={place} />
    </div>
  );
}

function Made({ place }: { place: Place }) {
  const pages = usePages();
  const { can } = useViewer();
  const { status, set } = useEvidenceFilters();
  const list = useEvidenceList({ resourceId: place.resourceId, status });
  if (list.error) {
    return <FailedState what="The evidence could not be read" problem={list.error} retry={() => void list.refetch()} />;
  }
  const rows = list.data && rowsOf(list.data);
  const says = can("sensitive-get", place.connectionId) ? audited : `${audited} ${redacted}`;
  if (rows?.length === 0 && status === undefined) {
    return (
      <EmptyState
        title="No evidence yet"
        text={`Evidence is a file of all records exactly as they stand at one moment, signed, which an auditor checks without this server. Made again from the same moment, it comes out the same, byte for byte. ${says}`}
        actions={
          can("custom-connections-evidence-post", place.connectionId) && (
            <LinkButton href={pages.resource(place, "evidence/new")}>Choose what goes in</LinkButton>
          )
        }
      />
    );
  }
  return (
    <section aria-label="Evidence">
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <StatusFilter status={status} onChoose={(value) => set("status", value)} />
        <p className="min-w-0 flex-1 basis-64 text-table text-ink-faint">{says}</p>
      </div>
      {!rows && <SkeletonRows rows={4} columns={5} label="Loading evidence" />}
      {rows?.length === 0 && (
        <EmptyState
          title="Nothing like that"
          text="No evidence of this resource is in this state."
          actions={<Button onClick={() => set("status", "")}>Show all</Button>}
        />
      )}
      {rows && rows.length > 0 && <EvidenceTable rows={rows} />}
      <ShowMore list={list} />
    </section>
  );
}
