"use client";

import { Link2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { api } from "../api";
import { useViewer } from "../shell/viewer";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { FailedState } from "../ui/failed-state";
import { Count } from "../ui/number";
import { SimpleTable } from "../ui/simple-table";
import { SkeletonRows } from "../ui/skeleton";
import { RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import type { Tone } from "../ui/tone";
import { type EvidenceFacts, type EvidenceLink, evidenceApi, useEvidenceStale, useLinks } from "./evidence-api";

const LinkDialog = dynamic(() => import("./link-dialog").then(({ LinkDialog }) => LinkDialog), { ssr: false });

const tones: Record<EvidenceLink["status"], Tone> = {
  open: "good",
  expired: "plain",
  revoked: "plain",
  lapsed: "caution",
};

/** The links by which auditors read this evidence: for whom, until when, how often used. */
export function LinksSection({ evidence }: { evidence: EvidenceFacts }) {
  const [making, setMaking] = useState(false);
  const { can } = useViewer();
  const { data, error, refetch } = useLinks(evidence.id);
  const may = can("evidence-share", evidence.connectionId);
  if (data?.length === 0 && !may) return null;
  return (
    <section aria-labelledby="links" className="min-w-0">
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="links" className="flex-1 text-section font-semibold">
          Auditor links
        </h2>
        {may && (
          <Button size="small" icon={<Link2 aria-hidden="true" />} onClick={() => setMaking(true)}>
            Auditor link…
          </Button>
        )}
      </div>
      {error && <FailedState what="The links could not be read" problem={error} retry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={1} columns={4} label="Loading links" />}
      {data?.length === 0 && (
        <p className="max-w-[60ch] text-body text-ink-soft">
          None yet. Whoever has a link reads this evidence, and nothing else, without an account, until the link ends.
        </p>
      )}
      {data && data.length > 0 && <LinkTable evidence={evidence} links={data} may={may} />}
      {making && <LinkDialog evidence={evidence} onClose={() => setMaking(false)} />}
    </section>
  );
}

type LinkTableProps = { evidence: EvidenceFacts; links: readonly EvidenceLink[]; may: boolean };

function LinkTable({ evidence, links, may }: LinkTableProps) {
  const stale = useEvidenceStale();
  const end = async ({ id, label }: EvidenceLink) => {
    try {
      await api.delete(`${evidenceApi(evidence.id)}/links/${id}`);
      toast.done(`The link of ${label} leads nowhere now`);
    } catch (problem) {
      toast.failed(problem, "The link was not ended");
    }
    await stale();
  };
  return (
    <SimpleTable
      caption="Auditor links, newest first"
      rows={links}
      rowKey={({ id }) => String(id)}
      columns={[
        {
          key: "label",
          head: "For",
          className: "max-w-64",
          cell: ({ label }) => <bdi className="line-clamp-2 wrap-anywhere">{label}</bdi>,
        },
        {
          key: "status",
          head: "State",
          cell: ({ status, createdBy }) => (
            <>
              <Badge tone={tones[status]}>{status}</Badge>
              {status === "lapsed" && (
                <p className="mt-1 max-w-48 text-meta text-ink-soft">
                  <bdi>{createdBy}</bdi> may no longer share this, so it leads nowhere
                </p>
              )}
            </>
          ),
        },
        {
          key: "expires",
          head: "Ends",
          cell: ({ status, expiresAt, revokedAt, revokedBy }) => (
            <>
              <span className="hidden card:inline">{revokedAt || status === "expired" ? "ended " : "ends "}</span>
              <RelativeTime time={revokedAt ?? expiresAt} />
              {revokedBy && (
                <span className="block text-meta text-ink-faint">
                  by <bdi>{revokedBy}</bdi>
                </span>
              )}
            </>
          ),
        },
        {
          key: "used",
          head: "Used",
          cell: ({ openings, downloads, lastUsedAt }) => (
            <>
              <Count value={openings} of={["opening", "openings"]} />,{" "}
              <Count value={downloads} of={["download", "downloads"]} />
              {lastUsedAt && (
                <span className="ml-1.5 text-ink-faint">
                  <RelativeTime time={lastUsedAt} />
                </span>
              )}
            </>
          ),
        },
        { key: "by", head: "Made by", wideOnly: true, cell: ({ createdBy }) => <bdi>{createdBy}</bdi> },
        {
          key: "end",
          head: <span className="sr-only">End</span>,
          className: "text-right",
          cell: (link) =>
            may &&
            (link.status === "open" || link.status === "lapsed") && (
              <Button size="small" onClick={() => void end(link)}>
                End<span className="sr-only"> the link of {link.label}</span>
              </Button>
            ),
        },
      ]}
    />
  );
}
