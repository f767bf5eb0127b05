import type { Answer } from "@/lib/contract/answer";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { cancelImport } from "@/lib/imports/cancel";
import { changeImport } from "@/lib/imports/change";
import { startPlan } from "@/lib/imports/plan/start-plan";
import { deleteProfile, listProfiles, saveProfile } from "@/lib/imports/profiles/profiles";
import { getImport, listImports } from "@/lib/imports/read";
import { downloadRejected } from "@/lib/imports/rejected";
import { reportImport } from "@/lib/imports/report";
import { downloadTemplate } from "@/lib/imports/download-template";
import { startRollback } from "@/lib/imports/rollback";
import { fixCause } from "@/lib/imports/rows/fix-cause";
import { fixRows } from "@/lib/imports/rows/fix";
import { listCauses } from "@/lib/imports/rows/list-causes";
import { listRows } from "@/lib/imports/rows/list-rows";
import { sampleImport } from "@/lib/imports/sample";
import { startCommit } from "@/lib/imports/start-commit";
import { appendContent, createImport } from "@/lib/imports/upload";
import { attached, none, ok, textOf } from "./bindings";

/** Facts that were made as text, since their numbers keep their digits. */
const told =
  (status: number) =>
  (body: string): Answer => ({ status, body });

const file = ({ stream, fileName }: { stream: ReadableStream<Uint8Array>; fileName: string }): Answer => ({
  status: 200,
  body: stream,
  headers: attached(fileName, "application/octet-stream"),
});

export const importsDoors = {
  "api.imports.list": open("api.imports.list", (ctx, { params, query }) => listImports(ctx, params, query), told(200)),
  "api.imports.create": open(
    "api.imports.create",
    (ctx, { params, query, content }) => createImport(ctx, params, { ...query, content }),
    told(201),
  ),
  "api.imports.template": open(
    "api.imports.template",
    (ctx, { params, query }) => downloadTemplate(ctx, params, query.format),
    file,
  ),
  "api.import.get": open("api.import.get", (ctx, { params }) => getImport(ctx, params), told(200)),
  "api.import.content": open(
    "api.import.content",
    (ctx, { params, query, content }) => appendContent(ctx, params, { ...query, content }),
    told(200),
  ),
  "api.import.update": open(
    "api.import.update",
    (ctx, { params, body, read }) => {
      const { read: choice, profileId, mode, bad } = body;
      return changeImport(ctx, params, { read: choice, mappingText: textOf(read, "mapping"), profileId, mode, bad });
    },
    told(200),
  ),
  "api.import.sample": open(
    "api.import.sample",
    (ctx, { params, query }) => sampleImport(ctx, params, query.size),
    told(200),
  ),
  "api.import.plan": open("api.import.plan", (ctx, { params }) => startPlan(ctx, params), told(202)),
  "api.import.rows": open("api.import.rows", (ctx, { params, query }) => listRows(ctx, params, query), told(200)),
  "api.import.causes": open("api.import.causes", (ctx, { params }) => listCauses(ctx, params), ok),
  "api.import.fix": open("api.import.fix", (ctx, { params, body }) => fixRows(ctx, params, body.fixes), told(200)),
  "api.import.fix-cause": open(
    "api.import.fix-cause",
    (ctx, { params, body }) => fixCause(ctx, params, body),
    told(200),
  ),
  "api.import.commit": open(
    "api.import.commit",
    (ctx, { params, query }) => startCommit(ctx, params, query),
    told(202),
  ),
  "api.import.cancel": open("api.import.cancel", (ctx, { params }) => cancelImport(ctx, params), told(200)),
  "api.import.rollback": open(
    "api.import.rollback",
    (ctx, { params, query }) => startRollback(ctx, params, query.later),
    told(202),
  ),
  "api.import.rejected": open(
    "api.import.rejected",
    (ctx, { params, query }) => downloadRejected(ctx, params, query.format),
    file,
  ),
  "api.import.report": open("api.import.report", (ctx, { params }) => reportImport(ctx, params), told(200)),
  "api.import-profiles.list": open("api.import-profiles.list", (ctx, { params }) => listProfiles(ctx, params), ok),
  "api.import-profile.save": open(
    "api.import-profile.save",
    (ctx, { params, body }) => saveProfile(ctx, params, body.name),
    ok,
  ),
  "api.import-profile.delete": open("api.import-profile.delete", (ctx, { params }) => deleteProfile(ctx, params), none),
} satisfies Partial<Record<OperationId, Door>>;
