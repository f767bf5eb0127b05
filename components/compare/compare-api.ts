"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import type { JobFacts } from "@/lib/contract/jobs";
import type * as shapes from "@/lib/contract/shapes/compare";
import type { Difference } from "@/lib/schema/difference";
import { parseExact } from "@/lib/schema/exact-json";
import { api } from "../api";
import { type Place, resourceApi } from "../connections/addresses";
import { names } from "../connections/reads";
import { useViewer } from "../shell/viewer";

export type Comparison = z.output<typeof shapes.comparison>;
export type Kind = "created" | "changed" | "deleted";
export type Moments = { from: string; to: string };

export type ComparedRecord = {
  id: string;
  kind: Kind;
  beforeRevision: number | null;
  afterRevision: number | null;
  attributes: Record<string, unknown> | null;
  fields: Difference[];
};

const POLL_MS = 700;

/** Where two moments of a resource are compared. */
export const compareApi = (place: Place) => `${resourceApi(place)}/compare`;
const keyOf = (accountId: number, place: Place, rest: readonly unknown[]) => [
  ...names.resource(accountId, place),
  "compare",
  ...rest,
];

/** How many records differ. */
export function useComparison(place: Place, { from, to }: Moments) {
  const { account } = useViewer();
  return useQuery({
    queryKey: keyOf(account.id, place, ["counts", from, to]),
    queryFn: ({ signal }) => api.get<Comparison>(compareApi(place), { query: { from, to }, signal }),
    enabled: from !== "",
    retry: false,
  });
}

type Page = { data: ComparedRecord[]; next: string | null };

/** Which records differ, page by page, with every digit. */
export function useCompared(place: Place, { from, to }: Moments, kind: Kind | undefined) {
  const { account } = useViewer();
  return useInfiniteQuery({
    queryKey: keyOf(account.id, place, ["records", from, to, kind]),
    queryFn: async ({ pageParam, signal }) => {
      const query = { from, to, kind, after: pageParam, size: 50 };
      return parseExact(await api.get<string>(`${compareApi(place)}/records`, { query, signal, text: true })) as Page;
    },
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

/** What a job compares, and writes into a file where a format is given. */
export const compareBody = ({ from, to }: Moments, format?: "csv" | "jsonl") => ({ from, to: to || undefined, format });

/** Counts in a job. */
export const startCompare = (place: Place, moments: Moments) =>
  api.post<JobFacts>(compareApi(place), { body: compareBody(moments) });

/** A job as it gets on. */
export function useCountingJob(id: number | undefined) {
  return useQuery({
    queryKey: ["jobs", "counting", id],
    queryFn: ({ signal }) => api.get<JobFacts>(`/api/jobs/${id}`, { signal }),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data?.finishedAt ? false : POLL_MS),
  });
}
