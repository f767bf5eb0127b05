"use client";

import type { JobFacts } from "@/lib/contract/jobs";
import { Progress } from "../ui/progress";
import { Status } from "../ui/status";
import { RelativeTime } from "../ui/time";
import { JobActions } from "./job-actions";
import { countsOf, paceOf } from "./job-words";

/** One job: what it is, how it gets on or what came of it, and what can be done with it. */
export function JobLine({ job }: { job: JobFacts }) {
  return (
    <div className="flex flex-col gap-1.5 py-2">
      <p className="flex items-baseline justify-between gap-3 text-body">
        <bdi className="min-w-0 truncate font-medium">{job.title}</bdi>
        <RelativeTime time={job.finishedAt ?? job.createdAt} className="shrink-0 text-meta text-ink-faint" />
      </p>
      <JobState job={job} />
      {job.finishedAt === null && <Progress label={job.title} done={job.done} total={job.total ?? undefined} />}
      <JobActions job={job} />
    </div>
  );
}

/** How a job stands, in words. */
function JobState({ job }: { job: JobFacts }) {
  switch (job.status) {
    case "queued":
    case "running":
      return <Status busy>{paceOf(job)}</Status>;
    case "failed":
      return <Status tone="bad">{job.error ?? "Failed"}</Status>;
    case "canceled":
      return <Status tone="caution">Stopped: {countsOf(job)}</Status>;
    default:
      return <Status tone="good">{countsOf(job)}</Status>;
  }
}
