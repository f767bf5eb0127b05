"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import type { JobFacts } from "@/lib/contract/jobs";
import type * as shapes from "@/lib/contract/shapes/evidence";
import type * as care from "@/lib/contract/shapes/evidence-care";
import type * as schedules from "@/lib/contract/shapes/evidence-schedules";
import { addressOf, api } from "../api";
import { type Place, resourceApi } from "../connections/addresses";
import { useNumbered } from "../connections/reads";
import { useViewer } from "../shell/viewer";

export type EvidenceFacts = z.output<typeof shapes.evidence>;
export type OneEvidence = z.output<typeof shapes.evidenceWithManifest>;
export type EvidenceStatus = EvidenceFacts["status"];
export type EvidenceRequest = z.input<typeof shapes.evidenceBody>;
export type Revealed = z.output<typeof shapes.revealed>;
export type EvidenceAct = z.output<typeof care.acts>["data"][number];
export type EvidenceLink = z.output<typeof care.link>;
export type NewLink = z.output<typeof care.newLink>;
export type Schedule = z.output<typeof schedules.schedule>;
export type SchedulePlan = z.input<typeof schedules.scheduleBody>;

const MOVING_MS = 1_000;

const keyOf = (accountId: number) => ["evidence", accountId] as const;
export const evidenceApi = (id: number) => `/api/evidence/${id}`;
export const schedulesApi = (place: Place) => `${resourceApi(place)}/evidence-schedules`;

type ListQuery = { resourceId?: number; status?: string };

/** Evidence of the account or of one resource, newest first; asked again while some of it is being generated. */
export function useEvidenceList(query: ListQuery) {
  const { account } = useViewer();
  return useNumbered<EvidenceFacts>([...keyOf(account.id), "list", query], "/api/evidence", query, (pages) =>
    pages?.some(({ data }) => data.some(({ status }) => status === "generating")) ? MOVING_MS : false,
  );
}

/** One evidence; asked again while it is being generated. */
export function useEvidence(id: number) {
  const { account } = useViewer();
  return useQuery({
    queryKey: [...keyOf(account.id), "one", id],
    queryFn: ({ signal }) => api.get<OneEvidence>(evidenceApi(id), { signal }),
    refetchInterval: ({ state }) => (state.data?.status === "generating" ? MOVING_MS : false),
  });
}

/** The job that generates an evidence, while it does. */
export function useGenerating({ jobId, status }: Pick<EvidenceFacts, "jobId" | "status">) {
  const { account } = useViewer();
  return useQuery({
    queryKey: ["job", account.id, jobId],
    queryFn: ({ signal }) => api.get<JobFacts>(`/api/jobs/${jobId}`, { signal }),
    enabled: status === "generating" && jobId !== null,
    refetchInterval: MOVING_MS,
  }).data;
}

/** What was done with an evidence, newest first. */
export function useActs(id: number) {
  const { account } = useViewer();
  return useNumbered<EvidenceAct>([...keyOf(account.id), "acts", id], `${evidenceApi(id)}/activity`);
}

/** The auditor links of an evidence, newest first. */
export function useLinks(id: number) {
  const { account } = useViewer();
  return useQuery({
    queryKey: [...keyOf(account.id), "links", id],
    queryFn: async ({ signal }) =>
      (await api.get<{ data: EvidenceLink[] }>(`${evidenceApi(id)}/links`, { signal })).data,
  });
}

/** The schedules of a resource; asked again while the last run of one is at work. */
export function useSchedules(place: Place) {
  const { account } = useViewer();
  return useQuery({
    queryKey: [...keyOf(account.id), "schedules", place.resourceId],
    queryFn: async ({ signal }) => (await api.get<{ data: Schedule[] }>(schedulesApi(place), { signal })).data,
    refetchInterval: ({ state }) =>
      state.data?.some(({ lastStatus }) => lastStatus === "generating") ? MOVING_MS : false,
  });
}

/** After a write: whatever was read of evidence is asked for again. */
export function useEvidenceStale() {
  const queries = useQueryClient();
  const { account } = useViewer();
  return () => queries.invalidateQueries({ queryKey: keyOf(account.id) });
}

/** Where the browser fetches a file of an evidence. */
export function useDownload() {
  const { account, viewAs } = useViewer();
  return (path: string) => addressOf(new URL(path, "http://x").pathname, { account: account.id, viewAs });
}
