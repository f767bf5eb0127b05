"use client";

import Link from "next/link";
import { GitCompareArrows, Undo2 } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { useViewer } from "../shell/viewer";
import { Button, LinkButton } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { Field } from "../ui/field";
import { NativeSelect } from "../ui/select";
import { SkeletonRows } from "../ui/skeleton";
import { TextInput } from "../ui/text-input";
import { RelativeTime } from "../ui/time";
import { type Place, usePages } from "./addresses";
import { changeInWords, channelInWords, kindInWords, recordKinds } from "./change-words";
import { Counts } from "./counts";
import { type ChangeFacts, rowsOf, useResourceList } from "./reads";
import { ShowMore } from "./show-more";
import { UndoDialog } from "./undo-dialog";

/** Everything that ever happened to the records, newest first. */
export function ChangesTab({ place }: { place: Place }) {
  const pages = usePages();
  const [meant, setMeant] = useMeant();
  const list = useResourceList<ChangeFacts>(place, "changes", meant);
  const [undoing, setUndoing] = useState<ChangeFacts>();
  const changes = rowsOf(list.data);
  if (list.error) {
    return <FailedState what="The changes could not be read" problem={list.error} retry={() => void list.refetch()} />;
  }
  if (!list.data) return <SkeletonRows rows={8} columns={4} label="Loading changes" />;
  if (changes.length === 0 && !meant.kind && !meant.actor) {
    return <EmptyState title="Nothing has changed yet" text="Every push, edit, deletion and schema will stand here." />;
  }
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <Filters meant={meant} onMeant={setMeant} />
        <LinkButton size="small" href={pages.resource(place, "compare")} icon={<GitCompareArrows aria-hidden="true" />}>
          Compare two moments
        </LinkButton>
      </div>
      {changes.length === 0 && <p className="py-3 text-body text-ink-soft">No change is of this kind or by them.</p>}
      <ol className="border-t border-hairline" aria-label="Changes, newest first">
        {changes.map((change) => (
          <ChangeLine key={change.revision} change={change} place={place} onUndo={() => setUndoing(change)} />
        ))}
      </ol>
      <ShowMore list={list} />
      {undoing && <UndoDialog place={place} change={undoing} onClose={() => setUndoing(undefined)} />}
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
      className="group grid scroll-mt-16 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b border-hairline px-2 py-1.5 text-table target:bg-accent-wash hover:bg-wash max-sm:py-2.5 lg:grid-cols-[4.5rem_8rem_minmax(0,1fr)_auto_5rem]"
    >
      <span className="font-mono text-ink-faint max-lg:hidden">{change.revision}</span>
      <RelativeTime time={change.at} className="text-ink-soft max-lg:hidden" />
      <div className="min-w-0">
        <p className="truncate text-ink">
          <Link href={pages.change(place, change.revision)} className="text-ink">
            {changeInWords(change)}
            <span className="sr-only">, revision {change.revision}</span>
          </Link>
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
          <span className="lg:hidden">
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
      <span className="text-right max-lg:col-start-2 max-lg:row-start-2">
        {mayUndo && (
          <Button size="small" variant="quiet" icon={<Undo2 aria-hidden="true" />} onClick={onUndo}>
            Undo<span className="sr-only"> revision {change.revision}</span>
          </Button>
        )}
      </span>
    </li>
  );
}

type Meant = { kind?: string; actor?: string };

/** Which changes are listed: the address holds it. */
function useMeant(): [Meant, (meant: Meant) => void] {
  const params = useSearchParams();
  const router = useRouter();
  const meant = { kind: params.get("kind") || undefined, actor: params.get("by") || undefined };
  const set = ({ kind, actor }: Meant) => {
    const said = Object.entries({ kind, by: actor }).flatMap(([name, value]) => (value ? [[name, value]] : []));
    router.push(`?${new URLSearchParams(said).toString()}`, { scroll: false });
  };
  return [meant, set];
}

function Filters({ meant, onMeant }: { meant: Meant; onMeant: (meant: Meant) => void }) {
  const [actor, setActor] = useState(meant.actor ?? "");
  return (
    <form
      role="search"
      aria-label="Which changes"
      className="flex flex-1 flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onMeant({ ...meant, actor: actor.trim() || undefined });
      }}
    >
      <Field label="Kind">
        <NativeSelect
          value={meant.kind ?? ""}
          onChange={(event) => onMeant({ ...meant, kind: event.target.value || undefined })}
        >
          <option value="">Every kind</option>
          {recordKinds.map((kind) => (
            <option key={kind} value={kind}>
              {kindInWords(kind)}
            </option>
          ))}
        </NativeSelect>
      </Field>
      <Field label="By">
        <TextInput
          value={actor}
          placeholder="Name of a person or key"
          onChange={(event) => setActor(event.target.value)}
        />
      </Field>
      <Button type="submit" size="small">
        Filter
      </Button>
    </form>
  );
}
