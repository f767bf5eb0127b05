"use client";

import { useState } from "react";
import { api, ApiProblem } from "../api";
import { type Place, resourceApi } from "../connections/addresses";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Count } from "../ui/number";
import { RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import { KindBadge } from "./difference-list";
import { type Draft, drafts, isReckoning, useDifference, useImpact } from "./draft-api";
import { isFresh, useStartImpact } from "./impact-panel";
import type { SaveState, WorkingDraft } from "./use-working-draft";

type DraftBarProps = {
  place: Place;
  working: WorkingDraft;
  records: number;
  onSee: () => void;
  onPublish: () => void;
};

/** Where a draft stands: kept or not, compatible or breaking, what it would do; and the ways on from it. */
export function DraftBar({ place, working, records, onSee, onPublish }: DraftBarProps) {
  const { draft, state } = working;
  const next = (draft?.presentVersion ?? 0) + 1;
  if (!draft && state === "same") {
    return <p className="text-table text-ink-faint">Change it here: nothing holds before you publish it.</p>;
  }
  const ready = draft !== null && state === "saved" && draft.baseVersion === draft.presentVersion;
  return (
    <section aria-label="The draft" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="font-medium">Draft of version {draft ? next : "…"}</span>
        <SavedWords state={state} draft={draft} />
        {draft && <Kind place={place} draft={draft} />}
        {draft && records > 0 && (
          <ImpactWords place={place} draft={draft} working={working} records={records} onSee={onSee} />
        )}
        <span className="ml-auto flex gap-2 max-sm:w-full max-sm:*:flex-1">
          <DiscardButton place={place} working={working} />
          <Button variant="primary" disabled={!ready} onClick={onPublish}>
            Publish version {draft ? next : "…"}
          </Button>
        </span>
      </div>
      <Troubles place={place} working={working} />
    </section>
  );
}

const words: Record<SaveState, string> = {
  same: "",
  saved: "kept",
  typing: "not kept yet",
  saving: "being kept",
  refused: "not kept",
  stale: "not kept",
};

function SavedWords({ state, draft }: { state: SaveState; draft: Draft | null }) {
  return (
    <span role="status" className="text-table text-ink-faint">
      {words[state]}
      {state === "saved" && draft && (
        <>
          {" "}
          <RelativeTime time={draft.updatedAt} />, by <bdi>{draft.updatedBy}</bdi>
        </>
      )}
    </span>
  );
}

function Kind({ place, draft }: { place: Place; draft: Draft }) {
  const { data } = useDifference(place, { from: draft.presentVersion, to: "draft", edit: draft.edit });
  return data ? <KindBadge kind={data.kind} /> : null;
}

type ImpactWordsProps = Pick<DraftBarProps, "place" | "working" | "records" | "onSee"> & { draft: Draft };

function ImpactWords({ place, draft, working, records, onSee }: ImpactWordsProps) {
  const { data: impact } = useImpact(place, draft);
  const { busy, start } = useStartImpact(place, working);
  const see = async () => {
    await start();
    onSee();
  };
  if (impact && isReckoning(impact)) {
    return (
      <Button size="small" variant="quiet" onClick={onSee}>
        Checked <Count value={impact.checked} /> of <Count value={impact.records} />
      </Button>
    );
  }
  if (impact && isFresh(impact, draft)) {
    const left = impact.failing - impact.mended;
    return (
      <>
        <Badge tone={left > 0 ? "caution" : "good"}>
          {left > 0
            ? `${left.toLocaleString("en")} of ${impact.checked.toLocaleString("en")} records would fail`
            : "every record fits"}
        </Badge>
        {left > 0 && (
          <Button size="small" variant="quiet" onClick={onSee}>
            See which
          </Button>
        )}
      </>
    );
  }
  return (
    <Button size="small" busy={busy} onClick={() => void see()}>
      {records === 1 ? "Check the record" : `Check ${records.toLocaleString("en")} records`}
    </Button>
  );
}

function DiscardButton({ place, working }: { place: Place; working: WorkingDraft }) {
  const [busy, setBusy] = useState(false);
  const { draft, work, take } = working;
  const discard = async () => {
    setBusy(true);
    try {
      if (draft) await drafts.discard(place, draft.edit);
      take(null);
      const undo = () => working.change(work.content);
      toast.done("The draft was discarded", { undo });
    } catch (problem) {
      toast.failed(problem, "The draft was not discarded");
    }
    setBusy(false);
  };
  return (
    <Button busy={busy} onClick={() => void discard()}>
      Discard
    </Button>
  );
}

function Troubles({ place, working }: { place: Place; working: WorkingDraft }) {
  const { state, problem, draft } = working;
  if (state === "stale") return <StaleDraft place={place} working={working} />;
  if (state === "refused") {
    return (
      <Callout tone="caution" live title="The draft is not kept on the server yet">
        {problem} What you wrote stays in this tab meanwhile.
      </Callout>
    );
  }
  if (!draft || draft.baseVersion === draft.presentVersion) return null;
  const rebase = async () => {
    try {
      await working.rebase();
    } catch (failure) {
      toast.failed(failure, "The draft could not follow");
    }
  };
  return (
    <Callout
      tone="caution"
      title={`Version ${draft.presentVersion} was published after this draft was begun`}
      actions={<Button onClick={() => void rebase()}>Follow version {draft.presentVersion}</Button>}
    >
      The draft was begun from version {draft.baseVersion}. Look at the difference first: publishing it as it is takes
      back what the other version brought.
    </Callout>
  );
}

function StaleDraft({ place, working }: { place: Place; working: WorkingDraft }) {
  const [busy, setBusy] = useState(false);
  const read = async (then: (theirs: Draft | null) => void) => {
    setBusy(true);
    try {
      then(await theirsOf(place));
    } catch (problem) {
      toast.failed(problem, "The draft could not be read");
    }
    setBusy(false);
  };
  return (
    <Callout
      tone="caution"
      live
      title={working.problem}
      actions={
        <>
          <Button busy={busy} onClick={() => void read(working.take)}>
            Take theirs
          </Button>
          <Button busy={busy} onClick={() => void read(working.overwrite)}>
            Keep mine instead
          </Button>
        </>
      }
    >
      Nothing was overwritten. What you wrote is still here.
    </Callout>
  );
}

async function theirsOf(place: Place): Promise<Draft | null> {
  try {
    return await api.get<Draft>(`${resourceApi(place)}/schema/draft`);
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 404) return null;
    throw problem;
  }
}
