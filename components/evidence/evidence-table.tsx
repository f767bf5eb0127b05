"use client";

import { Download } from "lucide-react";
import Link from "next/link";
import type { z } from "zod";
import type { evidence } from "@/lib/contract/shapes/evidence";
import { addressOf } from "../api";
import { usePages } from "../connections/addresses";
import { Size } from "../connections/size";
import { useViewer } from "../shell/viewer";
import { buttonLook } from "../ui/button";
import { CopyableId } from "../ui/copyable";
import { Count } from "../ui/number";
import { type SimpleColumn, SimpleTable } from "../ui/simple-table";
import { ExactTime } from "../ui/time";

export type EvidenceFacts = z.output<typeof evidence>;

type EvidenceTableProps = { rows: readonly EvidenceFacts[]; resourceName?: (row: EvidenceFacts) => string };

/** Evidence files, each with what it proves and the hash that tells it apart. */
export function EvidenceTable({ rows, resourceName }: EvidenceTableProps) {
  const pages = usePages();
  const columns: (SimpleColumn<EvidenceFacts> | false)[] = [
    {
      key: "file",
      head: "File",
      cell: (row) => <span className="font-mono text-table font-medium wrap-anywhere">{row.fileName}</span>,
    },
    resourceName !== undefined && {
      key: "resource",
      head: "Resource",
      className: "max-w-56",
      cell: (row) => (
        <Link
          href={pages.resource(row, "evidence")}
          className="line-clamp-1 wrap-anywhere text-ink-soft underline-offset-4 hover:underline"
        >
          <bdi>{resourceName(row)}</bdi>
        </Link>
      ),
    },
    {
      key: "asOf",
      head: "As of",
      cell: (row) => (
        <>
          <ExactTime time={row.createdAt} />
          <span className="ml-2 text-ink-faint max-lg:hidden">revision {row.revision}</span>
        </>
      ),
    },
    {
      key: "records",
      head: "Records",
      numeric: true,
      cell: ({ recordCount }) =>
        recordCount !== null && (
          <>
            <Count value={recordCount} />
            <span className="sm:sr-only"> {recordCount === 1 ? "record" : "records"}</span>
          </>
        ),
    },
    { key: "schema", head: "Schema", wideOnly: true, cell: (row) => `v${row.schemaVersion}` },
    {
      key: "sha256",
      head: "SHA-256",
      cell: ({ sha256 }) => sha256 !== null && <CopyableId value={sha256} what="the SHA-256" className="max-w-36" />,
    },
    {
      key: "by",
      head: "Made by",
      wideOnly: true,
      className: "max-w-40",
      cell: (row) => <bdi className="line-clamp-1 wrap-anywhere">{row.createdBy}</bdi>,
    },
    {
      key: "download",
      head: <span className="sr-only">Download</span>,
      className: "text-right",
      cell: (row) => <DownloadLink row={row} />,
    },
  ];
  return (
    <SimpleTable
      caption="Evidence, newest first"
      rows={rows}
      rowKey={({ id }) => String(id)}
      columns={columns.filter((column) => column !== false)}
    />
  );
}

const states = { ready: "", generating: "Being generated", failed: "Not generated", deleted: "Deleted" };

function DownloadLink({ row }: { row: EvidenceFacts }) {
  const { account, viewAs } = useViewer();
  if (row.status !== "ready" || row.byteCount === null)
    return <span className="text-ink-faint">{states[row.status]}</span>;
  return (
    <a
      href={addressOf(`/api/evidence/${row.id}/download`, { account: account.id, viewAs })}
      download={row.fileName}
      className={buttonLook({ size: "small" })}
    >
      <Download aria-hidden="true" />
      <span>
        Download<span className="sr-only"> {row.fileName}</span>
      </span>
      <span className="font-normal text-ink-faint">
        <Size bytes={row.byteCount} />
      </span>
    </a>
  );
}
