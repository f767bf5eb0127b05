"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import type { PlanKind } from "@/lib/contract/imports";
import type * as shapes from "@/lib/contract/shapes/imports";
import { parseExact, printExact } from "@/lib/schema/exact-json";
import { api, type Asked } from "../api";
import { downloadOf } from "../api-jobs";
import { type Place, resourceApi } from "../connections/addresses";
import { names, useResourceList } from "../connections/reads";
import type { Later } from "../connections/undo-preview";
import { useViewer } from "../shell/viewer";

export type ImportFacts = z.output<typeof shapes.importFacts>;
export type Mapping = NonNullable<ImportFacts["mapping"]>;
export type ColumnMapping = Mapping["columns"][number];
export type ReadFacts = NonNullable<ImportFacts["read"]>;
export type PlanFacts = NonNullable<ImportFacts["plan"]>;
export type Sample = z.output<typeof shapes.sample>;
export type PlanRow = z.output<typeof shapes.planRows>["data"][number];
export type RowProblem = PlanRow["problems"][number];
export type CauseFixed = z.output<typeof shapes.causeFixed>;
export type Profile = z.output<typeof shapes.theProfile>;
export type Cause = z.output<typeof shapes.causes>["data"][number];

const POLL_MS = 800;
const PAGE = 50;

const importsApi = (place: Place) => `${resourceApi(place)}/imports`;
const importApi = (place: Place, id: number) => `${importsApi(place)}/${id}`;
const importKey = (accountId: number, place: Place, id: number) => [...names.resource(accountId, place), "imports", id];

// Values may be numbers that JavaScript would round, so what is sent is printed digit by digit.
const exactly = (body: object) => ({ body: printExact(body), headers: { "content-type": "application/json" } });

type PartOf = { bytes: Blob; at: number; signal: AbortSignal };
export type Fix = z.input<typeof shapes.fixesBody>["fixes"][number];
type CauseFix = z.input<typeof shapes.fixCauseBody>;

const reasoned = (reason: string | undefined) =>
  reason === undefined ? undefined : { "x-change-reason": encodeURIComponent(reason) };

/** Asks about one import; what it answers keeps every digit of the mapping's values. */
async function asked(method: "GET" | "POST" | "PUT" | "PATCH", path: string, how: Asked = {}): Promise<ImportFacts> {
  return parseExact((await api.send<string>(method, path, { ...how, text: true })).body) as ImportFacts;
}

/** What is done with imports. Each answers the import as it is afterwards, and throws ApiProblem. */
export const imports = {
  begin: (place: Place, file: { name: string; size: number }) =>
    asked("POST", importsApi(place), { query: { fileName: file.name, bytes: file.size } }),
  sendPart: (place: Place, id: number, { bytes, at, signal }: PartOf) =>
    asked("PUT", `${importApi(place, id)}/content`, {
      query: { offset: at },
      body: bytes,
      headers: { "content-type": "application/octet-stream" },
      signal,
    }),
  change: (place: Place, id: number, changes: z.input<typeof shapes.changeBody>) =>
    asked("PATCH", importApi(place, id), exactly(changes)),
  plan: (place: Place, id: number) => asked("POST", `${importApi(place, id)}/plan`),
  fix: (place: Place, id: number, fixes: readonly Fix[]) =>
    asked("POST", `${importApi(place, id)}/fixes`, { body: { fixes } }),
  fixCause: async (place: Place, id: number, cause: CauseFix) => {
    const sent = { body: cause, text: true };
    const { body } = await api.send<string>("POST", `${importApi(place, id)}/causes/fix`, sent);
    return parseExact(body) as CauseFixed;
  },
  commit: (place: Place, id: number, { confirmDeletes, reason }: { confirmDeletes: number | null; reason?: string }) =>
    asked("POST", `${importApi(place, id)}/commit`, { query: { confirmDeletes }, headers: reasoned(reason) }),
  saveProfile: (place: Place, id: number, name: string) =>
    api.put(`${importApi(place, id)}/profile`, { body: { name } }),
  removeProfile: (place: Place, profileId: number) => api.delete(`${resourceApi(place)}/import-profiles/${profileId}`),
  cancel: (place: Place, id: number) => asked("POST", `${importApi(place, id)}/cancel`),
  rollBack: (place: Place, id: number, { later, reason }: { later: Later; reason?: string }) =>
    asked("POST", `${importApi(place, id)}/rollback`, { query: { later }, headers: reasoned(reason) }),
};

