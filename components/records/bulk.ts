"use client";

import type { QueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import type * as jobShapes from "@/lib/contract/shapes/jobs";
import type { RecordsView } from "@/lib/contract/records-view";
import { parseExact, printExact } from "@/lib/schema/exact-json";
import { accountOfPage, addressOf, api, viewAsOf } from "../api";
import type { Selection } from "../data-table/selection";
import { toast } from "../ui/toast";
import { type ResourcePlace, recordsApi, resourceApi } from "./place";
import { changeRows, staleRecords } from "./record-list";

type Job = z.output<typeof jobShapes.job>;
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

const start = async (address: string, asked: object): Promise<Job> =>
  (await api.send<Job>("POST", address, asked)).body;

const FIRST_WAIT_MS = 150;
const WAIT_MS_MAX = 2_000;
const ended: readonly Job["status"][] = ["done", "failed", "canceled"];

/** Waits until a job has ended. The tray of the shell shows how far it is. */
export async function endOf(job: Job): Promise<Job> {
  let now = job;
  for (let wait = FIRST_WAIT_MS; !ended.includes(now.status); wait = Math.min(WAIT_MS_MAX, wait * 1.5)) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    now = await api.get<Job>(`/api/jobs/${job.id}`);
  }
  return now;
}

type Work = { queries: QueryClient; place: ResourcePlace; selection: Selected; reason?: string };

/** Deletes records by a job. Named ones leave the lists at once and come back if it fails. Answers once it has begun. */
export async function deleteRecords({ queries, place, selection, reason }: Work): Promise<void> {
  const ids = new Set(selection.ids);
  const takeBack = changeRows(queries, place, (row) => (ids.has(row.id) ? undefined : row));
  try {
    const job = await start(`${recordsApi(place)}/bulk-delete`, { body: { selection, reason } });
    void follow(job, { queries, place, takeBack, did: "deleted" });
  } catch (problem) {
    takeBack();
    throw problem;
  }
}

/** Changes one field of records by a job. Answers once it has begun. */
export async function editRecords({ queries, place, selection, reason }: Work, edit: Edit): Promise<void> {
  const job = await start(`${recordsApi(place)}/bulk-edit`, editBody(selection, edit, reason));
  void follow(job, { queries, place, did: "changed" });
}

type Following = { queries: QueryClient; place: ResourcePlace; takeBack?: () => void; did: "deleted" | "changed" };

async function follow(job: Job, { queries, place, takeBack, did }: Following): Promise<void> {
  try {
    const end = await endOf(job);
    if (end.status === "done") {
      const undo = end.canUndo ? () => undoJob(end, queries, place) : undefined;
      toast.done(`${counted(end)} ${did}`, { undo });
    } else {
      takeBack?.();
      const what = end.status === "failed" ? "failed" : "was stopped";
      toast.failed(new Error(end.error ?? `${counted(end)} ${did} before it ended.`), `${end.title} ${what}`);
    }
  } catch (problem) {
    takeBack?.();
    toast.failed(problem, "The job could not be followed; see Jobs for how it went");
  }
  await fresh(queries, place);
}

/** What the job has really done: those it left alone are not in its counts. */
function counted({ counts, done }: Job): string {
  const number = counts?.deleted ?? counts?.updated ?? done;
  return number === 1 ? "1 record" : `${new Intl.NumberFormat(navigator.language).format(number)} records`;
}

async function undoJob(job: Job, queries: QueryClient, place: ResourcePlace): Promise<void> {
  const end = await endOf(await start(`/api/jobs/${job.id}/undo`, {}));
  await fresh(queries, place);
  if (end.status !== "done") throw new Error(end.error ?? "It was stopped before it ended.");
  toast.done("Undone");
}

/** Lists, counts and the resource's own figures are asked for again. */
async function fresh(queries: QueryClient, place: ResourcePlace): Promise<void> {
  await Promise.all([staleRecords(queries, place), queries.invalidateQueries({ queryKey: ["connections"] })]);
}

export type ExportWish = { selection: Selected; format: "csv" | "jsonl"; columns?: readonly string[] };

/** Writes a file by a job and hands it to the browser when it is there. Answers once it has begun. */
export async function exportRecords(place: ResourcePlace, wish: ExportWish): Promise<void> {
  const job = await start(`${resourceApi(place)}/exports`, { body: wish });
  void endOf(job).then(
    (end) => {
      if (end.status !== "done" || !end.result) {
        toast.failed(new Error(end.error ?? "It was stopped before it ended."), "The export was not written");
        return;
      }
      const run = () => download(end.result?.downloadUrl ?? "");
      toast.done(`${end.result.fileName} is ready`, { undo: { label: "Download again", run } });
      run();
    },
    (problem: unknown) => toast.failed(problem, "The export could not be followed; see Jobs for how it went"),
  );
}

/** A plain link carries no headers, so it names the account, and the role looked through, in its query. */
function download(address: string): void {
  const account = accountOfPage();
  const link = document.createElement("a");
  link.href = addressOf(address, { account, viewAs: account && viewAsOf(account) });
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}
