"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import type { z } from "zod";
import type * as shapes from "@/lib/contract/shapes";
import { api } from "../api";
import { resourceApi, type Place, usePages } from "../connections/addresses";
import type { PushFacts } from "../connections/reads";
import { useViewer } from "../shell/viewer";
import { Callout } from "../ui/callout";
import { Count } from "../ui/number";
import { Spinner } from "../ui/spinner";
import { RelativeTime } from "../ui/time";

type Records = z.output<typeof shapes.ownRecordsPage>;
type Key = z.output<typeof shapes.key>;

/** A second at first, then slower: who left the page open all day asks little. */
const paceOf = (asked: number) => (asked < 60 ? 1_000 : asked < 120 ? 3_000 : 10_000);

/** Says that records are awaited, and turns into what arrived the moment it does. */
export function Waiting({ place, keyId }: { place: Place; keyId: number | undefined }) {
  const { account } = useViewer();
  const [before, setBefore] = useState<number>();
  const newest = useQuery({
    queryKey: ["waiting", account.id, place.resourceId],
    queryFn: async ({ signal }) => {
      const { data } = await api.get<{ data: PushFacts[] }>(`${resourceApi(place)}/pushes`, {
        query: { size: 1 },
        signal,
      });
      setBefore((known) => known ?? data[0]?.id ?? 0);
      return data[0] ?? null;
    },
    refetchInterval: ({ state }) => paceOf(state.dataUpdateCount),
    staleTime: 0,
    gcTime: 0,
  });
  const push = newest.data;
  if (push && before !== undefined && push.id !== before) return <Arrived place={place} push={push} />;
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="flex min-h-10 items-center gap-2.5 rounded-6 bg-wash px-3 py-2.5 text-body">
        <Spinner className="size-4 shrink-0 text-accent" />
        <span className="min-w-0 text-ink-soft">
          <span className="font-medium text-ink">
            {before === undefined
              ? "Looking for pushes…"
              : push
                ? "Waiting for the next record…"
                : "Waiting for the first record…"}
          </span>{" "}
          {push ? (
            <>
              The last push came <RelativeTime time={push.at} />.
            </>
          ) : (
            "Run a snippet below; this line turns green when it arrives."
          )}
        </span>
      </p>
      {keyId !== undefined && <KeyRefusal keyId={keyId} />}
    </div>
  );
}

function Arrived({ place, push }: { place: Place; push: PushFacts }) {
  const pages = usePages();
  const taken = push.created + push.updated + push.unchanged;
  const [refused] = push.rejectedRows;
  const latest = useQuery({
    queryKey: ["arrived", place.resourceId, push.id],
    enabled: taken > 0,
    queryFn: ({ signal }) =>
      api.get<Records>(`${resourceApi(place)}/records`, {
        query: { size: 1, sort: "updatedAt", sortDir: "DESC" },
        signal,
      }),
  });
  const record = latest.data?.data[0];
  if (taken === 0) {
    return (
      <Callout tone="caution" live title="A push arrived, and its records were refused">
        <p className="wrap-anywhere">{refused?.message}</p>
        <Link href={pages.resource(place, "pushes")}>See each refused row and why</Link>
      </Callout>
    );
  }
  return (
    <Callout
      tone="good"
      live
      title={
        <>
          <Count value={taken} of={["record", "records"]} /> arrived <RelativeTime time={push.at} />
        </>
      }
    >
      {record && (
        <>
          Open{" "}
          <Link href={pages.record(place, record.id)} className="wrap-anywhere">
            <bdi>{record.id}</bdi>
          </Link>{" "}
          or{" "}
        </>
      )}
      <Link href={pages.resource(place)}>see all records</Link>.
      {push.rejected > 0 && (
        <>
          {" "}
          <Count value={push.rejected} of={["row was", "rows were"]} /> refused:{" "}
          <Link href={pages.resource(place, "pushes")}>see why</Link>.
        </>
      )}
    </Callout>
  );
}

function KeyRefusal({ keyId }: { keyId: number }) {
  const { account, can } = useViewer();
  const key = useQuery({
    queryKey: ["keys", account.id, keyId, "refusal"],
    enabled: can("keys-get"),
    queryFn: ({ signal }) => api.get<Key>(`/api/keys/${keyId}`, { signal }),
    refetchInterval: 5_000,
  });
  const { lastRefusedAt, lastRefusedCause } = key.data ?? {};
  if (!lastRefusedAt) return null;
  return (
    <Callout tone="bad" live title="The key was refused">
      <RelativeTime time={lastRefusedAt} />: {lastRefusedCause ?? "the cause was not kept"}
    </Callout>
  );
}
