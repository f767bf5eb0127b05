"use client";

import { useQuery } from "@tanstack/react-query";
import { GitCompareArrows, History, Undo2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { api } from "../api";
import { ComparedRows } from "../compare/compared-rows";
import { PlaceProvider } from "../records/place";
import { useViewer } from "../shell/viewer";
import { Button, LinkButton } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { SkeletonLines } from "../ui/skeleton";
import { ExactTime } from "../ui/time";
import { type Place, resourceApi, usePages } from "./addresses";
import { channelInWords, kindInWords } from "./change-words";
import { Counts } from "./counts";
import { type ChangeFacts, names } from "./reads";
import { UndoDialog } from "./undo-dialog";

/** One Change: who, through what and why; its records before and after; and how to take it back. */
export function ChangePage({ place, revision }: { place: Place; revision: number }) {
  const pages = usePages();
  const { account, can } = useViewer();
  const [undoing, setUndoing] = useState(false);
  const { data, error, isPending, refetch } = useQuery({
    queryKey: [...names.resource(account.id, place), "changes", revision],
    queryFn: async ({ signal }) => {
      const query = { below: revision + 1, size: 1 };
      const page = await api.get<{ data: ChangeFacts[] }>(`${resourceApi(place)}/changes`, { query, signal });
      return page.data.find((change) => change.revision === revision) ?? null;
    },
  });
  if (error) return <FailedState what="The change could not be read" problem={error} retry={() => void refetch()} />;
  if (isPending) return <SkeletonLines lines={6} label="Reading the change" />;
  if (!data)
    return <EmptyState title="There is no such change" text="The newest is at the top of the list of changes." />;
  const touches = data.created + data.updated + data.deleted > 0;
  const mayUndo = touches && can("custom-connections-data-put", place.connectionId);
  return (
    <PlaceProvider value={place}>
      <div className="mb-3 flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 max-lg:basis-full">
          <h2 className="text-section font-semibold">
            Revision {data.revision}: {kindInWords(data.kind)}
          </h2>
          <Facts change={data} />
        </div>
        <LinkButton
          size="small"
          href={`${pages.resource(place)}?asOf=${revision}`}
          icon={<History aria-hidden="true" />}
        >
          View as of it
        </LinkButton>
        <LinkButton
          size="small"
          href={`${pages.resource(place, "compare")}?from=${revision}`}
          icon={<GitCompareArrows aria-hidden="true" />}
        >
          Compare with now
        </LinkButton>
        {mayUndo && (
          <Button size="small" icon={<Undo2 aria-hidden="true" />} onClick={() => setUndoing(true)}>
            Undo revision {revision}
          </Button>
        )}
      </div>
      {touches ? (
        <ComparedRows place={place} moments={{ from: String(revision - 1), to: String(revision) }} kind={undefined} />
      ) : (
        <p className="py-3 text-body text-ink-soft">It touched no record.</p>
      )}
      {undoing && <UndoDialog place={place} change={data} onClose={() => setUndoing(false)} />}
    </PlaceProvider>
  );
}

function Facts({ change }: { change: ChangeFacts }) {
  const pages = usePages();
  return (
    <div className="text-body text-ink-soft">
      <p>
        <bdi>{change.actor.label}</bdi>, {channelInWords(change.channel, change.actor.kind)},{" "}
        <ExactTime time={change.at} />, judged by schema version {change.schemaVersion}
      </p>
      <p>
        <Counts counts={change} none="No records" />
        {change.jobId !== null && (
          <>
            {" · "}
            <Link href={pages.job(change.jobId)}>as one job</Link>
          </>
        )}
      </p>
      {change.reason && (
        <p className="wrap-anywhere">
          Reason: <q dir="auto">{change.reason}</q>
        </p>
      )}
    </div>
  );
}
