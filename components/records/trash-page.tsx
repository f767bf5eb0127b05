"use client";

import { RotateCcw, Search } from "lucide-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { SimpleTable } from "../ui/simple-table";
import { SkeletonRows } from "../ui/skeleton";
import { TextInput } from "../ui/text-input";
import { RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import { EraseDialog } from "./erase/erase-dialog";
import { OriginWords } from "./history/origin-words";
import { ReasonDialog } from "./reason-dialog";
import { type DeletedRecord, nameOf, records } from "./record-api";
import { useDeleted, useRecordCache } from "./record-reads";
import { useResourceFacts } from "./resource";

/** Deleted records: who deleted them and when; one or several come back as they were. */
export function TrashPage({ connectionId, resourceId }: { connectionId: number; resourceId: number }) {
  const place = useMemo(() => ({ connectionId, resourceId }), [connectionId, resourceId]);
  const { can } = useViewer();
  const mayErase = can("records-erase", connectionId);
  const [erasing, setErasing] = useState<string>();
  const mayRestore = can("custom-connections-data-post", connectionId);
  const [q, setQ] = useState("");
  const asked = useDeferredValue(q.trim());
  const resource = useResourceFacts(place);
  const list = useDeleted(place, asked);
  const cache = useRecordCache(place);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const [waiting, setWaiting] = useState<readonly string[]>();

  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  const name = (record: DeletedRecord) => nameOf(record, resource.data?.displayNameKey);

  const restore = async (ids: readonly string[], reason?: string) => {
    setWaiting(undefined);
    setBusy(true);
    try {
      const { restored, refused } = await records.restore(place, ids, { reason });
      if (restored > 0) toast.done(restored === 1 ? "1 record is back" : `${restored} records are back`);
      for (const { id, message } of refused.slice(0, 2)) toast.failed(new Error(message), `${id} was not restored`);
      setChosen(new Set());
      cache.stale(ids);
    } catch (problem) {
      toast.failed(problem, "Nothing was restored");
    } finally {
      setBusy(false);
    }
  };
  const ask = (ids: readonly string[]) => (resource.data?.reasonRequired ? setWaiting(ids) : void restore(ids));
  const choose = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };

  if (list.error && !list.data) {
    return <FailedState what="The trash could not be read" problem={list.error} retry={() => void list.refetch()} />;
  }
  if (list.data && rows.length === 0 && asked === "" && q === "") {
    return (
      <EmptyState
        title="The trash is empty"
        text="Records that are deleted, by people or through the API, are kept here with all their versions and can be restored."
      />
    );
  }
  return (
    <section aria-labelledby="trash-title" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 id="trash-title" className="sr-only">
          Deleted records
        </h2>
        <TextInput
          icon={<Search />}
          small
          type="search"
          aria-label="Search deleted records"
          placeholder="Search by id or value"
          value={q}
          onChange={(event) => setQ(event.target.value)}
          className="max-w-72"
        />
        {chosen.size > 0 && (
          <Button
            size="small"
            variant="primary"
            busy={busy}
            icon={<RotateCcw aria-hidden="true" />}
            onClick={() => ask([...chosen])}
          >
            Restore {chosen.size === 1 ? "1 record" : `${chosen.size} records`}
          </Button>
        )}
      </div>
      {list.isPending ? (
        <SkeletonRows label="Reading the trash" />
      ) : (
        <SimpleTable
          caption="Deleted records"
          rows={rows}
          rowKey={({ id, deletedRevision }) => `${deletedRevision} ${id}`}
          empty="No deleted record matches."
          columns={[
            ...(mayRestore
              ? [
                  {
                    key: "choose",
                    head: <span className="sr-only">Choose</span>,
                    className: "w-8",
                    cell: (row: DeletedRecord) => (
                      <Checkbox
                        aria-label={`Choose ${name(row)}`}
                        checked={chosen.has(row.id)}
                        onChange={(event) => choose(row.id, event.target.checked)}
                      />
                    ),
                  },
                ]
              : []),
            {
              key: "name",
              head: "Record",
              names: true,
              className: "max-w-0 w-2/5",
              cell: (row) => (
                <span className="block truncate" title={row.id}>
                  <bdi>{name(row)}</bdi>
                  {name(row) !== row.id && <span className="ml-2 font-normal text-ink-faint">{row.id}</span>}
                </span>
              ),
            },
            { key: "when", head: "Deleted", cell: (row) => <RelativeTime time={row.deletedAt} /> },
            {
              key: "who",
              head: "By",
              cell: (row) => <OriginWords actor={row.deletedBy} channel={row.channel} />,
            },
            {
              key: "why",
              head: "Reason",
              wideOnly: true,
              cell: (row) => <span className="wrap-anywhere">{row.reason ?? ""}</span>,
            },
            ...(mayErase
              ? [
                  {
                    key: "erase",
                    head: <span className="sr-only">Erase</span>,
                    className: "text-right",
                    cell: (row: DeletedRecord) => (
                      <Button size="small" variant="quiet" onClick={() => setErasing(row.id)}>
                        Erase…<span className="sr-only"> {name(row)}</span>
                      </Button>
                    ),
                  },
                ]
              : []),
            ...(mayRestore
              ? [
                  {
                    key: "restore",
                    head: <span className="sr-only">Restore</span>,
                    className: "text-right",
                    cell: (row: DeletedRecord) => (
                      <Button size="small" variant="quiet" disabled={busy} onClick={() => ask([row.id])}>
                        Restore<span className="sr-only"> {name(row)}</span>
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {list.hasNextPage && (
        <div>
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
      {!mayRestore && rows.length > 0 && (
        <p className="text-table text-ink-faint">Restoring needs the role of a contributor or more.</p>
      )}
      {erasing !== undefined && <EraseDialog place={place} id={erasing} onClose={() => setErasing(undefined)} />}
      <ReasonDialog
        open={waiting !== undefined}
        does="Restore"
        onClose={() => setWaiting(undefined)}
        onReason={(reason) => void restore(waiting ?? [], reason)}
      />
    </section>
  );
}
