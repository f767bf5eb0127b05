import * as readConnections from "@/lib/connections/read-connections";
import { schemaDifference } from "@/lib/connections/schemas/difference";
import { draftAnswer } from "@/lib/connections/schemas/draft-answer";
import { discardDraft, getDraft, saveDraft } from "@/lib/connections/schemas/drafts";
import { publishDraft } from "@/lib/connections/schemas/publish-draft";
import { publishSchema, restoreSchema } from "@/lib/connections/schemas/publish-schema";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { previewAnswer } from "@/lib/records/impact/preview-answer";
import * as readImpact from "@/lib/records/impact/read-impact";
import { startImpact } from "@/lib/records/impact/reckon";
import { none, ok, schemaAnswer, started, textOf } from "./bindings";

export const schemasDoors = {
  "api.schema.get": open("api.schema.get", (ctx, { params }) => readConnections.getSchema(ctx, params), schemaAnswer),
  "api.schema.publish": open(
    "api.schema.publish",
    (ctx, { params, body, read, ifMatch }) =>
      publishSchema(ctx, params, { text: textOf(read, "schema") ?? "", reason: body.reason, ifMatch }),
    schemaAnswer,
  ),
  "api.schema.versions": open(
    "api.schema.versions",
    (ctx, { params, query }) => readConnections.listSchemas(ctx, params, query),
    ok,
  ),
  "api.schema.version": open(
    "api.schema.version",
    (ctx, { params }) => readConnections.getSchema(ctx, params, params.version),
    schemaAnswer,
  ),
  "api.schema.restore": open(
    "api.schema.restore",
    (ctx, { params, body, ifMatch }) => restoreSchema(ctx, params, { ...body, ifMatch }),
    schemaAnswer,
  ),
  "api.schema.difference": open(
    "api.schema.difference",
    (ctx, { params, query }) => schemaDifference(ctx, params, query),
    ok,
  ),
  "api.draft.get": open("api.draft.get", (ctx, { params }) => getDraft(ctx, params), draftAnswer),
  "api.draft.save": open(
    "api.draft.save",
    (ctx, { params, body, read, ifMatch }) => {
      const texts = { schemaText: textOf(read, "schema") ?? "", stepsText: textOf(read, "steps") };
      return saveDraft(ctx, params, { ...body, ...texts, ifMatch });
    },
    draftAnswer,
  ),
  "api.draft.discard": open(
    "api.draft.discard",
    (ctx, { params, ifMatch }) => discardDraft(ctx, params, ifMatch),
    none,
  ),
  "api.draft.preview": open(
    "api.draft.preview",
    (ctx, { params }) => readImpact.previewDraft(ctx, params),
    previewAnswer,
  ),
  "api.draft.impact.start": open(
    "api.draft.impact.start",
    (ctx, { params, ifMatch }) => startImpact(ctx, params, ifMatch),
    started,
  ),
  "api.draft.impact.get": open("api.draft.impact.get", (ctx, { params }) => readImpact.readImpact(ctx, params), ok),
  "api.draft.impact.records": open(
    "api.draft.impact.records",
    (ctx, { params, query }) => readImpact.listImpactRecords(ctx, params, query),
    ok,
  ),
  "api.draft.publish": open(
    "api.draft.publish",
    (ctx, { params, body, ifMatch }) => publishDraft(ctx, params, { ...body, ifMatch }),
    (published) => ("job" in published ? started(published.job) : schemaAnswer(published.version)),
  ),
} satisfies Partial<Record<OperationId, Door>>;
