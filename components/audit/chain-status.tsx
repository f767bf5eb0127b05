"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import type { JobFacts } from "@/lib/contract/jobs";
import type { chainStatus } from "@/lib/contract/shapes/chain";
import { api } from "../api";
import { showJob } from "../jobs/use-jobs";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Count } from "../ui/number";
import { Status } from "../ui/status";
import { RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import { ProblemLink } from "./problem-link";

type Chain = z.infer<typeof chainStatus>;
type Check = NonNullable<Chain["check"]>;

const TOLD = 10;
const REFRESH_MS = 30_000;

/** Whether the trail is as it was sealed: up to when, by which check, and what was tampered with. */
export function ChainStatus() {
  const { data: chain } = useQuery({
    queryKey: ["audit-chain"],
    queryFn: ({ signal }) => api.get<Chain>("/api/audit/chain", { signal }),
    refetchInterval: REFRESH_MS,
  });
  if (!chain) return <div className="mb-4 min-h-8" />;
  const { check } = chain;
  return (
    <section aria-label="Seal of the trail" className="mb-4 flex flex-col gap-2">
      <div className="flex min-h-8 flex-wrap items-center gap-x-4 gap-y-1 text-table text-ink-soft">
        <State check={check} />
        <Sealed chain={chain} />
        <CheckButton />
      </div>
      {chain.webhook?.error != null && <NotPosted webhook={chain.webhook} />}
      {check && !check.intact && <Problems check={check} />}
    </section>
  );
}

function State({ check }: { check: Chain["check"] }) {
  if (!check) return <Status>Sealed, and not checked yet</Status>;
  const checked = (
    <>
      , checked <RelativeTime time={check.at} />
    </>
  );
  if (!check.intact) return <Status tone="bad">Tampered with{checked}</Status>;
  return <Status tone="good">Intact{checked}</Status>;
}

function Sealed({ chain: { sealedTo, unsealed, checkpoint } }: { chain: Chain }) {
  const waiting = Object.values(unsealed).reduce((one, other) => one + other, 0);
  return (
    <span>
      {sealedTo ? (
        <>
          Sealed up to <RelativeTime time={sealedTo.at} />
        </>
      ) : (
        "Nothing is sealed yet"
      )}
      {waiting > 0 && (
        <>
          , <Count value={waiting} /> not sealed yet
        </>
      )}
      {checkpoint && (
        <>
          , signed <RelativeTime time={checkpoint.at} />
        </>
      )}
    </span>
  );
}

function NotPosted({ webhook: { at, error } }: { webhook: NonNullable<Chain["webhook"]> }) {
  return (
    <p className="text-table wrap-anywhere text-ink-soft">
      <Status tone="caution">The webhook did not take the last checkpoint</Status>, <RelativeTime time={at} />: {error}.
      It is tried again, and with each newer one.
    </p>
  );
}

function CheckButton() {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      showJob(queries, await api.post<JobFacts>("/api/audit/verify"));
    } catch (problem) {
      toast.failed(problem, "The check could not be started");
    }
    setBusy(false);
  };
  return (
    <Button size="small" busy={busy} onClick={() => void start()}>
      Check everything now
    </Button>
  );
}

function Problems({ check: { problems, problemCount } }: { check: Check }) {
  const more = problemCount - Math.min(problems.length, TOLD);
  const title =
    problemCount === 1 ? (
      "A row is not as it was sealed"
    ) : (
      <>
        <Count value={problemCount} /> rows are not as they were sealed
      </>
    );
  return (
    <Callout tone="bad" title={title}>
      <ul className="mt-1 flex list-disc flex-col gap-0.5 pl-4 wrap-anywhere">
        {problems.slice(0, TOLD).map((problem) => (
          <li key={problem.says}>
            {problem.says}
            <ProblemLink problem={problem} />
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className="mt-1">
          and <Count value={more} /> more; the API and the admin command name them.
        </p>
      )}
      <p className="mt-1">
        Somebody changed the database past Attestry. Compare with a backup, and keep a checkpoint from outside of it.
      </p>
    </Callout>
  );
}
