"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import type { JobFacts } from "@/lib/contract/jobs";
import type { MigrationStep } from "@/lib/contract/migration-step";
import type * as shapes from "@/lib/contract/shapes/schemas";
import type { DraftContent } from "@/lib/schema/builder/draft-content";
import { parseExact, printExact } from "@/lib/schema/exact-json";
import { api, ApiProblem } from "../api";
import { type Place, resourceApi } from "../connections/addresses";
import { names, type SchemaVersion } from "../connections/reads";
import { useViewer } from "../shell/viewer";

export type Draft = z.output<typeof shapes.draft>;
export type Impact = z.output<typeof shapes.impact>;
export type Difference = z.output<typeof shapes.difference>;
type ImpactRecords = z.output<typeof shapes.impactRecords>;
type DraftPreview = z.output<typeof shapes.draftPreview>;

const POLL_MS = 700;

const schemaApi = (place: Place) => `${resourceApi(place)}/schema`;
const draftApi = (place: Place) => `${schemaApi(place)}/draft`;

/** What an author works on: the content, and what becomes of records that are there. */
export type Work = { content: DraftContent; steps: readonly MigrationStep[] };

/** The values that steps fill in keep their digits. */
const exactDraft = async (text: Promise<string>) => parseExact(await text) as Draft;

const tag = (edit: number) => ({ "if-match": `"${edit}"` });

/** Drafts as pages ask for them. edit: the one that was read, 0 for none. */
export const drafts = {
  save: (place: Place, { content, steps }: Work, { edit, baseVersion }: { edit: number; baseVersion: number }) => {
    const { schemaText, identifierKey, displayNameKey, filterFields } = content;
    const rest = printExact({ identifierKey, displayNameKey, filterFields, steps, baseVersion });
    // The schema travels as the author wrote it, so that no digit is lost on the way.
    const body = `{"schema":${schemaText},${rest.slice(1)}`;
    const headers = { ...tag(edit), "content-type": "application/json" };
    return exactDraft(api.put<string>(draftApi(place), { body, headers, text: true }));
  },
  discard: (place: Place, edit: number) => api.delete<void>(draftApi(place), { headers: tag(edit) }),
  startImpact: (place: Place, edit: number) => api.post<JobFacts>(`${draftApi(place)}/impact`, { headers: tag(edit) }),
  /** The version, or the job that publishes it. */
  publish: async (
    place: Place,
    edit: number,
    reason: string | undefined,
  ): Promise<{ job: JobFacts } | { version: SchemaVersion }> => {
    const { status, body } = await api.send<SchemaVersion | JobFacts>("POST", `${draftApi(place)}/publish`, {
      body: { reason },
      headers: tag(edit),
    });
    return status === 202 ? { job: body as JobFacts } : { version: body as SchemaVersion };
  },
  restore: (place: Place, version: number, present: number, reason: string | undefined) =>
    api.post<SchemaVersion>(`${schemaApi(place)}/versions/${version}/restore`, {
      body: { reason },
      headers: tag(present),
    }),
};

/** Nothing there is an answer, too. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 404) return null;
    throw problem;
  }
}

const keyOf = (accountId: number, place: Place, part: string) => [...names.resource(accountId, place), "draft", part];

/** What is read of a resource's draft is named so. */
export const draftKey = (accountId: number, place: Place) => [...names.resource(accountId, place), "draft"];

/** The draft; null when there is none. edit: what the resource says of it; undefined while that is not known. */
export function useDraft(place: Place, edit: number | null | undefined) {
  const { account } = useViewer();
  return useQuery({
    queryKey: keyOf(account.id, place, "content"),
    // What is known not to be there is not asked for: a browser counts every 404 as an error of the page.
    queryFn: ({ signal }) =>
      edit === null ? null : orNull(exactDraft(api.get<string>(draftApi(place), { signal, text: true }))),
    enabled: edit !== undefined,
  });
}

/** The schema that holds. */
export function usePresentSchema(place: Place, version: number | undefined) {
  const { account } = useViewer();
  return useQuery({
    queryKey: [...names.resource(account.id, place), "schema", version],
    queryFn: ({ signal }) => api.get<SchemaVersion>(schemaApi(place), { signal }),
    enabled: version !== undefined,
  });
}

/** Whether an impact's job is still at work. */
export const isReckoning = (impact: Impact | null | undefined): boolean =>
  impact?.status === "queued" || impact?.status === "running";

/** What the draft would do; null when nobody asked yet. Asked again while its job runs. */
export function useImpact(place: Place, draft: Pick<Draft, "hasImpact"> | null) {
  const { account } = useViewer();
  return useQuery({
    queryKey: [...keyOf(account.id, place, "impact"), draft?.hasImpact],
    queryFn: ({ signal }) =>
      draft?.hasImpact ? orNull(api.get<Impact>(`${draftApi(place)}/impact`, { signal })) : null,
    enabled: draft !== null,
    refetchInterval: ({ state }) => (isReckoning(state.data) ? POLL_MS : false),
  });
}

/** The records that would fail, page by page. */
export function useImpactRecords(place: Place, impact: Impact) {
  const { account } = useViewer();
  return useInfiniteQuery({
    // Not by its revision: whoever mends one after the other keeps their place in what is loaded.
    queryKey: [...keyOf(account.id, place, "impact records"), impact.jobId, isReckoning(impact)],
    queryFn: ({ pageParam, signal }) =>
      api.get<ImpactRecords>(`${draftApi(place)}/impact/records`, { query: { after: pageParam, size: 50 }, signal }),
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

/** What the draft's steps make of records. edit: of the draft that is meant. */
export function usePreview(place: Place, edit: number | undefined) {
  const { account } = useViewer();
  return useQuery({
    queryKey: [...keyOf(account.id, place, "preview"), edit],
    queryFn: ({ signal }) => api.get<DraftPreview>(`${draftApi(place)}/preview`, { signal }),
    enabled: edit !== undefined,
  });
}

/** The difference in words. edit: of the draft, where one of the two is it. */
export function useDifference(place: Place, ends: { from: number; to: number | "draft"; edit?: number }) {
  const { account } = useViewer();
  const { from, to } = ends;
  return useQuery({
    queryKey: [...keyOf(account.id, place, "difference"), ends],
    queryFn: ({ signal }) => api.get<Difference>(`${schemaApi(place)}/difference`, { query: { from, to }, signal }),
    enabled: to !== "draft" || ends.edit !== undefined,
    placeholderData: (before) => before,
  });
}
