"use client";

import { Download, Lock, Timer } from "lucide-react";
import { usePages } from "../connections/addresses";
import { Size } from "../connections/size";
import { Badge } from "../ui/badge";
import { buttonLook } from "../ui/button";
import { Count } from "../ui/number";
import { PageLink } from "../ui/page-link";
import { Progress } from "../ui/progress";
import { type SimpleColumn, SimpleTable } from "../ui/simple-table";
import { ExactTime, RelativeTime } from "../ui/time";
import { type EvidenceFacts, useDownload } from "./evidence-api";
import { EvidenceState, formatsOf, Freshness, nameOf, narrowedBy } from "./evidence-words";

type EvidenceTableProps = { rows: readonly EvidenceFacts[]; resourceName?: (row: EvidenceFacts) => string };

/** Evidence, each with what it is of, how much is in it and what became of it. */
export function EvidenceTable({ rows, resourceName }: EvidenceTableProps) {
  // Where the resource has a column, there is less room for what stands beside others.
  const beside = resourceName ? "max-2xl:hidden" : "max-xl:hidden";
  const columns: (SimpleColumn<EvidenceFacts> | false)[] = [
    { key: "name", head: "Evidence", className: "max-w-72 py-1.5", cell: (row) => <Name row={row} /> },
    resourceName !== undefined && {
      key: "resource",
      head: "Resource",
      className: "min-w-28 max-w-48",
      cell: (row) => <ResourceLink row={row} name={resourceName(row)} />,
    },
    { key: "asOf", head: "As of", cell: (row) => <AsOf row={row} /> },
    { key: "records", head: "Records", numeric: true, cell: (row) => <Counts row={row} /> },
    { key: "state", head: "State", cell: (row) => <State row={row} /> },
    { key: "downloads", head: "Downloads", numeric: true, wideOnly: true, cell: (row) => <Downloads row={row} /> },
    {
      key: "made",
      head: "Made",
      wideOnly: true,
      className: "max-w-44 max-lg:hidden",
      cell: (row) => (
        <span className="flex min-w-0 items-baseline gap-1.5">
          <RelativeTime time={row.createdAt} />
          <bdi className={`truncate text-ink-faint ${beside}`}>{row.createdBy}</bdi>
        </span>
      ),
    },
    {
      key: "download",
      head: <span className="sr-only">Download</span>,
      className: "text-right",
      cell: (row) => row.status === "ready" && <DownloadLink row={row} />,
    },
  ];
  return (
    <SimpleTable
      room="roomy"
      caption="Evidence, newest first"
      rows={rows}
      rowKey={({ id }) => String(id)}
      columns={columns.filter((column) => column !== false)}
    />
  );
}

function Name({ row }: { row: EvidenceFacts }) {
  const pages = usePages();
  const said = [formatsOf(row), ...narrowedBy(row)];
  return (
    <>
      <PageLink
        href={pages.oneEvidence(row.id)}
        className="line-clamp-2 wrap-anywhere underline-offset-4 hover:underline max-sm:py-1"
      >
        <bdi>{nameOf(row)}</bdi>
      </PageLink>
      <span className="mt-0.5 flex flex-wrap gap-1 font-normal">
        {row.tags.slice(0, 3).map((tag) => (
          <Badge key={tag}>
            <bdi>{tag}</bdi>
          </Badge>
        ))}
        {row.tags.length > 3 && <span className="text-meta text-ink-faint">+{row.tags.length - 3}</span>}
        <span className="text-meta text-ink-faint">{said.join(" · ")}</span>
      </span>
    </>
  );
}

function ResourceLink({ row, name }: { row: EvidenceFacts; name: string }) {
  const pages = usePages();
  return (
    <PageLink
      href={pages.resource(row, "evidence")}
      className="line-clamp-2 wrap-anywhere text-ink-soft underline-offset-4 hover:underline"
    >
      <bdi>{name}</bdi>
    </PageLink>
  );
}

function AsOf({ row }: { row: EvidenceFacts }) {
  return (
    <>
      <ExactTime time={row.revisionAt ?? row.createdAt} />
      <span className="block text-meta text-ink-faint">
        revision <Count value={row.revision} />, <Freshness changes={row.changesSince} />
      </span>
    </>
  );
}

function Counts({ row: { recordCount, totalCount } }: { row: EvidenceFacts }) {
  if (recordCount === null) return <span className="text-ink-faint">–</span>;
  return (
    <>
      <Count value={recordCount} />
      {totalCount !== null && totalCount !== recordCount && (
        <span className="text-ink-faint">
          {" "}
          of <Count value={totalCount} />
        </span>
      )}
      <span className="sr-only card:not-sr-only"> {recordCount === 1 ? "record" : "records"}</span>
    </>
  );
}

function State({ row }: { row: EvidenceFacts }) {
  const { progress } = row;
  return (
    <span className="inline-flex flex-wrap items-center gap-1">
      <EvidenceState status={row.status} />
      {row.legalHold && (
        <Badge tone="caution" icon={<Lock aria-hidden="true" />} title={row.legalHold.reason}>
          hold
        </Badge>
      )}
      {row.keepUntil && row.status !== "deleted" && !row.legalHold && (
        <Badge icon={<Timer aria-hidden="true" />} title={`It is deleted after ${row.keepUntil}`}>
          until {row.keepUntil.slice(0, 10)}
        </Badge>
      )}
      {progress && (
        <span className="w-16">
          <Progress label={`Generating ${nameOf(row)}`} done={progress.done} total={progress.total ?? undefined} />
        </span>
      )}
    </span>
  );
}

function Downloads({ row: { downloads } }: { row: EvidenceFacts }) {
  if (downloads.count === 0) return <span className="text-ink-faint">none</span>;
  return (
    <span className="whitespace-nowrap">
      <Count value={downloads.count} />
      {downloads.lastAt && (
        <span className="ml-1.5 text-ink-faint">
          <RelativeTime time={downloads.lastAt} />
        </span>
      )}
    </span>
  );
}

function DownloadLink({ row }: { row: EvidenceFacts }) {
  const download = useDownload();
  return (
    <a href={download(row.downloadUrl)} download={row.fileName} className={buttonLook({ size: "small" })}>
      <Download aria-hidden="true" />
      <span>
        Download<span className="sr-only"> {row.fileName}</span>
      </span>
      <span className="font-normal text-ink-faint">
        <Size bytes={row.byteCount ?? 0} />
      </span>
    </a>
  );
}
