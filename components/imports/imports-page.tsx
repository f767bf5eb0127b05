"use client";

import { type Place, usePages } from "../connections/addresses";
import { Counts } from "../connections/counts";
import { rowsOf } from "../connections/reads";
import { ShowMore } from "../connections/show-more";
import { Size } from "../connections/size";
import { useViewer } from "../shell/viewer";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { Count } from "../ui/number";
import { PageLink } from "../ui/page-link";
import { SkeletonRows } from "../ui/skeleton";
import { Status } from "../ui/status";
import { RelativeTime } from "../ui/time";
import { useBeginImport } from "./begin-import";
import { FileButton } from "./file-button";
import { type ImportFacts, importFile, templateFile, useImports } from "./import-api";
import { countsOf, statusWords } from "./import-words";

/** Every file that was imported or is being, newest first, and the way to begin another. */
export function ImportsPage({ place }: { place: Place }) {
  const { can } = useViewer();
  const list = useImports(place);
  const mayImport = can("imports-post", place.connectionId);
  if (list.error) {
    return <FailedState what="The imports could not be read" problem={list.error} retry={() => void list.refetch()} />;
  }
  if (!list.data) return <SkeletonRows rows={6} columns={4} label="Loading imports" />;
  const imports = rowsOf(list.data);
  if (imports.length === 0) {
    return (
      <EmptyState
        title="Nothing has been imported yet"
        text="Drop a CSV, Excel, JSON or NDJSON file anywhere on this resource. You see exactly what it would add, change and delete before anything is written, and every import can be rolled back."
        actions={mayImport && <Begin place={place} />}
      />
    );
  }
  return (
    <>
      {mayImport && (
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <p className="text-table text-ink-faint">Or drop a file anywhere on this resource.</p>
          <div className="flex flex-wrap gap-2">
            <Begin place={place} />
          </div>
        </div>
      )}
      <ul aria-label="Imports, newest first" className="border-t border-hairline">
        {imports.map((facts) => (
          <ImportLine key={facts.id} facts={facts} place={place} />
        ))}
      </ul>
      <ShowMore list={list} />
    </>
  );
}

function Begin({ place }: { place: Place }) {
  const { busy, begin } = useBeginImport(place);
  return (
    <>
      <FileButton variant="primary" busy={busy} onFile={(file) => void begin(file)}>
        Import a file
      </FileButton>
      <span className="flex items-center gap-2 text-table text-ink-soft">
        Empty template:
        <a href={templateFile(place, "xlsx")} download>
          Excel
        </a>
        <a href={templateFile(place, "csv")} download>
          CSV
        </a>
      </span>
    </>
  );
}

function ImportLine({ facts, place }: { facts: ImportFacts; place: Place }) {
  const pages = usePages();
  const { id, fileName, bytes, received, status, createdBy, createdAt, revision } = facts;
  const { label, tone } = statusWords[status];
  const counts = countsOf(facts);
  const writes = counts ? counts.created + counts.updated + counts.deleted : 0;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b border-hairline px-2 py-1.5 text-table hover:bg-wash max-sm:py-2.5 md:grid-cols-[8rem_minmax(0,1fr)_20rem_5.5rem]">
      <RelativeTime time={createdAt} className="text-ink-soft max-md:hidden" />
      <div className="min-w-0">
        <p className="truncate">
          <PageLink href={pages.import(place, id)} className="text-ink">
            <bdi>{fileName}</bdi>
          </PageLink>
        </p>
        <p className="truncate text-ink-faint">
          <span className="md:hidden">
            <RelativeTime time={createdAt} />,{" "}
          </span>
          <Size bytes={bytes ?? received} />, <bdi>{createdBy.label}</bdi>
        </p>
      </div>
      <span className="min-w-0 max-md:col-span-2 max-md:row-start-2">
        <Status tone={tone}>{label}</Status>
        {counts && (
          <span className="block text-ink-soft">
            {!facts.counts && writes > 0 && "would be "}
            <Counts counts={{ ...counts, rejected: 0 }} none={counts.rejected > 0 ? "" : "nothing to change"} />
            {counts.rejected > 0 && (
              <span className="text-bad">
                {" "}
                <Count value={counts.rejected} /> rejected
              </span>
            )}
          </span>
        )}
      </span>
      <span className="flex flex-col items-end text-ink-soft max-md:col-start-2 max-md:row-start-1">
        {revision !== null && (
          <>
            <PageLink href={pages.change(place, revision)} className="py-0.75">
              revision {revision}
            </PageLink>
            <a href={importFile(place, id, "report")} download className="py-0.75">
              Report<span className="sr-only"> of {fileName}</span>
            </a>
          </>
        )}
      </span>
    </li>
  );
}
