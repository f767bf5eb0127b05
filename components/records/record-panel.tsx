"use client";

import dynamic from "next/dynamic";
import { useEffect, useMemo, useRef, useState } from "react";
import { MASK } from "@/lib/schema/mask";
import { useShortcut } from "../shell/use-shortcut";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { SkeletonLines } from "../ui/skeleton";
import { Tabs } from "../ui/tabs";
import { FormBoundary } from "./form-boundary";
import { goToField } from "./go-to-field";
import type { JsonText } from "./json/json-tab";
import { LeaveDialog } from "./leave-dialog";
import { PanelFooter } from "./panel-footer";
import type { ResourcePlace } from "./place";
import { ProblemSummary } from "./problem-summary";
import { ReadOnlyRecord } from "./read-only-record";
import type { DataRecord } from "./record-api";
import { useRecordOrder } from "./record-order";
import type { ResourceFacts } from "./resource";
import { atItsField } from "./server-problems";
import { useLeaveGuard } from "./use-leave-guard";
import { useRecordEditor } from "./use-record-editor";

const loading = () => <SkeletonLines lines={10} label="Loading the editor" />;
const RecordForm = dynamic(() => import("./form/record-form"), { ssr: false, loading });
const JsonTab = dynamic(() => import("./json/json-tab"), { ssr: false, loading });
const HistoryTab = dynamic(() => import("./history/history-tab"), { ssr: false, loading });
const MergeDialog = dynamic(() => import("./merge-dialog").then((part) => part.MergeDialog), { ssr: false });
const EraseDialog = dynamic(() => import("./erase/erase-dialog").then((part) => part.EraseDialog), { ssr: false });
const ReasonDialog = dynamic(() => import("./reason-dialog").then((part) => part.ReasonDialog), { ssr: false });

type Tab = "form" | "json" | "history";

type RecordPanelProps = {
  place: ResourcePlace;
  resource: ResourceFacts;
  record: DataRecord;
  isNew: boolean;
  onGone: () => void;
};

