"use client";

import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import type * as shapes from "@/lib/contract/shapes/views";
import { api } from "../api";
import { useViewer } from "../shell/viewer";

export type Overview = z.output<typeof shapes.overview>;
export type ConnectionOverview = Overview["connections"][number];
export type FeedFacts = ConnectionOverview["resources"][number];
export type RecentChange = Overview["recentChanges"][number];

/** Everything that the account holds, at a glance; asked for again every half minute. */
export function useOverview() {
  const { account } = useViewer();
  return useQuery({
    queryKey: ["overview", account.id],
    queryFn: ({ signal }) => api.get<Overview>("/api/overview", { signal }),
    refetchInterval: 30_000,
  });
}

export type Totals = { records: number; late: number; failing: number; moreFailing: boolean };

/** What is there and what is wrong, added up. */
export function totalsOf(connections: readonly ConnectionOverview[]): Totals {
  const feeds = connections.flatMap(({ resources }) => resources);
  return {
    records: feeds.reduce((sum, { recordCount }) => sum + recordCount, 0),
    late: feeds.filter(({ late }) => late).length,
    failing: feeds.reduce((sum, { failing }) => sum + failing.count, 0),
    moreFailing: feeds.some(({ failing }) => failing.more),
  };
}

const lastPush = ({ resources }: ConnectionOverview) =>
  resources.reduce((latest, { lastPushAt }) => (lastPushAt && lastPushAt > latest ? lastPushAt : latest), "");

const troubles = ({ resources }: ConnectionOverview) =>
  resources.some(({ late }) => late) ? 2 : resources.some(({ failing }) => failing.count > 0) ? 1 : 0;

/** Late feeds first, then those with failing records, then whoever pushed last. */
export function byUrgency(connections: readonly ConnectionOverview[]): ConnectionOverview[] {
  const sorted = connections.toSorted((a, b) => troubles(b) - troubles(a) || (lastPush(a) < lastPush(b) ? 1 : -1));
  return sorted.map((connection) => ({
    ...connection,
    resources: connection.resources.toSorted((a, b) => Number(b.late) - Number(a.late)),
  }));
}
