import { compareEvidenceBatch } from "@/lib/evidence/compare/regenerate";
import { auditFailed, generateBatch } from "@/lib/evidence/generate-job";
import { evidenceProblems } from "@/lib/evidence/sealed/problems";
import { checkWith } from "@/lib/chain/check/check-job";
import { commitBatch } from "@/lib/imports/commit-job";
import { planBatch } from "@/lib/imports/plan/plan-job";
import { rollbackBatch } from "@/lib/imports/rollback";
import type { JobFailures, JobWorks } from "@/lib/jobs/run";
import { checkBatch } from "@/lib/records/bulk/check";
import { deleteBatch } from "@/lib/records/bulk/delete";
import { editBatch } from "@/lib/records/bulk/edit";
import { exportBatch } from "@/lib/records/bulk/export-file";
import { undoBatch } from "@/lib/records/bulk/undo";
import { compareBatch } from "@/lib/records/compare/compare-job";
import { fillBatch } from "@/lib/records/fields/fill";
import { impactBatch } from "@/lib/records/impact/reckon";
import { publishBatch } from "@/lib/records/migrate/publish";
import { completeBatch, reactivateBatch } from "@/lib/records/sessions/session-job";

export { sweepEvidence } from "@/lib/evidence/care/sweep";
export { removeFiles as removeEvidence } from "@/lib/evidence/delete";
export { runSchedules } from "@/lib/evidence/schedules/run";
export { signingKey } from "@/lib/evidence/signing/sign";
export { sweepSessions } from "@/lib/records/sessions/cancel";

/** Binds each kind of job to its work, once. */
export const jobWorks: JobWorks = {
  "records.delete": deleteBatch,
  "records.edit": editBatch,
  "records.export": exportBatch,
  "records.compare": compareBatch,
  "changes.undo": undoBatch,
  "schema.check": checkBatch,
  "schema.impact": impactBatch,
  "schema.publish": publishBatch,
  "imports.plan": planBatch,
  "imports.commit": commitBatch,
  "imports.rollback": rollbackBatch,
  "sessions.complete": completeBatch,
  "sessions.reactivate": reactivateBatch,
  "evidence.generate": generateBatch,
  "evidence.compare": compareEvidenceBatch,
  "audit.verify": checkWith(evidenceProblems),
  "fields.fill": fillBatch,
};

/** Binds each kind of job whose failure stands in the audit trail to what is said of it there. */
export const jobFailures: JobFailures = { "evidence.generate": auditFailed };
