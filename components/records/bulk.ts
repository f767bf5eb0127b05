"use client";

import type { QueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import type { JobFacts } from "@/lib/contract/jobs";
import type * as jobShapes from "@/lib/contract/shapes/jobs";
import type { RecordsView } from "@/lib/contract/records-view";
import { parseExact, printExact } from "@/lib/schema/exact-json";
import { api } from "../api";
import { downloadOf } from "../api-jobs";
import type { Selection } from "../data-table/selection";
import { moves, showJob } from "../jobs/use-jobs";
import { toast } from "../ui/toast";
import { type ResourcePlace, recordsApi, resourceApi } from "./place";
import { changeRows } from "./record-list";

type Preview = z.output<typeof jobShapes.editPreview>;
/** What a bulk operation works on, as the API takes it. */
export type Selected = z.input<typeof jobShapes.bulkDeleteBody>["selection"];

/** The chosen records for the API: by id, or as what matches but for some. */
export function selectedOf(selection: Selection, { q, filter, failing }: RecordsView): Selected {
  if (!selection.all) return { ids: [...selection.ids] };
  return {
    ...(filter && { filter: { ...filter } }),
    ...(q.trim() && { q: q.trim() }),
    ...(failing && { failing }),
    ...(selection.except.size > 0 && { except: [...selection.except] }),
  };
}

export type Edit = { pointer: string; value?: unknown; empties: boolean };

// Values may be numbers that JavaScript would round, so the body is printed digit by digit.
const exactly = (body: object) => ({ body: printExact(body), headers: { "content-type": "application/json" } });

const editBody = (selection: Selected, { pointer, value, empties }: Edit, reason?: string) =>
  exactly({
    selection,
    ...(empties ? { unset: [pointer] } : { set: [{ pointer, value }] }),
    ...(reason && { reason }),
  });

/** What an edit would do: how many match, the first few before and after, how many would fail. Writes nothing. */
export async function previewEdit(place: ResourcePlace, selection: Selected, edit: Edit, signal: AbortSignal) {
  const asked = { ...editBody(selection, edit), query: { dryRun: true }, text: true, signal };
  return parseExact(await api.post<string>(`${recordsApi(place)}/bulk-edit`, asked)) as Preview;
}

const start = (address: string, asked: object) => api.post<JobFacts>(address, asked);

type Work = { queries: QueryClient; place: ResourcePlace; selection: Selected; reason?: string };

/**
 * Deletes records by a job; answers once it has begun. Named ones leave the lists at once. The tray of the shell tells how
 * it ended, offers to undo it, and has every list read anew, so that what could not be deleted is back.
 */
export async function deleteRecords({ queries, place, selection, reason }: Work): Promise<void> {
  const ids = new Set(selection.ids);
  const takeBack = changeRows(queries, place, (row) => (ids.has(row.id) ? undefined : row));
  try {
    showJob(queries, await start(`${recordsApi(place)}/bulk-delete`, { body: { selection, reason } }));
  } catch (problem) {
    takeBack();
    throw problem;
  }
}

/** Changes one field of records by a job; answers once it has begun. */
export async function editRecords({ queries, place, selection, reason }: Work, edit: Edit): Promise<void> {
  showJob(queries, await start(`${recordsApi(place)}/bulk-edit`, editBody(selection, edit, reason)));
}

const FIRST_WAIT_MS = 150;
const WAIT_MS_MAX = 2_000;

/** Waits until a job is over. */
async function endOf(job: JobFacts): Promise<JobFacts> {
  let now = job;
  for (let wait = FIRST_WAIT_MS; moves(now); wait = Math.min(WAIT_MS_MAX, wait * 1.5)) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    now = await api.get<JobFacts>(`/api/jobs/${job.id}`);
  }
  return now;
}

export type ExportWish = { selection: Selected; format: "csv" | "jsonl"; columns?: readonly string[]; asOf?: string };

/** Writes a file by a job and hands it to the browser when it is there; answers once it has begun. */
export const exportRecords = (queries: QueryClient, place: ResourcePlace, wish: ExportWish): Promise<void> =>
  fileByJob(queries, `${resourceApi(place)}/exports`, wish);

/** Starts a job that makes a file, and hands the file to the browser when it is there; answers once it has begun. */
export async function fileByJob(queries: QueryClient, address: string, body: object): Promise<void> {
  const job = await start(address, { body });
  showJob(queries, job);
  void endOf(job).then(
    ({ result }) => result && download(result.downloadUrl),
    (problem: unknown) => toast.failed(problem, "The export could not be followed; see Jobs for its file"),
  );
}

function download(address: string): void {
  const link = document.createElement("a");
  link.href = downloadOf(address);
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}
