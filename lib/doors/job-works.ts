import type { JobWorks } from "@/lib/jobs/run";
import { checkBatch } from "@/lib/records/bulk/check";
import { deleteBatch } from "@/lib/records/bulk/delete";
import { editBatch } from "@/lib/records/bulk/edit";
import { exportBatch } from "@/lib/records/bulk/export-file";
import { undoBatch } from "@/lib/records/bulk/undo";

/** Binds each kind of job to its work, once. */
export const jobWorks: JobWorks = {
  "records.delete": deleteBatch,
  "records.edit": editBatch,
  "records.export": exportBatch,
  "changes.undo": undoBatch,
  "schema.check": checkBatch,
};
