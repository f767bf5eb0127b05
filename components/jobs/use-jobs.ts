"use client";

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { JobFacts } from "@/lib/contract/jobs";
import { accountOfPage } from "../api";
import { followJobs, jobsApi, type JobsPage } from "../api-jobs";
import { useViewer } from "../shell/viewer";
import { toast } from "../ui/toast";
import { outcomeOf } from "./job-words";
import { latestKey } from "./known-jobs";

const IDLE_MS = 30_000;
const POLL_MS = 1_000;

/** Whether a job is not over yet. */
export const moves = ({ finishedAt }: JobFacts): boolean => finishedAt === null;

/** Shows a job in the tray at once: for whoever has just started one. */
export function showJob(queries: QueryClient, job: JobFacts): void {
  queries.setQueryData<JobsPage>(latestKey(accountOfPage()), (page) => ({
    next: page?.next ?? null,
    data: [job, ...(page?.data ?? []).filter(({ id }) => id !== job.id)].sort((a, b) => b.id - a.id),
  }));
}

/** The latest jobs: followed while one of them moves, asked for now and then otherwise. */
export function useJobs(enabled: boolean): JobFacts[] {
  const queries = useQueryClient();
  const key = latestKey(String(useViewer().account.id));
  const [streaming, setStreaming] = useState(true);
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => jobsApi.list(),
    enabled,
    refetchInterval: ({ state }) => (state.data?.data.some(moves) && !streaming ? POLL_MS : IDLE_MS),
  });
  const jobs = data?.data ?? noJobs;
  const moving = jobs.some(moves);
  useEffect(() => {
    if (!moving || !streaming) return;
    return followJobs({
      told: (job) => showJob(queries, job),
      opened: () => void queries.invalidateQueries({ queryKey: latestKey(accountOfPage()) }),
      lost: () => setStreaming(false),
    });
  }, [moving, streaming, queries]);
  useEnds(jobs, queries);
  return jobs;
}

const noJobs: JobFacts[] = [];

/** Says when a job that was seen moving is over, and reads anew what it may have changed. */
function useEnds(jobs: readonly JobFacts[], queries: QueryClient): void {
  const seen = useRef(new Set<number>());
  useEffect(() => {
    for (const job of jobs) {
      if (moves(job)) seen.current.add(job.id);
      else if (seen.current.delete(job.id)) tellEnd(job, queries);
    }
  }, [jobs, queries]);
}

function tellEnd(job: JobFacts, queries: QueryClient): void {
  void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "jobs" });
  if (job.status === "failed") {
    toast.failed(new Error(job.error ?? "Open the job to see how far it came."), `${job.title} failed`);
    return;
  }
  // Whoever asked what a draft would do has the answer before them.
  if (job.kind === "schema.impact") return;
  const text = job.status === "canceled" ? `${job.title} stopped` : outcomeOf(job);
  const undo = job.canUndo ? async () => showJob(queries, await jobsApi.undo(job.id)) : undefined;
  toast.done(text, { undo });
}
