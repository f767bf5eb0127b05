import { isoDate } from "@/lib/contract/dates";
import { Refusal, type Problem } from "@/lib/contract/errors";
import type { Context } from "@/lib/changes/context";
import { findDraft, type DraftRow } from "@/lib/connections/schemas/store";
import { resourceAt, type Resource, type Target } from "@/lib/connections/resource";
import { reader } from "@/lib/db/client";
import { compileSchema, type CompiledSchema } from "@/lib/schema/compile";
import { readValue } from "@/lib/schema/json-text";
import { isHidden, marksFor, marksOf, problemsFor } from "../hidden";
import { maskTexts, stateNow } from "../store";
import { stepsOf } from "./reckon";
import * as store from "./store";

const MOVED_MAX = 1_000;
const TRIED_MAX = 5_000;
const SHOWN_MAX = 10;
const NAME_CHARACTERS_MAX = 200;

type Judged = { draft: DraftRow; schema: CompiledSchema; resource: Resource; place: store.Place };

async function draftAt(ctx: Context, target: Target): Promise<Judged> {
  const resource = await resourceAt(ctx, target);
  const place = { accountId: ctx.accountId, resourceId: resource.id };
  const draft = await findDraft(reader, place);
  if (!draft) throw new Refusal("notFound", { message: "There is no draft of this schema" });
  const schema = compileSchema(draft.schema_text, { identifierKey: draft.identifier_key });
  return { draft, schema, resource, place };
}

/**
 * What the draft would do, as far as its job has come, and how many of the failing records were mended since. Throws
 * notFound when there is no draft or nobody asked for its impact.
 */
export async function readImpact(ctx: Context, target: Target) {
  const { draft, schema, resource, place } = await draftAt(ctx, target);
  const impact = await store.findImpact(reader, place);
  if (!impact) throw new Refusal("notFound", { message: "Nobody asked for the impact of this draft yet" });
  const [now, moved] = await Promise.all([
    stateNow(place),
    store.listImpactRecords(reader, { ...place, afterId: "", size: MOVED_MAX, steps: draft.steps, moved: true }),
  ]);
  const mended = moved.filter((row) => problemsOf(schema, row).length === 0).length;
  return {
    jobId: impact.job_id,
    status: impact.status,
    edit: impact.edit,
    draftEdit: draft.edit,
    fromRevision: impact.from_revision,
    toRevision: impact.to_revision,
    revision: now.revision,
    checked: impact.checked,
    records: now.record_count,
    failing: impact.failing,
    mended,
    migrated: impact.migrated,
    causes: (JSON.parse(impact.causes) as store.Cause[]).map((cause) => {
      const [told] = problemsFor(ctx, resource, [cause]);
      return { ...cause, ...told };
    }),
    keyless: impact.keyless,
    duplicateKeys: impact.duplicate_keys,
    updatedAt: isoDate(impact.updated_at),
  };
}

/** What the draft has against a record as it is now; one that is gone fails nothing. */
function problemsOf(schema: CompiledSchema, row: store.ImpactRecordRow): readonly Problem[] {
  if (row.after === null) return [];
  if (row.now_revision === row.revision) return JSON.parse(row.problems) as Problem[];
  const verdict = schema.judge(readValue(row.after).value);
  return verdict.ok ? [] : verdict.errors;
}

/** The records that would fail, judged anew where they changed since, in the order of their ids. Throws notFound. */
export async function listImpactRecords(ctx: Context, target: Target, page: { after?: string; size: number }) {
  const { draft, schema, resource, place } = await draftAt(ctx, target);
  const { after: afterId = "", size } = page;
  const found = await store.listImpactRecords(reader, { ...place, afterId, size: size + 1, steps: draft.steps });
  const rows = found.slice(0, size);
  return {
    data: rows.map((row) => ({
      id: row.id,
      displayName: displayName(ctx, resource, row.data),
      revision: row.now_revision,
      problems: problemsFor(ctx, resource, problemsOf(schema, row)),
    })),
    next: found.length > size ? (rows.at(-1)?.id ?? null) : null,
  };
}

function displayName(ctx: Context, resource: Resource, data: string | null): string | null {
  const { display_name_key: key } = resource;
  if (key === null || data === null || isHidden(ctx, resource, [key])) return null;
  const value = (readValue(data).value as Record<string, unknown>)[key];
  const told = typeof value === "string" || typeof value === "number" ? String(value) : null;
  return told === null ? null : told.slice(0, NAME_CHARACTERS_MAX);
}

/** What the draft's steps would make of the first records that they change. Throws notFound. */
export async function previewDraft(ctx: Context, target: Target) {
  const { draft, schema, resource, place } = await draftAt(ctx, target);
  const steps = stepsOf(draft);
  const rows =
    steps === null ? [] : await store.previewSteps(reader, place, { steps, among: TRIED_MAX, size: SHOWN_MAX });
  const judged = rows.map((row) => {
    const verdict = schema.judge(readValue(row.after).value);
    return { ...row, problems: verdict.ok ? [] : problemsFor(ctx, resource, verdict.errors) };
  });
  return { among: TRIED_MAX, rows: await hideMoved(ctx, resource, judged) };
}

/** Steps may move a hidden value to a place that nothing marks: after them, nothing is shown to who may not read it. */
async function hideMoved<Row extends store.PreviewRow>(ctx: Context, resource: Resource, rows: Row[]): Promise<Row[]> {
  const marks = marksFor(ctx, resource);
  if (marks === null) return rows;
  const all = marksOf({ ...resource, sensitive: [[null]] });
  const before = await maskTexts(
    reader,
    rows.map((row) => row.before),
    marks,
  );
  const after = await maskTexts(
    reader,
    rows.map((row) => row.after),
    all,
  );
  return rows.map((row, at) => ({ ...row, before: before[at] ?? "", after: after[at] ?? "" }));
}
