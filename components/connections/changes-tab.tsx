"use client";

import Link from "next/link";
import { Undo2 } from "lucide-react";
import { useState } from "react";
import type { z } from "zod";
import type * as shapes from "@/lib/contract/shapes/jobs";
import { api } from "../api";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { Field } from "../ui/field";
import { SkeletonRows } from "../ui/skeleton";
import { TextInput } from "../ui/text-input";
import { RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import { type Place, resourceApi, usePages } from "./addresses";
import { channelInWords, kindInWords } from "./change-words";
import { Counts } from "./counts";
import { type ChangeFacts, rowsOf, useResource, useResourceList, useStale } from "./reads";
import { ShowMore } from "./show-more";

type Undone = z.output<typeof shapes.undone>;

/** Everything that ever happened to the records, newest first. */
export function ChangesTab({ place }: { place: Place }) {
  const list = useResourceList<ChangeFacts>(place, "changes");
  const [undoing, setUndoing] = useState<ChangeFacts>();
  const [kept, setKept] = useState<Undone["kept"]>();
  const changes = rowsOf(list.data);
  if (list.error) {
    return <FailedState what="The changes could not be read" problem={list.error} retry={() => void list.refetch()} />;
  }
  if (!list.data) return <SkeletonRows rows={8} columns={4} label="Loading changes" />;
  if (changes.length === 0) {
    return <EmptyState title="Nothing has changed yet" text="Every push, edit, deletion and schema will stand here." />;
  }
  return (
    <>
      <ol className="border-t border-hairline" aria-label="Changes, newest first">
        {changes.map((change) => (
          <ChangeLine key={change.revision} change={change} place={place} onUndo={() => setUndoing(change)} />
        ))}
      </ol>
      <ShowMore list={list} />
      {undoing && <UndoDialog place={place} change={undoing} onClose={() => setUndoing(undefined)} onKept={setKept} />}
      {kept && <KeptDialog kept={kept} onClose={() => setKept(undefined)} />}
    </>
  );
}

const touchesRecords = ({ created, updated, deleted }: ChangeFacts) => created + updated + deleted > 0;

function ChangeLine({ change, place, onUndo }: { change: ChangeFacts; place: Place; onUndo: () => void }) {
  const pages = usePages();
  const { can } = useViewer();
  const mayUndo = can("custom-connections-data-put", place.connectionId) && touchesRecords(change);
  return (
    <li
      id={`revision-${change.revision}`}
      className="group grid scroll-mt-16 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b border-hairline px-2 py-1.5 text-table target:bg-accent-wash hover:bg-wash max-sm:py-2.5 md:grid-cols-[4.5rem_8rem_minmax(0,1fr)_auto_5rem]"
    >
      <span className="font-mono text-ink-faint max-md:hidden">{change.revision}</span>
      <RelativeTime time={change.at} className="text-ink-soft max-md:hidden" />
      <div className="min-w-0">
        <p className="truncate text-ink">
          {kindInWords(change.kind)}
          {change.jobId !== null && (
            <>
              {" "}
              <Link href={pages.job(change.jobId)} className="text-ink-soft">
                as one job
              </Link>
            </>
          )}
        </p>
        <p className="truncate text-ink-faint">
          <span className="md:hidden">
            <RelativeTime time={change.at} />,{" "}
          </span>
          <bdi>{change.actor.label}</bdi>, {channelInWords(change.channel, change.actor.kind)}
        </p>
        {change.reason && (
          <p className="mt-0.5 max-w-[72ch] wrap-anywhere text-ink-soft">
            “<bdi>{change.reason}</bdi>”
          </p>
        )}
      </div>
      <span className="text-right text-ink-soft">
        <Counts counts={change} />
      </span>
      <span className="text-right max-md:col-start-2 max-md:row-start-2">
        {mayUndo && (
          <Button size="small" variant="quiet" icon={<Undo2 aria-hidden="true" />} onClick={onUndo}>
            Undo<span className="sr-only"> revision {change.revision}</span>
          </Button>
        )}
      </span>
    </li>
  );
}

type UndoDialogProps = {
  place: Place;
  change: ChangeFacts;
  onClose: () => void;
  onKept: (kept: Undone["kept"]) => void;
};

function UndoDialog({ place, change, onClose, onKept }: UndoDialogProps) {
  const stale = useStale();
  const resource = useResource(place);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const needsReason = resource.data?.reasonRequired === true;

  const undo = async () => {
    setBusy(true);
    try {
      const said = reason.trim();
      const headers = said ? { "x-change-reason": encodeURIComponent(said) } : undefined;
      const undone = await api.post<Undone>(`${resourceApi(place)}/changes/${change.revision}/undo`, {
        body: {},
        headers,
      });
      await stale();
      const mended = undone.restored + undone.deleted;
      toast.done(mended === 0 ? "Nothing was left to undo" : `Revision ${change.revision} is undone`);
      if (undone.kept.length) onKept(undone.kept);
      onClose();
    } catch (problem) {
      toast.failed(problem, `Revision ${change.revision} could not be undone`);
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Undo revision ${change.revision}?`}
      description="Records that nobody touched since go back to what they were before it; what it created is deleted. Later work is kept and named. The undoing is a change of its own and can be undone, too."
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button variant="primary" busy={busy} disabled={needsReason && !reason.trim()} onClick={() => void undo()}>
            Undo revision {change.revision}
          </Button>
        </>
      }
    >
      <Field label="Reason" required={needsReason} hint="Kept in the history and in the audit trail.">
        <TextInput value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </Dialog>
  );
}

function KeptDialog({ kept, onClose }: { kept: Undone["kept"]; onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title="Some records were kept as they are"
      description="They were changed again since, and nobody’s later work is undone unseen."
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <ul className="max-h-80 overflow-y-auto text-table">
        {kept.slice(0, 200).map(({ id, reason }) => (
          <li key={id} className="border-b border-hairline py-1.5">
            <bdi className="font-mono wrap-anywhere">{id}</bdi>
            <span className="block text-ink-faint">{reason}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
