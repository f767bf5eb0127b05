import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { compareMoments, listDifferences } from "@/lib/records/compare/compare";
import { startCompare } from "@/lib/records/compare/compare-job";
import { differencesAnswer, ok, started } from "./bindings";

export const compareDoors = {
  "api.compare": open("api.compare", (ctx, { params, query }) => compareMoments(ctx, params, query), ok),
  "api.compare.records": open(
    "api.compare.records",
    (ctx, { params, query }) => listDifferences(ctx, params, query),
    differencesAnswer,
  ),
  "api.compare.start": open("api.compare.start", (ctx, { params, body }) => startCompare(ctx, params, body), started),
} satisfies Partial<Record<OperationId, Door>>;
