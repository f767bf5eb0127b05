"use client";

import { Download } from "lucide-react";
import { addressOf } from "../api";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { Menu, MenuItem } from "../ui/menu";
import { NotAllowed } from "../ui/not-allowed";
import { PageHeader } from "../ui/page-header";
import { SkeletonRows } from "../ui/skeleton";
import { ExactTime } from "../ui/time";
import { AuditFilters } from "./audit-filters";
import { asked, useAudit, useFilters, type Filters } from "./audit-list";
import { AuditTable } from "./audit-table";
import { ChainStatus } from "./chain-status";

/** Who did what, when and through what, all of it. */
export function AuditPage() {
  const { account, can } = useViewer();
  const [filters, setFilters] = useFilters();
  const crumbs = [{ label: account.name, href: `/a/${account.id}` }];
  if (!can("audit-list")) {
    return (
      <>
        <PageHeader crumbs={crumbs} title="Audit" />
        <NotAllowed permission="audit-list" />
      </>
    );
  }
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title="Audit"
        meta={`Times in ${account.timeZone}`}
        action={<ExportMenu filters={filters} />}
      />
      <ChainStatus />
      <AuditFilters filters={filters} onChange={setFilters} />
      <Trail filters={filters} onClear={() => setFilters({ from: "", to: "", action: "", actor: "", q: "" })} />
    </>
  );
}

function Trail({ filters, onClear }: { filters: Filters; onClear: () => void }) {
  const { account } = useViewer();
  const audit = useAudit(filters, account.timeZone);
  if (audit.isPending) return <SkeletonRows columns={5} rows={12} label="Loading the trail" />;
  if (audit.isError) {
    return <FailedState what="The trail could not be read" problem={audit.error} retry={() => void audit.refetch()} />;
  }
  const entries = audit.data.pages.flatMap(({ data }) => data);
  const searchedTo = audit.data.pages.at(-1)?.pagination.searchedTo;
  if (entries.length === 0 && !audit.hasNextPage) {
    const filtered = Object.values(filters).some(Boolean);
    return (
      <EmptyState
        title={filtered ? "Nothing in the trail fits" : "Nothing has happened yet"}
        text={
          filtered
            ? "Widen the days, or take a filter away."
            : "Every change, sign-in, refusal and download will stand here, with who, when and through what."
        }
        actions={filtered && <Button onClick={onClear}>Show everything</Button>}
      />
    );
  }
  return (
    <>
      <AuditTable entries={entries} />
      {audit.hasNextPage && (
        <div className="flex flex-wrap items-center gap-3 px-2 py-4 text-table text-ink-soft">
          <Button busy={audit.isFetchingNextPage} onClick={() => void audit.fetchNextPage()}>
            {searchedTo ? "Search further back" : "Show older entries"}
          </Button>
          {searchedTo && (
            <span role="status">
              Searched back to <ExactTime time={searchedTo} />
            </span>
          )}
        </div>
      )}
    </>
  );
}

/** All that fits the filters, as a file. The download stands in the trail itself. */
function ExportMenu({ filters }: { filters: Filters }) {
  const { account, viewAs } = useViewer();
  const take = (format: "csv" | "jsonl") => {
    const query = { ...asked(filters, account.timeZone), format, account: account.id, viewAs };
    window.location.assign(addressOf("/api/audit/export", query));
  };
  const fetchFile = (path: string) => window.location.assign(addressOf(path, { account: account.id, viewAs }));
  const all = Object.values(filters).some(Boolean) ? "All that fits the filters" : "The whole trail";
  return (
    <Menu align="end" trigger={<Button icon={<Download aria-hidden="true" />}>Export</Button>}>
      <MenuItem says={all} onSelect={() => take("csv")}>
        CSV, for a spreadsheet
      </MenuItem>
      <MenuItem says={all} onSelect={() => take("jsonl")}>
        JSON lines, for programs
      </MenuItem>
      <MenuItem says="Every link with its signed checkpoints" onSelect={() => fetchFile("/api/audit/chain/export")}>
        The audit chain, to be checked offline
      </MenuItem>
      <MenuItem
        says="Checks an exported chain without Attestry"
        onSelect={() => fetchFile("/api/audit/chain/verifier")}
      >
        verify-chain.mjs
      </MenuItem>
    </Menu>
  );
}
