"use client";

import Link from "next/link";
import { useState } from "react";
import { usePages } from "../../connections/addresses";
import { FailedState } from "../../ui/failed-state";
import { Button } from "../../ui/button";
import { SkeletonLines } from "../../ui/skeleton";
import type { ResourcePlace as Place } from "../place";
import type { Version } from "../record-api";
import { useVersions } from "../record-reads";
import { ProvenanceLine } from "./provenance-line";
import { SideBySide } from "./side-by-side";
import { VersionEntry } from "./version-entry";

type HistoryTabProps = {
  place: Place;
  id: string;
  /** Makes the record what it was; absent for those who may only read. */
  onRevert?: (version: Version) => void;
  /** It has a page of its own already. */
  whole?: boolean;
};

/** Every version of a record, the newest first: what changed, who, through what, when and why. */
export default function HistoryTab({ place, id, onRevert, whole }: HistoryTabProps) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useVersions(place, id);
  const pages = usePages();
  const [compared, setCompared] = useState<{ before: Version; after: Version }>();
  if (isPending) return <SkeletonLines lines={8} label="Reading the history" />;
  if (error && !data) {
    return <FailedState what="The history could not be read" problem={error} retry={() => void refetch()} />;
  }
  const versions = data.pages.flatMap((page) => page.data);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <ProvenanceLine place={place} id={id} />
        {!whole && (
          <Link href={pages.life(place, id)} className="text-table">
            Its whole life on a page
          </Link>
        )}
      </div>
      <ol className="flex flex-col">
        {versions.map((version, at) => {
          const before = versions[at + 1];
          return (
            <VersionEntry
              key={version.revision}
              version={version}
              before={before}
              waits={before === undefined && hasNextPage}
              onCompare={before && (() => setCompared({ before, after: version }))}
              onRevert={at > 0 && onRevert ? () => onRevert(version) : undefined}
            />
          );
        })}
      </ol>
      {hasNextPage && (
        <div>
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older versions
          </Button>
        </div>
      )}
      {compared && <SideBySide {...compared} onClose={() => setCompared(undefined)} />}
    </div>
  );
}
