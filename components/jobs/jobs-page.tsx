"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { accountOfPage } from "../api";
import { jobsApi } from "../api-jobs";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { NotAllowed } from "../ui/not-allowed";
import { PageHeader } from "../ui/page-header";
import { SkeletonRows } from "../ui/skeleton";
import { JobLine } from "./job-line";
import { moves, useJobs } from "./use-jobs";

const SIZE = 50;

/** Every job that this person sees, newest first; those that move are shown as they get on. */
export function JobsPage() {
  const viewer = useViewer();
  const allowed = viewer.can("custom-connections-get");
  const latest = useJobs(allowed);
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["jobs", accountOfPage(), "all"],
    queryFn: ({ pageParam }) => jobsApi.list(pageParam, SIZE),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next ?? undefined,
    enabled: allowed,
  });
  const fresh = new Map(latest.map((job) => [job.id, job]));
  const listed = data?.pages.flatMap((page) => page.data) ?? [];
  const newer = latest.filter((job) => job.id > (listed[0]?.id ?? 0));
  const jobs = [...newer, ...listed.map((job) => fresh.get(job.id) ?? job)];
  return (
    <>
      <PageHeader title="Jobs" meta={viewer.can("jobs-manage") ? "Everybody's" : "Yours"} />
      {body()}
    </>
  );

  function body() {
    if (!allowed) return <NotAllowed permission="custom-connections-get" />;
    if (error) return <FailedState what="The jobs" problem={error} retry={() => void refetch()} />;
    if (isPending) return <SkeletonRows rows={6} columns={3} label="Loading jobs" />;
    if (jobs.length === 0) {
      return (
        <EmptyState
          title="No jobs yet"
          text="Deleting, editing and exporting many records at once runs as a job, so that you can go on working meanwhile."
        />
      );
    }
    return (
      <>
        <ul aria-label="Jobs" className="divide-y divide-hairline">
          {jobs.map((job) => (
            <li key={job.id} id={`job-${job.id}`}>
              <JobLine job={job} />
              {!moves(job) && job.problems.length > 0 && (
                <details className="pb-2 text-table text-ink-soft">
                  <summary className="cursor-pointer">Records left alone</summary>
                  <ul className="mt-1 ml-4 list-disc">
                    {job.problems.map(({ id, message }) => (
                      <li key={id}>
                        <bdi className="font-mono">{id}</bdi>: {message}
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </li>
          ))}
        </ul>
        {hasNextPage && (
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        )}
      </>
    );
  }
}