/** A record's tabs and what is done with it. */
export function RecordPanel({ place, resource, record, isNew, onGone }: RecordPanelProps) {
  const order = useRecordOrder();
  const { can } = useViewer();
  const mayWrite = can(isNew ? "custom-connections-data-post" : "custom-connections-data-put", place.connectionId);
  const mayErase = can("records-erase", place.connectionId);
  const hides = useMemo(() => holdsMask(record.attributes), [record.attributes]);
  const [erasing, setErasing] = useState(false);
  const mayDelete = can("custom-connections-data-delete", place.connectionId);
  const [tab, setTab] = useState<Tab>("form");
  const [fromJson, setFromJson] = useState(0);
  const [kept, setKept] = useState<JsonText>();
  const summary = useRef<HTMLDivElement>(null);
  const editor = useRecordEditor({
    place,
    resource,
    record,
    isNew,
    aimed: order.aim !== undefined,
    onCreated: (id) => window.history.replaceState(null, "", order.hrefOf(id)),
    onDeleted: onGone,
  });
  const guard = useLeaveGuard(editor.dirty);

  const { aim } = order;
  const after = aim && order.next(record.id);
  const inSight = useRef(false);
  useEffect(() => {
    inSight.current = true;
    return () => void (inSight.current = false);
  }, []);

  const save = (anyway?: boolean, then?: () => void) => {
    if (editor.save(anyway, then)) return;
    if (tab === "history") setTab("form");
    requestAnimationFrame(() => summary.current?.querySelector("button")?.focus());
  };
  // Whoever went elsewhere while it was being saved stays there.
  const goOn = () => inSight.current && after !== undefined && window.history.pushState(null, "", order.hrefOf(after));
  const saveAndGoOn = () => (editor.dirty ? save(false, goOn) : goOn());
  useShortcut("save", () => save(), { enabled: mayWrite });
  useShortcut("saveNext", saveAndGoOn, { enabled: mayWrite && aim !== undefined });
  useShortcut("undo", editor.undo, { enabled: mayWrite && !editor.dirty && editor.canUndo() });

  const discard = () => {
    setKept(undefined);
    editor.discard();
  };
  const change = (next: Tab) => {
    setTab(next);
    if (tab === "json" && next === "form") setFromJson((count) => count + 1);
  };
  const goTo = (pointer: string) => {
    if (pointer === "" && kept) return setTab("json");
    if (tab !== "form") change("form");
    requestAnimationFrame(() => goToField(pointer));
  };
  // What the page cannot judge by itself, such as a pattern that might never end, the API has judged.
  const verdict = aim && order.verdictOn?.(record.id);
  const judged = verdict?.revision === record.revision ? verdict.problems.map(atItsField) : undefined;
  const seen = new Set(editor.problems.map(({ pointer }) => pointer));
  const aimedAt = [...editor.problems, ...(judged ?? []).filter(({ pointer }) => !seen.has(pointer))];
  const told = aim ? aimedAt : record.failing ? (record.problems ?? []) : [];
  const schemaProblems = editor.dirty || isNew ? [] : told;
  const tabs = [
    { value: "form" as const, label: "Form" },
    { value: "json" as const, label: "JSON" },
    ...(isNew ? [] : [{ value: "history" as const, label: "History" }]),
  ];
  const formKey = `${editor.formKey} ${fromJson}`;

  return (
    <div className="flex min-h-full flex-col">
      <Tabs label="The record" value={tab} onChange={change} tabs={tabs} className="sticky top-0 z-10 bg-sheet px-2">
        <div className="flex flex-col gap-4 p-4">
          <div ref={summary} className="flex flex-col gap-3 empty:hidden">
            {!mayWrite && (
              <Callout tone="plain">
                You can read this record. Changing it needs the role of a contributor or more.
              </Callout>
            )}
            {hides && !can("sensitive-get", place.connectionId) && (
              <Callout tone="info" title={`${MASK} stands for values that are hidden from you`}>
                The schema marks them as sensitive. They stay as they are stored when you save, as long as you leave{" "}
                {MASK} in their place. An admin can give you the permission Read Sensitive Data.
              </Callout>
            )}
            {editor.overtaken && (
              <Callout
                tone="caution"
                live
                title="Somebody has changed this record meanwhile"
                actions={
                  <Button size="small" onClick={editor.openMerge}>
                    Look and merge
                  </Button>
                }
              >
                Nothing of yours is lost.
              </Callout>
            )}
            {editor.showAll && editor.problems.length > 0 && (
              <ProblemSummary
                title={isNew ? "The record is not created yet" : "The record is not saved yet"}
                problems={editor.problems}
                onGo={goTo}
                onAnyway={kept ? undefined : () => save(true)}
              />
            )}
            {schemaProblems.length > 0 && !(editor.showAll && editor.problems.length > 0) && (
              <ProblemSummary
                title={aim ? `This record would fail ${aim.name}` : "This record does not fit the present schema"}
                problems={schemaProblems}
                onGo={goTo}
              />
            )}
            {aim && !editor.dirty && judged && aimedAt.length === 0 && (
              <Callout tone="good" live title={`This record fits ${aim.name}`}>
                {order.left === 0 ? "None is left to mend." : `${(order.left ?? 0).toLocaleString("en")} left to mend.`}
              </Callout>
            )}
          </div>
          {tab !== "history" && mayWrite && (
            <div className={tab === "form" ? "" : "hidden"}>
              <FormBoundary key={formKey}>
                <RecordForm
                  schema={resource.schema}
                  identifierKey={resource.identifierKey}
                  isNew={isNew}
                  initial={editor.members}
                  onChange={editor.change}
                  problems={editor.problems}
                  showAll={editor.showAll}
                  onBroken={editor.setBroken}
                  begin={aim && !editor.dirty ? editor.problems[0]?.pointer : undefined}
                />
              </FormBoundary>
            </div>
          )}
          {tab === "form" && !mayWrite && <ReadOnlyRecord schema={resource.schema} attributes={record.attributes} />}
          {tab === "json" && (
            <div className="-m-4">
              <JsonTab
                key={editor.formKey}
                members={editor.members}
                schema={resource.schema}
                readOnly={!mayWrite}
                kept={kept}
                onKeep={setKept}
                onMembers={(members) => editor.change(() => members)}
                onBroken={(message) => editor.setBroken("", message)}
              />
            </div>
          )}
          {tab === "history" && (
            <HistoryTab
              place={place}
              id={record.id}
              onRevert={mayWrite ? ({ revision }) => editor.revert(revision) : undefined}
            />
          )}
        </div>
      </Tabs>
      {mayWrite && (
        <PanelFooter
          editor={editor}
          isNew={isNew}
          onSave={() => save()}
          onSaveNext={after === undefined ? undefined : saveAndGoOn}
          onDiscard={discard}
          onDelete={mayDelete && !isNew ? editor.remove : undefined}
          onErase={mayErase && !isNew ? () => setErasing(true) : undefined}
        />
      )}
      {erasing && (
        <EraseDialog
          place={place}
          id={record.id}
          onClose={() => setErasing(false)}
          onErased={() => {
            discard();
            onGone();
          }}
        />
      )}
      <LeaveDialog
        open={guard.asked}
        onStay={guard.stay}
        onLeave={() => {
          discard();
          guard.leave();
        }}
      />
      {editor.stale && (
        <MergeDialog {...editor.stale} busy={editor.saving} onClose={editor.closeMerge} onMerged={editor.saveMerged} />
      )}
      {editor.waiting && (
        <ReasonDialog open does={editor.waiting.does} onClose={editor.closeReason} onReason={editor.waiting.run} />
      )}
    </div>
  );
}

/** Whether the mask stands anywhere in a record. */
function holdsMask(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === MASK;
  return Object.values(value).some(holdsMask);
}
