"use client";

import { Download, RotateCw } from "lucide-react";
import { useState } from "react";
import { ApiProblem } from "../api";
import { jobsApi } from "../api-jobs";
import { paceOf } from "../jobs/job-words";
import { usePages } from "../connections/addresses";
import { useResource } from "../connections/reads";
import { Size } from "../connections/size";
import { useViewer } from "../shell/viewer";
import { Button, buttonLook, LinkButton } from "../ui/button";
import { Callout } from "../ui/callout";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { NotAllowed } from "../ui/not-allowed";
import { PageHeader } from "../ui/page-header";
import { Progress } from "../ui/progress";
import { SkeletonLines } from "../ui/skeleton";
import { ExactTime } from "../ui/time";
import { toast } from "../ui/toast";
import { ActList } from "./act-list";
import {
  type EvidenceFacts,
  type OneEvidence,
  evidenceApi,
  useDownload,
  useEvidence,
  useEvidenceStale,
  useGenerating,
} from "./evidence-api";
import { Comparison } from "./evidence-compare";
import { BundleFiles } from "./bundle-files";
import { EvidenceFactsList, Hashes } from "./evidence-facts";
import { EvidenceMenu } from "./evidence-menu";
import { EvidenceState, mainFiles, nameOf } from "./evidence-words";
import { LinksSection } from "./links-section";
import { useDownloadsTold, useTaken } from "./taken";

/** One evidence: what it is of, what is in it, how it is checked, who took it, and what can be done with it. */
export function EvidencePage({ id }: { id: number }) {
  const { can } = useViewer();
  const pages = usePages();
  const { data, error, refetch } = useEvidence(id);
  const crumbs = [{ label: "Evidence", href: pages.evidence }];
  if (!can("evidence-get")) {
    return (
      <>
        <PageHeader crumbs={crumbs} title="Evidence" />
        <NotAllowed permission="evidence-get" />
      </>
    );
  }
  if (!data) {
    return (
      <>
        <PageHeader crumbs={crumbs} title={`Evidence ${id}`} />
        {isMissing(error) ? (
          <EmptyState
            title="There is no such evidence"
            text="It may be of another account, or of a connection that you cannot see. Deleted evidence keeps its page."
            actions={<LinkButton href={pages.evidence}>All evidence</LinkButton>}
          />
        ) : error ? (
          <FailedState what="The evidence could not be read" problem={error} retry={() => void refetch()} />
        ) : (
          <SkeletonLines lines={12} label="Reading the evidence" />
        )}
      </>
    );
  }
  return <Shown evidence={data} />;
}

const isMissing = (error: unknown) => error instanceof ApiProblem && error.status === 404;

function Shown({ evidence }: { evidence: OneEvidence }) {
  const pages = usePages();
  const download = useDownload();
  useDownloadsTold();
  useTaken(evidence);
  const resource = useResource(evidence);
  const name = resource.data?.name ?? (resource.error ? "a deleted resource" : "…");
  const crumbs = [
    { label: "Evidence", href: pages.evidence },
    { label: <bdi>{name}</bdi>, href: pages.resource(evidence, "evidence") },
  ];
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title={<bdi className="line-clamp-3">{nameOf(evidence)}</bdi>}
        meta={
          <span className="flex flex-wrap items-center gap-1.5">
            <EvidenceState status={evidence.status} /> Evidence {evidence.id}
          </span>
        }
        action={evidence.status === "ready" && <BundleLink evidence={evidence} />}
        menu={<EvidenceMenu evidence={evidence} />}
      />
      <div className="flex min-w-0 flex-col gap-6">
        <Standing evidence={evidence} />
        {evidence.status === "ready" && <Files evidence={evidence} />}
        <EvidenceFactsList evidence={evidence} resourceName={name} />
        {evidence.sha256 && <Hashes evidence={evidence} />}
        {evidence.files.length > 0 && <BundleFiles files={evidence.files} hrefOf={download} />}
        {evidence.status === "ready" && <LinksSection evidence={evidence} />}
        <ActList evidence={evidence} />
      </div>
    </>
  );
}

function BundleLink({ evidence }: { evidence: EvidenceFacts }) {
  const download = useDownload();
  return (
    <a
      href={download(evidence.downloadUrl)}
      download={evidence.fileName}
      className={buttonLook({ variant: "primary" })}
    >
      <Download aria-hidden="true" /> Download bundle
    </a>
  );
}

