"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Download, Play, Square, Undo2 } from "lucide-react";
import { useState } from "react";
import type { JobFacts } from "@/lib/contract/jobs";
import { downloadOf, jobsApi } from "../api-jobs";
import { Button, buttonLook } from "../ui/button";
import { toast } from "../ui/toast";
import { moves, showJob } from "./use-jobs";

/** What can be done with a job as it is. */
export function JobActions({ job }: { job: JobFacts }) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = (act: (id: number) => Promise<JobFacts>, tried: string) => async () => {
    setBusy(true);
    try {
      showJob(queries, await act(job.id));
      await queries.invalidateQueries({ queryKey: ["jobs"] });
    } catch (problem) {
      toast.failed(problem, tried);
    }
    setBusy(false);
  };
  return (
    <span className="flex flex-wrap gap-1">
      {moves(job) && (
        <Button
          size="small"
          variant="quiet"
          busy={busy}
          icon={<Square />}
          onClick={run(jobsApi.cancel, "The job was not stopped")}
        >
          Stop
        </Button>
      )}
      {job.result && (
        <a
          className={buttonLook({ size: "small", variant: "quiet" })}
          href={downloadOf(job.result.downloadUrl)}
          download
        >
          <Download aria-hidden="true" />
          Download
        </a>
      )}
      {(job.status === "failed" || job.status === "canceled") && (
        <Button
          size="small"
          variant="quiet"
          busy={busy}
          icon={<Play />}
          onClick={run(jobsApi.retry, "The job does not go on")}
        >
          Go on
        </Button>
      )}
      {job.canUndo && (
        <Button
          size="small"
          variant="quiet"
          busy={busy}
          icon={<Undo2 />}
          onClick={run(jobsApi.undo, "Nothing was undone")}
        >
          Undo
        </Button>
      )}
    </span>
  );
}
