"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem } from "../api";
import type { Place } from "../connections/addresses";
import { usePages } from "../connections/addresses";
import { jobsApi } from "../api-jobs";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { Count } from "../ui/number";
import { PageLink } from "../ui/page-link";
import { Progress } from "../ui/progress";
import { SkeletonLines } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { type Draft, draftKey, drafts, type Impact, isReckoning, useImpact, useImpactRecords } from "./draft-api";
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

type ImpactPanelProps = { place: Place; working: WorkingDraft; records: number };

/** What the draft would do to the records that are there: how many would fail, why, which, and how far the check is. */
export function ImpactPanel({ place, working, records }: ImpactPanelProps) {
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
  return <Reckoned place={place} impact={impact.data} draft={draft} check={check} again={again} />;
}

type ReckonedProps = { place: Place; impact: Impact; draft: Draft; check: React.ReactNode; again: React.ReactNode };

function Reckoned({ place, impact, draft, check, again }: ReckonedProps) {
  const running = isReckoning(impact);
  const stale = !running && !isFresh(impact, draft);
  return (
    <div className="flex max-w-[56rem] flex-col gap-5">
      {running && <Running impact={impact} />}
      {stale && (
        <Callout tone="caution" title={staleWords(impact, draft)} actions={check}>
          The numbers below are from before.
        </Callout>
      )}
      <Verdict impact={impact} />
      {impact.causes.length > 0 && <Causes place={place} impact={impact} />}
      {impact.failing > 0 && <FailingRecords place={place} impact={impact} />}
      {!running && !stale && <div>{again}</div>}
    </div>
  );
}

function staleWords(impact: Impact, draft: Draft): string {
  if (impact.status === "failed" || impact.status === "canceled") return "The check was stopped before its end";
  return impact.edit === draft.edit
    ? "Records changed since this was reckoned"
    : "The draft changed since this was reckoned";
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

function Verdict({ impact }: { impact: Impact }) {
  const { failing, mended, checked, migrated, keyless, duplicateKeys } = impact;
  return (
    <div className="flex flex-col gap-1 text-body" aria-live="polite">
      <p className="text-section font-semibold">
        {failing === 0 ? (
          "No record would fail"
        ) : (
          <>
            <Count value={failing} /> of <Count value={checked} /> {checked === 1 ? "record" : "records"} would fail
          </>
        )}
      </p>
      {mended > 0 && (
        <p className="text-good">
          <Count value={mended} /> of them {mended === 1 ? "was" : "were"} mended since
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

function Causes({ place, impact }: { place: Place; impact: Impact }) {
  const pages = usePages();
  return (
    <section aria-labelledby="impact-causes">
      <h2 id="impact-causes" className="mb-1 text-body font-medium">
        Why
      </h2>
      <ul className="border-t border-hairline">
        {impact.causes.map(({ pointer, keyword, message, count, examples }) => (
          <li
            key={`${pointer} ${keyword} ${message}`}
            className="grid grid-cols-[5rem_minmax(0,1fr)] gap-x-3 border-b border-hairline py-1.5 text-body"
          >
            <span className="text-right font-medium tabular-nums">
              <Count value={count} />
            </span>
            <span className="min-w-0 wrap-anywhere">
              {pointer && <code className="mr-1.5 font-mono text-table">{pointer}</code>}
              {message}
              <span className="block text-table text-ink-faint">
                such as{" "}
                {examples.map((id, at) => (
                  <span key={id}>
                    {at > 0 && ", "}
                    <PageLink href={pages.record(place, id)} className="font-mono text-meta">
                      <bdi>{id}</bdi>
                    </PageLink>
                  </span>
                ))}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FailingRecords({ place, impact }: { place: Place; impact: Impact }) {
  const pages = usePages();
  const list = useImpactRecords(place, impact);
  if (list.error) {
    return <FailedState what="The records could not be read" problem={list.error} retry={() => void list.refetch()} />;
  }
  const rows = list.data?.pages.flatMap(({ data }) => data);
  if (!rows) return <SkeletonLines lines={6} label="Reading the records" />;
  return (
    <section aria-labelledby="impact-records">
      <h2 id="impact-records" className="text-body font-medium">
        Records that would fail
      </h2>
      <p className="mb-1 text-table text-ink-faint">Open one to mend it; this list follows.</p>
      <ul className="border-t border-hairline">
        {rows.map(({ id, displayName, revision, problems }) => (
          <li
            key={id}
            className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 border-b border-hairline py-1.5 text-table"
          >
            <PageLink href={pages.record(place, id)} className="min-w-0 truncate">
              <bdi>{displayName ?? id}</bdi>
            </PageLink>
            <span className="min-w-0 wrap-anywhere">
              {problems.length === 0 ? (
                <span className="text-good">{revision === null ? "deleted since" : "fits now"}</span>
              ) : (
                problems.slice(0, 3).map(({ pointer, message }) => (
                  <span key={pointer + message} className="block">
                    {pointer && <code className="mr-1 font-mono text-meta">{pointer}</code>}
                    {message}
                  </span>
                ))
              )}
            </span>
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button size="small" className="mt-2" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
    </section>
  );
}
