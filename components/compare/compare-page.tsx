"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { problemOf } from "../api";
import type { Place } from "../connections/addresses";
import { showJob } from "../jobs/use-jobs";
import { fileByJob } from "../records/bulk";
import { PlaceProvider } from "../records/place";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { Menu, MenuItem } from "../ui/menu";
import { Progress } from "../ui/progress";
import { Segmented } from "../ui/segmented";
import { SkeletonLines } from "../ui/skeleton";
import { toast } from "../ui/toast";
import {
  compareApi,
  compareBody,
  type Comparison,
  type Kind,
  type Moments,
  startCompare,
  useComparison,
  useCountingJob,
} from "./compare-api";
import { ComparedRows } from "./compared-rows";
import { MomentsForm } from "./moments-form";

const kinds = ["created", "changed", "deleted"] as const;

/** What is compared; it stands in the address. */
function useAsked() {
  const router = useRouter();
  const path = usePathname();
  const query = useSearchParams();
  const moments = { from: query.get("from") ?? "", to: query.get("to") ?? "" };
  const kind = kinds.find((one) => one === query.get("kind"));
  const go = (next: Moments & { kind?: Kind }) => {
    const said = Object.entries(next).filter(([, value]) => value !== undefined && value !== "");
    router.push(`${path}?${new URLSearchParams(said as [string, string][]).toString()}`, { scroll: false });
  };
  return { moments, kind, go };
}

/** Two moments of a resource side by side: how many records differ, which, and in what. */
export function ComparePage({ place }: { place: Place }) {
  const { moments, kind, go } = useAsked();
  return (
    <PlaceProvider value={place}>
      <div className="flex min-w-0 flex-col gap-5">
        <MomentsForm key={`${moments.from} ${moments.to}`} place={place} moments={moments} onCompare={go} />
        {moments.from === "" ? (
          <EmptyState
            title="Which two moments?"
            text="Give a revision, or a day or time such as 2026-11-23 or 2026-11-23T12:00:00Z. Without a second moment it is compared with now."
          />
        ) : (
          <Compared place={place} moments={moments} kind={kind} onKind={(next) => go({ ...moments, kind: next })} />
        )}
      </div>
    </PlaceProvider>
  );
}

type ComparedProps = { place: Place; moments: Moments; kind: Kind | undefined; onKind: (kind?: Kind) => void };

function Compared({ place, moments, kind, onKind }: ComparedProps) {
  const { data, error, refetch } = useComparison(place, moments);
  if (error && problemOf(error).status === 400) return <Callout tone="caution">{problemOf(error).message}</Callout>;
  if (error) {
    return <FailedState what="The moments could not be compared" problem={error} retry={() => void refetch()} />;
  }
  if (!data) return <SkeletonLines lines={6} label="Comparing" />;
  return (
    <section aria-label="Differences" className="flex min-w-0 flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-body text-ink-soft">
          Revision {data.from} beside revision {data.to}
        </p>
        <ExportMenu place={place} moments={moments} />
      </div>
      {data.counts ? (
        <KindChoice counts={data.counts} kind={kind} onKind={onKind} />
      ) : (
        <TooMany place={place} moments={moments} comparison={data} kind={kind} onKind={onKind} />
      )}
      <ComparedRows place={place} moments={moments} kind={kind} />
    </section>
  );
}

type Counts = NonNullable<Comparison["counts"]>;
type KindChoiceProps = { counts: Counts | undefined; kind: Kind | undefined; onKind: (kind?: Kind) => void };

function KindChoice({ counts, kind, onKind }: KindChoiceProps) {
  const all = counts && counts.created + counts.changed + counts.deleted;
  const told = (word: string, count: number | undefined) =>
    count === undefined ? word : `${count.toLocaleString("en")} ${word}`;
  return (
    <Segmented
      label="Which differences"
      value={kind ?? "all"}
      onChange={(next) => onKind(next === "all" ? undefined : next)}
      choices={[
        { value: "all" as const, label: told("differ", all) },
        ...kinds.map((one) => ({ value: one, label: told(one, counts?.[one]) })),
      ]}
    />
  );
}

type TooManyProps = Omit<KindChoiceProps, "counts"> & { place: Place; moments: Moments; comparison: Comparison };

function TooMany({ place, moments, comparison, kind, onKind }: TooManyProps) {
  const queries = useQueryClient();
  const [id, setId] = useState<number>();
  const { data: job } = useCountingJob(id);
  const start = async () => {
    try {
      const started = await startCompare(place, moments);
      showJob(queries, started);
      setId(started.id);
    } catch (problem) {
      toast.failed(problem, "Counting did not start");
    }
  };
  const { newRecords = 0, changedRecords = 0, goneRecords = 0 } = job?.counts ?? {};
  const counts = { created: newRecords, changed: changedRecords, deleted: goneRecords };
  return (
    <>
      {!job && (
        <Callout
          title={`Up to ${comparison.touched.toLocaleString("en")} writes lie between the two`}
          actions={<Button onClick={() => void start()}>Count them</Button>}
        >
          Counting so many takes a while and goes on in the background. The records themselves are below.
        </Callout>
      )}
      {job && !job.finishedAt && (
        <div role="status">
          <p className="mb-1 text-table text-ink-soft">Counting …</p>
          <Progress label="Counting differences" done={job.done} total={job.total ?? undefined} />
        </div>
      )}
      <KindChoice counts={job?.status === "done" ? counts : undefined} kind={kind} onKind={onKind} />
    </>
  );
}

function ExportMenu({ place, moments }: { place: Place; moments: Moments }) {
  const queries = useQueryClient();
  const take = async (format: "csv" | "jsonl") => {
    try {
      await fileByJob(queries, compareApi(place), compareBody(moments, format));
    } catch (problem) {
      toast.failed(problem, "The export did not start");
    }
  };
  return (
    <Menu trigger={<Button icon={<Download aria-hidden="true" />}>Export all differences</Button>}>
      <MenuItem onSelect={() => void take("csv")}>As CSV, a line for each place</MenuItem>
      <MenuItem onSelect={() => void take("jsonl")}>As JSON lines, with every digit</MenuItem>
    </Menu>
  );
}
