"use client";

import { Scale, ShieldCheck } from "lucide-react";
import { useState } from "react";
import type { z } from "zod";
import type { regenerated } from "@/lib/contract/shapes/evidence";
import { api } from "../api";
import { Button, LinkButton } from "../ui/button";
import { Callout } from "../ui/callout";
import { RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import { type EvidenceFacts, evidenceApi, useEvidenceStale } from "./evidence-api";

type Regenerated = z.output<typeof regenerated>;

/** Checks it by its own hashes, or against what the database holds of that revision today. */
export function Comparison({ evidence }: { evidence: EvidenceFacts }) {
  const [busy, setBusy] = useState(false);
  const stale = useEvidenceStale();
  const { compared } = evidence;
  const compare = async () => {
    setBusy(true);
    try {
      const { status, error } = await api.post<Regenerated>(`${evidenceApi(evidence.id)}/regenerate`);
      if (status === "failed") toast.failed(new Error(error ?? "It failed"), "It could not be generated again");
      if (status === "comparing") toast.done("It is being generated again; the result appears here");
      await stale();
    } catch (problem) {
      toast.failed(problem, "It could not be generated again");
    }
    setBusy(false);
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <LinkButton variant="quiet" size="small" href="/verify" icon={<ShieldCheck aria-hidden="true" />}>
          Verify a copy
        </LinkButton>
        <Button
          variant="quiet"
          size="small"
          busy={busy}
          icon={<Scale aria-hidden="true" />}
          onClick={() => void compare()}
        >
          Regenerate and compare
        </Button>
      </div>
      {compared && (
        <Callout
          tone={compared.equal ? "good" : "bad"}
          live
          title={compared.equal ? "Generated again, it is equal, byte for byte" : "Generated again, it is not the same"}
        >
          {compared.differences.length > 0 && (
            <ul className="my-1 flex list-disc flex-col gap-0.5 pl-5 wrap-anywhere">
              {compared.differences.slice(0, 20).map(({ file, says }, at) => (
                <li key={at}>
                  <code className="font-mono text-table">{file}</code>: {says}
                </li>
              ))}
              {compared.differences.length > 20 && <li>and {compared.differences.length - 20} more</li>}
            </ul>
          )}
          <p className="text-table wrap-anywhere">
            By <bdi>{compared.by}</bdi>, <RelativeTime time={compared.at} />
          </p>
        </Callout>
      )}
    </>
  );
}
