"use client";

import { ListChecks } from "lucide-react";
import Link from "next/link";
import type { JobFacts } from "@/lib/contract/jobs";
import { useViewer } from "../shell/viewer";
import { Popover } from "../ui/popover";
import { JobLine } from "./job-line";
import { moves, useJobs } from "./use-jobs";

const SHOWN = 6;

/** The jobs of the account at the foot of the navigation: how many run and how far, and the latest behind a click. */
export function JobTray() {
  const viewer = useViewer();
  const jobs = useJobs(viewer.can("custom-connections-get"));
  const moving = jobs.filter(moves);
  if (jobs.length === 0) return null;
  const words = moving.length ? `${moving.length} ${moving.length === 1 ? "job" : "jobs"} running` : "Jobs";
  return (
    <Popover
      label="Jobs"
      className="w-96"
      trigger={
        <button
          type="button"
          className="flex h-8 w-full items-center gap-2.5 rounded-6 px-2 text-body text-ink-soft transition-colors duration-150 hover:bg-wash hover:text-ink max-sm:h-11"
        >
          {moving.length ? <Ring share={shareOf(moving)} /> : <ListChecks aria-hidden="true" className="size-4" />}
          <span aria-live="polite">{words}</span>
        </button>
      }
    >
      <ul aria-label="Latest jobs" className="divide-y divide-hairline">
        {jobs.slice(0, SHOWN).map((job) => (
          <li key={job.id}>
            <JobLine job={job} />
          </li>
        ))}
      </ul>
      <p className="border-t border-hairline pt-2 text-body">
        <Link href={`/a/${viewer.account.id}/jobs`}>All jobs</Link>
      </p>
    </Popover>
  );
}

/** How much of what runs is done, of those that know how much there is. */
function shareOf(jobs: readonly JobFacts[]): number {
  const known = jobs.filter(({ total }) => total !== null && total > 0);
  const total = known.reduce((sum, job) => sum + (job.total ?? 0), 0);
  return total === 0 ? 0 : Math.min(1, known.reduce((sum, job) => sum + job.done, 0) / total);
}

const ROUND = 2 * Math.PI * 6;

function Ring({ share }: { share: number }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 16 16" className="size-4 -rotate-90 fill-none">
      <circle cx="8" cy="8" r="6" strokeWidth="2.5" className="stroke-hairline" />
      <circle
        cx="8"
        cy="8"
        r="6"
        strokeWidth="2.5"
        strokeDasharray={`${Math.max(0.05, share) * ROUND} ${ROUND}`}
        className="stroke-accent"
      />
    </svg>
  );
}
