"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import type * as shapes from "@/lib/contract/shapes/sessions";
import type { JobFacts } from "@/lib/contract/jobs";
import { parseExact } from "@/lib/schema/exact-json";
import { api } from "../api";
import type { ComparedRecord, Kind } from "../compare/compare-api";
import { type Place, resourceApi } from "../connections/addresses";
import { names, useNumbered } from "../connections/reads";
import { showJob } from "../jobs/use-jobs";
import { useViewer } from "../shell/viewer";

export type SessionFacts = z.output<typeof shapes.session>;
export type SessionStatus = SessionFacts["status"];
export type SessionWithDifference = z.output<typeof shapes.sessionWithDifference>;

/** An open session grows while somebody looks at it. */
const OPEN_POLL_MS = 5_000;
const MOVING_POLL_MS = 1_000;

const sessionsApi = (place: Place) => `${resourceApi(place)}/sessions`;
const sessionApi = (place: Place, id: number) => `${sessionsApi(place)}/${id}`;
const keyOf = (accountId: number, place: Place) => [...names.resource(accountId, place), "sessions"];

/** A resource's sessions, newest first. */
export function useSessions(place: Place, status: SessionStatus | undefined) {
  const { account } = useViewer();
  return useNumbered<SessionFacts>([...keyOf(account.id, place), "list", status], sessionsApi(place), { status });
}

/** One session, and what it would change. */
export function useSession(place: Place, id: number) {
  const { account } = useViewer();
  return useQuery({
    queryKey: [...keyOf(account.id, place), id],
    queryFn: ({ signal }) => api.get<SessionWithDifference>(sessionApi(place, id), { signal }),
    refetchInterval: ({ state: { data } }) =>
      data && data.jobId !== null ? MOVING_POLL_MS : data?.status === "IN_PROGRESS" && OPEN_POLL_MS,
  });
}

type Page = { data: ComparedRecord[]; next: string | null };

/** Which live records a session would change, page by page, with every digit. */
export function useSessionDifference(place: Place, { id, updatedAt }: SessionFacts, kind: Kind | undefined) {
  const { account } = useViewer();
  return useInfiniteQuery({
    queryKey: [...keyOf(account.id, place), id, "difference", updatedAt, kind],
    queryFn: async ({ pageParam, signal }) => {
      const query = { kind, after: pageParam, size: 50 };
      const text = await api.get<string>(`${sessionApi(place, id)}/difference`, { query, signal, text: true });
      return parseExact(text) as Page;
    },
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

export type Act = "complete" | "cancel" | "reactivate";
export type Told = { reason?: string; confirmDeletes?: number; allowEmpty?: boolean };

/**
 * Completes, cancels or makes live again, at once or, of a large one, by a job, which is answered; everything read of the
 * resource is asked for anew afterwards.
 */
export function useActs(place: Place) {
  const queries = useQueryClient();
  const { account } = useViewer();
  return async (id: number, act: Act, { reason, confirmDeletes, allowEmpty }: Told = {}) => {
    const done = await api.post<SessionFacts | JobFacts>(`${sessionApi(place, id)}/${act}`, {
      query: { confirmDeletes },
      body: act === "complete" ? { allowEmpty } : undefined,
      headers: reason ? { "x-change-reason": encodeURIComponent(reason) } : undefined,
    });
    await queries.invalidateQueries({ queryKey: names.resource(account.id, place) });
    if (!("kind" in done)) return undefined;
    showJob(queries, done);
    return done;
  };
}