/** What stands in the way, or above all else: being made, failed, deleted, held. */
function Standing({ evidence }: { evidence: EvidenceFacts }) {
  const { status, legalHold, keepUntil, deletedAt, deletedBy, deleteReason } = evidence;
  return (
    <>
      {status === "generating" && <Generating evidence={evidence} />}
      {status === "failed" && <Failed evidence={evidence} />}
      {status === "deleted" && deletedAt && (
        <Callout tone="caution" title="Its files were deleted">
          <p className="wrap-anywhere">
            By <bdi>{deletedBy}</bdi>, <ExactTime time={deletedAt} />
            {deleteReason && (
              <>
                : <bdi>{deleteReason}</bdi>
              </>
            )}
            . What it was stays on record below, so that a copy which somebody has can still be checked.
          </p>
        </Callout>
      )}
      {legalHold && (
        <Callout tone="caution" title="Under a legal hold">
          <p className="wrap-anywhere">
            <bdi>{legalHold.reason}</bdi> (<bdi>{legalHold.by}</bdi>, <ExactTime time={legalHold.since} />
            ). Neither people nor retention delete it until the hold is lifted.
          </p>
        </Callout>
      )}
      {keepUntil && status !== "deleted" && (
        <p className="text-body text-ink-soft">
          It is kept until <ExactTime time={keepUntil} />, and deleted then
          {legalHold && ", unless the hold lasts longer"}.
        </p>
      )}
    </>
  );
}

function Generating({ evidence }: { evidence: EvidenceFacts }) {
  const job = useGenerating(evidence);
  const { done = 0, total } = evidence.progress ?? {};
  return (
    <div className="max-w-[44rem]" role="status">
      <Callout tone="info" title="It is being generated">
        <p className="mb-2">{job ? paceOf(job) : recordsOf(done, total)}. You may leave this page.</p>
        <Progress label="Generating the evidence" done={done} total={total ?? undefined} />
      </Callout>
    </div>
  );
}

/** How far it is, for whoever does not see its job. */
const recordsOf = (done: number, total: number | null | undefined) =>
  `${done.toLocaleString("en")}${typeof total === "number" ? ` of ${total.toLocaleString("en")}` : ""} records`;

function Failed({ evidence }: { evidence: EvidenceFacts }) {
  const [busy, setBusy] = useState(false);
  const stale = useEvidenceStale();
  const { jobId } = evidence;
  const retry = async () => {
    if (jobId === null) return;
    setBusy(true);
    try {
      await jobsApi.retry(jobId);
      await stale();
    } catch (problem) {
      toast.failed(problem, "It could not be tried again");
    }
    setBusy(false);
  };
  return (
    <Callout
      tone="bad"
      title="It could not be generated"
      actions={
        jobId !== null && (
          <Button size="small" busy={busy} icon={<RotateCw aria-hidden="true" />} onClick={() => void retry()}>
            Retry
          </Button>
        )
      }
    >
      <p className="wrap-anywhere">{evidence.error}</p>
    </Callout>
  );
}

/** The downloads that people look for, and the two ways to check. */
function Files({ evidence }: { evidence: EvidenceFacts }) {
  const download = useDownload();
  const found = mainFiles.flatMap(({ name, label }) => {
    const file = evidence.files.find((one) => one.name === name);
    return file ? [{ ...file, label }] : [];
  });
  return (
    <section aria-label="Downloads" className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        <FileLink href={download(evidence.downloadUrl)} name={evidence.fileName} bytes={evidence.byteCount ?? 0}>
          Bundle ZIP
        </FileLink>
        {found.map(({ name, label, bytes, downloadUrl }) => (
          <FileLink key={name} href={download(downloadUrl)} name={name} bytes={bytes}>
            {label}
          </FileLink>
        ))}
        <a
          href={download(`${evidenceApi(evidence.id)}/oscal`)}
          download={evidence.fileName.replace(/zip$/, "oscal.json")}
          className={buttonLook({})}
        >
          OSCAL
        </a>
      </div>
      <Comparison evidence={evidence} />
    </section>
  );
}

type FileLinkProps = { href: string; name: string; bytes: number; children: string };

function FileLink({ href, name, bytes, children }: FileLinkProps) {
  return (
    <a href={href} download={name} className={buttonLook({})}>
      {children}
      <span className="font-normal text-ink-faint">
        <Size bytes={bytes} />
      </span>
    </a>
  );
}
