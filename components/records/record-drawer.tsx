"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { problemOf } from "../api";
import { useShortcut } from "../shell/use-shortcut";
import { useViewer } from "../shell/viewer";
import { Badge } from "../ui/badge";
import { CopyableId } from "../ui/copyable";
import { Drawer } from "../ui/drawer";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { SkeletonLines } from "../ui/skeleton";
import { RelativeTime } from "../ui/time";
import { type DataRecord, nameOf } from "./record-api";
import { useRecordOrder } from "./record-order";
import { useRecord, warmRecord } from "./record-reads";
import { PastRecord } from "./past/past-record";
import { RecordPanel } from "./record-panel";
import { useResourceFacts } from "./resource";
import { askFirst } from "./use-leave-guard";
import { useView } from "./use-view";

const blank: DataRecord = { id: "", attributes: {}, revision: 0, schemaVersion: 0, createdAt: "", updatedAt: "" };

type RecordDrawerProps = {
  connectionId: number;
  resourceId: number;
  /** Undefined for a new one. */
  recordId: string | undefined;
};

/** One record beside the list it belongs to. It follows the address, so that previous and next need no new page. */
export function RecordDrawer({ connectionId, resourceId, recordId: id }: RecordDrawerProps) {
  const place = useMemo(() => ({ connectionId, resourceId }), [connectionId, resourceId]);
  const isNew = id === undefined;
  const queries = useQueryClient();
  const { account } = useViewer();
  const order = useRecordOrder();
  const resource = useResourceFacts(place);
  const { aim } = order;
  const aimed = useMemo(
    () => resource.data && { ...resource.data, schema: aim?.schema ?? resource.data.schema },
    [resource.data, aim],
  );
  const [{ asOf }] = useView();
  const record = useRecord(place, id, isNew ? undefined : asOf);

  const leave = useCallback(() => window.history.pushState(null, "", order.listHref), [order.listHref]);
  const close = () => {
    // Esc belongs to what is open inside the editor first.
    const inside = document.activeElement?.closest(".cm-editor")?.querySelector(".cm-tooltip-autocomplete, .cm-search");
    if (!inside) askFirst(leave);
  };
  const [before, after] = id === undefined ? [] : [order.previous(id), order.next(id)];
  const show = (other: string | undefined) =>
    other === undefined ? undefined : () => askFirst(() => window.history.pushState(null, "", order.hrefOf(other)));
  useEffect(() => {
    if (after !== undefined) warmRecord(queries, account.id, place, after);
  }, [queries, account.id, place, after]);
  const [previous, next] = [show(before), show(after)];
  useShortcut("previous", () => previous?.(), { enabled: previous !== undefined });
  useShortcut("next", () => next?.(), { enabled: next !== undefined });

  const facts = isNew ? blank : record.data;
  const problem = resource.error ?? record.error;
  const title = isNew ? "New record" : facts ? nameOf(facts, resource.data?.displayNameKey) : (id ?? "");
  useEffect(() => {
    const before = document.title;
    document.title = `${title} · Attestry`;
    return () => {
      document.title = before;
    };
  }, [title]);

  return (
    <Drawer
      open
      onClose={close}
      width="wide"
      title={<bdi title={title}>{title}</bdi>}
      meta={id !== undefined && <Meta id={id} record={record.data} />}
      inList={!isNew}
      onPrevious={previous}
      onNext={next}
    >
      {aimed && facts && asOf !== undefined && !isNew ? (
        <PastRecord place={place} resource={aimed} record={facts} asOf={asOf} />
      ) : aimed && facts ? (
        <RecordPanel key={id ?? "new"} place={place} resource={aimed} record={facts} isNew={isNew} onGone={leave} />
      ) : problem ? (
        <div className="px-4">
          {problemOf(problem).status === 404 ? (
            <EmptyState
              title={asOf === undefined ? "There is no such record" : "There was no such record at this moment"}
              text={
                asOf === undefined
                  ? "It may have been deleted. Deleted records can be restored from the trash."
                  : "It was made later, or had been deleted by then."
              }
            />
          ) : (
            <FailedState what="The record could not be read" problem={problem} retry={() => void record.refetch()} />
          )}
        </div>
      ) : (
        <div className="px-4 pt-14">
          <SkeletonLines lines={12} label="Reading the record" />
        </div>
      )}
    </Drawer>
  );
}

function Meta({ id, record }: { id: string; record: DataRecord | undefined }) {
  const { aim, total, placeOf } = useRecordOrder();
  const at = placeOf(id);
  return (
    <span className="flex min-w-0 items-center gap-2">
      {total !== undefined && at !== undefined && (
        <span className="shrink-0 tabular-nums">
          {at.toLocaleString("en")} of {total.toLocaleString("en")}
        </span>
      )}
      <CopyableId value={id} what="record id" className="min-w-12" />
      {record && (
        <>
          <span className="shrink-0 tabular-nums max-sm:hidden">revision {record.revision}</span>
          <RelativeTime time={record.updatedAt} className="shrink-0 max-sm:hidden" />
          {record.failing !== undefined && !aim && (
            <span className="shrink-0">
              {record.failing ? (
                <Badge tone="bad">Does not fit the schema</Badge>
              ) : (
                <span className="max-sm:hidden">
                  <Badge tone="good">Fits the schema</Badge>
                </span>
              )}
            </span>
          )}
        </>
      )}
    </span>
  );
}
