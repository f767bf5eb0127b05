"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "../api";
import type { Place } from "../connections/addresses";
import { jobsApi } from "../api-jobs";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { Count } from "../ui/number";
import { Progress } from "../ui/progress";
import { SkeletonLines } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { type Draft, draftKey, drafts, type Impact, isReckoning, useImpact } from "./draft-api";
import { FailingRecords, VERDICT } from "./failing-records";
import type { WorkingDraft } from "./use-working-draft";

/** Whether an impact is of the draft and the records as they are now. */
export const isFresh = (impact: Impact, draft: Draft): boolean =>
  impact.status === "done" && impact.edit === draft.edit && impact.toRevision === impact.revision;

type Asks = Pick<WorkingDraft, "save" | "asked">;

/** Asks for the impact of a draft, after what is written is kept. */
export function useStartImpact(place: Place, { save, asked }: Asks) {
  const queries = useQueryClient();
  const { account } = useViewer();
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      const draft = await save();
      if (draft) await drafts.startImpact(place, draft.edit);
      asked();
      await queries.invalidateQueries({ queryKey: draftKey(account.id, place) });
    } catch (problem) {
      // What the draft itself lacks is said beside it.
      if (!(problem instanceof ApiProblem) || problem.status >= 500)
        toast.failed(problem, "The impact was not asked for");
    }
    setBusy(false);
  };
  return { busy, start };
}

type ImpactPanelProps = { place: Place; working: WorkingDraft; records: number; onFillIn: (pointer: string) => void };

/** What the draft would do to the records that are there: how many would fail, why, which, and how far the check is. */
export function ImpactPanel({ place, working, records, onFillIn }: ImpactPanelProps) {
  const { draft } = working;
  const impact = useImpact(place, draft);
  const { busy, start } = useStartImpact(place, working);
  if (!draft) {
    return (
      <EmptyState
        title="Nothing to reckon yet"
        text="Change the schema first. Then every record that is here is checked against it, before anything holds."
      />
    );
  }
  if (impact.error) {
    return (
      <FailedState what="The impact could not be read" problem={impact.error} retry={() => void impact.refetch()} />
    );
  }
  if (impact.data === undefined) return <SkeletonLines lines={4} label="Reading the impact" />;
  const check = (
    <Button variant="primary" busy={busy} onClick={() => void start()}>
      {`Check ${records.toLocaleString("en")} ${records === 1 ? "record" : "records"}`}
    </Button>
  );
  const again = (
    <Button busy={busy} onClick={() => void start()}>
      Check again
    </Button>
  );
  if (impact.data === null) {
    return (
      <EmptyState
        title="What would this draft do?"
        text="Every record is checked against it, and you see which would fail and why. Nothing is changed by looking."
        actions={check}
      />
    );
  }
  return <Reckoned place={place} impact={impact.data} draft={draft} check={check} again={again} onFillIn={onFillIn} />;
}

type ReckonedProps = {
  place: Place;
  impact: Impact;
  draft: Draft;
  check: React.ReactNode;
  again: React.ReactNode;
  onFillIn: (pointer: string) => void;
};

function Reckoned({ place, impact, draft, check, again, onFillIn }: ReckonedProps) {
  const running = isReckoning(impact);
  const stale = !running && !isFresh(impact, draft);
  return (
    <div className="flex max-w-[56rem] flex-col gap-5">
      {running && <Running impact={impact} />}
      {stale && <Stale impact={impact} draft={draft} check={check} />}
      <Verdict impact={impact} />
      {impact.failing > 0 && <FailingRecords place={place} impact={impact} draft={draft} onFillIn={onFillIn} />}
      {!running && !stale && <div>{again}</div>}
    </div>
  );
}

/** What the numbers no longer say. Whoever mends the records that fail is not told so after each of them. */
function Stale({ impact, draft, check }: Pick<ReckonedProps, "impact" | "draft" | "check">) {
  const stopped = impact.status === "failed" || impact.status === "canceled";
  if (!stopped && impact.edit === draft.edit && impact.mended > 0) {
    if (impact.mended < impact.failing) return null;
    return (
      <Callout tone="good" live title="All of them were mended" actions={check}>
        Every record is checked once more before version {draft.presentVersion + 1} is published.
      </Callout>
    );
  }
  const title = stopped
    ? "The check was stopped before its end"
    : `${impact.edit === draft.edit ? "Records" : "The draft"} changed since this was reckoned`;
  return (
    <Callout tone="caution" title={title} actions={check}>
      The numbers below are from before.
    </Callout>
  );
}

function Running({ impact }: { impact: Impact }) {
  const stop = async () => {
    try {
      await jobsApi.cancel(impact.jobId);
    } catch (problem) {
      toast.failed(problem, "The check was not stopped");
    }
  };
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <p role="status" className="mb-1 text-table text-ink-soft">
          Checked <Count value={impact.checked} /> of <Count value={impact.records} /> records
        </p>
        <Progress label="Checking records" done={impact.checked} total={impact.records} />
      </div>
      <Button size="small" onClick={() => void stop()}>
        Stop
      </Button>
    </div>
  );
}

function noneFails({ checked, status }: Impact): string {
  if (checked > 0) return "No record would fail";
  return status === "done" ? "There is no record yet that could fail" : "No record is checked yet";
}

function Verdict({ impact }: { impact: Impact }) {
  const { failing, mended, checked, migrated, keyless, duplicateKeys } = impact;
  const left = failing - mended;
  return (
    <div className="flex flex-col gap-1 text-body" aria-live="polite">
      <h2 id={VERDICT} tabIndex={-1} className="scroll-mt-16 text-section font-semibold outline-none">
        {failing === 0 ? (
          noneFails(impact)
        ) : left <= 0 ? (
          "No record would fail any more"
        ) : (
          <>
            <Count value={failing} /> of <Count value={checked} /> {checked === 1 ? "record" : "records"} would fail
          </>
        )}
      </h2>
      {mended > 0 && left > 0 && (
        <p className="text-good">
          <Count value={mended} /> of them {mended === 1 ? "was" : "were"} mended since
          <span className="text-ink-soft">
            , <Count value={left} /> {left === 1 ? "is" : "are"} left
          </span>
        </p>
      )}
      {mended > 0 && left <= 0 && (
        <p className="text-good">
          <Count value={failing} of={["record that would have failed was", "records that would have failed were"]} />{" "}
          mended since
        </p>
      )}
      {migrated > 0 && (
        <p className="text-ink-soft">
          <Count value={migrated} /> {migrated === 1 ? "record is" : "records are"} changed by the steps
        </p>
      )}
      {keyless + duplicateKeys > 0 && (
        <Callout tone="bad" title="Records could not be told apart by this identifier">
          {keyless > 0 && <>{keyless.toLocaleString("en")} have no value in it that could be an id. </>}
          {duplicateKeys > 0 && <>{duplicateKeys.toLocaleString("en")} share theirs with another. </>}
          Mend them first; until then the draft cannot be published.
        </Callout>
      )}
    </div>
  );
}