/** Where the browser fetches a file of an import: its rejected rows, its report. */
export const importFile = (place: Place, id: number, part: string) => downloadOf(`${importApi(place, id)}/${part}`);

/** Where the browser fetches an empty file with a column for each field. */
export const templateFile = (place: Place, format: "csv" | "xlsx") =>
  downloadOf(`${importsApi(place)}/template?format=${format}`);

/** Whether an import is being rolled back. */
export const isRollingBack = ({ status, revision, canRollBack }: ImportFacts) =>
  status === "committed" && revision !== null && !canRollBack;

/** Whether an import gets on by itself, in a job. */
const isMoving = (facts: ImportFacts) =>
  facts.status === "planning" || facts.status === "committing" || isRollingBack(facts);

/** One import; asked for again while it moves. */
export function useImport(place: Place, id: number) {
  const { account } = useViewer();
  return useQuery({
    queryKey: importKey(account.id, place, id),
    queryFn: ({ signal }) => asked("GET", importApi(place, id), { signal }),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? POLL_MS : false),
  });
}

/** Puts an answer in sight, and has everything read anew that hangs on it. */
export function useTold(place: Place) {
  const queries = useQueryClient();
  const { account } = useViewer();
  return (facts: ImportFacts) => {
    const key = importKey(account.id, place, facts.id);
    queries.setQueryData(key, facts);
    void queries.invalidateQueries({ queryKey: key, predicate: ({ queryKey }) => queryKey.length > key.length });
  };
}

/** The imports of a resource, newest first. */
export const useImports = (place: Place) => useResourceList<ImportFacts>(place, "imports");

/** The first rows of the file, as they are read and as records would be made of them. */
export function useSample(place: Place, { id, read, mapping }: ImportFacts) {
  const { account } = useViewer();
  return useQuery({
    queryKey: [...importKey(account.id, place, id), "sample", read, mapping],
    queryFn: async ({ signal }) =>
      parseExact(
        await api.get<string>(`${importApi(place, id)}/sample`, { query: { size: 6 }, signal, text: true }),
      ) as Sample,
    placeholderData: (before) => before,
  });
}

type RowsAsked = { kind?: PlanKind; cause?: string };
type RowsPage = { data: PlanRow[]; next: string | null };

/** The rows of a plan, page by page, with every digit. */
export function useRows(place: Place, id: number, { kind, cause }: RowsAsked) {
  const { account } = useViewer();
  return useInfiniteQuery({
    queryKey: [...importKey(account.id, place, id), "rows", kind, cause],
    queryFn: async ({ pageParam, signal }) => {
      const query = { kind, cause, after: pageParam, size: PAGE };
      return parseExact(
        await api.get<string>(`${importApi(place, id)}/rows`, { query, signal, text: true }),
      ) as RowsPage;
    },
    initialPageParam: "",
    getNextPageParam: ({ next }) => next,
  });
}

/** Why rows are rejected, those of one cause together. */
export function useCauses(place: Place, id: number) {
  const { account } = useViewer();
  return useQuery({
    queryKey: [...importKey(account.id, place, id), "causes"],
    queryFn: async ({ signal }) =>
      (parseExact(await api.get<string>(`${importApi(place, id)}/causes`, { signal, text: true })) as { data: Cause[] })
        .data,
  });
}

/** The ways to read and match that are kept under a name. */
export function useProfiles(place: Place) {
  const { account } = useViewer();
  return useQuery({
    queryKey: [...names.resource(account.id, place), "import-profiles"],
    queryFn: async ({ signal }) =>
      (await api.get<z.output<typeof shapes.profiles>>(`${resourceApi(place)}/import-profiles`, { signal })).data,
  });
}
