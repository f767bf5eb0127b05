"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Square } from "lucide-react";
import { useState } from "react";
import { jobsApi } from "../api-jobs";
import { showJob } from "../jobs/use-jobs";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Status } from "../ui/status";
import { toast } from "../ui/toast";

/** Says that a job is making a session live, and stops it for whoever may, as long as nothing is written. */
export function BeingMadeLive({ jobId }: { jobId: number }) {
  const queries = useQueryClient();
  const { can } = useViewer();
  const [busy, setBusy] = useState(false);
  const stop = async () => {
    setBusy(true);
    try {
      showJob(queries, await jobsApi.cancel(jobId));
    } catch (problem) {
      toast.failed(problem, "It was not stopped");
      setBusy(false);
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-2 text-body">
      <Status busy>It is being made live. Nothing changes before all of it does.</Status>
      {can("custom-connections-data-post") && (
        <Button size="small" variant="quiet" busy={busy} icon={<Square />} onClick={() => void stop()}>
          Stop
        </Button>
      )}
    </div>
  );
}
