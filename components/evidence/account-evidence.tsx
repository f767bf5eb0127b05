"use client";

import { rowsOf } from "../connections/reads";
import { ShowMore } from "../connections/show-more";
import { usePages } from "../connections/addresses";
import { useOverview } from "../home/overview";
import { useViewer } from "../shell/viewer";
import { Button, LinkButton } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { NotAllowed } from "../ui/not-allowed";
import { PageHeader } from "../ui/page-header";
import { NativeSelect } from "../ui/select";
import { SkeletonRows } from "../ui/skeleton";
import { type EvidenceFacts, useEvidenceList } from "./evidence-api";
import { StatusFilter, useEvidenceFilters } from "./evidence-filters";
import { EvidenceTable } from "./evidence-table";

/** All evidence of the account, newest first. */
export function AccountEvidence() {
  const { can } = useViewer();
  return (
    <>
      <PageHeader title="Evidence" action={<LinkButton href="/verify">Verify a bundle</LinkButton>} />
      {can("evidence-get") ? <AllEvidence /> : <NotAllowed permission="evidence-get" />}
    </>
  );
}

function AllEvidence() {
  const pages = usePages();
  const { status, resourceId, set } = useEvidenceFilters();
  const list = useEvidenceList({ status, resourceId });
  const overview = useOverview();
  const feeds = overview.data?.connections.flatMap(({ resources }) => resources) ?? [];
  const resourceName = ({ resourceId: of }: EvidenceFacts) =>
    feeds.find(({ id }) => id === of)?.name ?? (overview.data ? "deleted since" : "…");
  const narrowed = status !== undefined || resourceId !== undefined;
  if (list.error) {
    return <FailedState what="The evidence could not be read" problem={list.error} retry={() => void list.refetch()} />;
  }
  const rows = list.data && rowsOf(list.data);
  if (rows?.length === 0 && !narrowed) {
    return (
      <EmptyState
        title="No evidence yet"
        text="Evidence is a file of a resource’s records exactly as they stand at one moment, signed, which anybody can check without this server. It is generated on the Evidence tab of a resource, by a schedule, or by a script."
        actions={<LinkButton href={pages.connections}>Choose a resource</LinkButton>}
      />
    );
  }
  return (
    <>
      <div className="-mt-2 mb-3 flex flex-wrap items-center gap-2">
        <StatusFilter status={status} onChoose={(value) => set("status", value)} />
        <NativeSelect
          small
          aria-label="Resource"
          value={resourceId ?? ""}
          onChange={(event) => set("resource", event.target.value)}
          className="w-56!"
        >
          <option value="">Every resource</option>
          {feeds.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          {resourceId !== undefined && !feeds.some(({ id }) => id === resourceId) && (
            <option value={resourceId}>Resource {resourceId}</option>
          )}
        </NativeSelect>
        <p className="min-w-0 text-table text-ink-faint">Every download is written to the audit trail.</p>
      </div>
      {!rows && <SkeletonRows rows={6} columns={5} label="Loading evidence" />}
      {rows?.length === 0 && (
        <EmptyState
          title="Nothing like that"
          text="No evidence is in this state, or of this resource."
          actions={
            <Button onClick={() => window.history.pushState(null, "", window.location.pathname)}>Show all</Button>
          }
        />
      )}
      {rows && rows.length > 0 && <EvidenceTable rows={rows} resourceName={resourceName} />}
      <ShowMore list={list} />
    </>
  );
}
