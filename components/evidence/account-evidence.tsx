"use client";

import { rowsOf, useNumbered } from "../connections/reads";
import { ShowMore } from "../connections/show-more";
import { usePages } from "../connections/addresses";
import { useOverview } from "../home/overview";
import { useViewer } from "../shell/viewer";
import { LinkButton } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { NotAllowed } from "../ui/not-allowed";
import { PageHeader } from "../ui/page-header";
import { SkeletonRows } from "../ui/skeleton";
import { type EvidenceFacts, EvidenceTable } from "./evidence-table";

/** All evidence of the account, newest first. */
export function AccountEvidence() {
  const { can } = useViewer();
  return (
    <>
      <PageHeader title="Evidence" />
      {can("evidence-get") ? <AllEvidence /> : <NotAllowed permission="evidence-get" />}
    </>
  );
}

function AllEvidence() {
  const pages = usePages();
  const { account } = useViewer();
  const list = useNumbered<EvidenceFacts>(["evidence", account.id], "/api/evidence");
  const overview = useOverview();
  const feeds = overview.data?.connections.flatMap(({ resources }) => resources) ?? [];
  const resourceName = ({ resourceId }: EvidenceFacts) =>
    feeds.find(({ id }) => id === resourceId)?.name ?? (overview.data ? "deleted since" : "…");
  if (list.error) {
    return <FailedState what="The evidence could not be read" problem={list.error} retry={() => void list.refetch()} />;
  }
  if (!list.data) return <SkeletonRows rows={6} columns={5} label="Loading evidence" />;
  const rows = rowsOf(list.data);
  if (rows.length === 0) {
    return (
      <EmptyState
        title="No evidence yet"
        text="Evidence is a file of a resource’s records exactly as they stand at one moment. It is generated on the Evidence tab of a resource, or by a script."
        actions={<LinkButton href={pages.connections}>Choose a resource</LinkButton>}
      />
    );
  }
  return (
    <>
      <p className="-mt-2 mb-3 text-table text-ink-faint">
        Each file holds one resource’s records at one revision. Every download is written to the audit trail.
      </p>
      <EvidenceTable rows={rows} resourceName={resourceName} />
      <ShowMore list={list} />
    </>
  );
}
