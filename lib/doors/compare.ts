import type { Answer } from "@/lib/contract/answer";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { compareMoments, listDifferences } from "@/lib/records/compare/compare";
import { rowText, startCompare } from "@/lib/records/compare/compare-job";
import { ok, started } from "./bindings";

type Listed = Awaited<ReturnType<typeof listDifferences>>;

const listed = ({ rows, next }: Listed): Answer => ({
  status: 200,
  body: `{"data":[${rows.map(rowText).join(",")}],"next":${JSON.stringify(next)}}`,
});

export const compareDoors = {
  "api.compare": open("api.compare", (ctx, { params, query }) => compareMoments(ctx, params, query), ok),
  "api.compare.records": open(
    "api.compare.records",
    (ctx, { params, query }) => listDifferences(ctx, params, query),
    listed,
  ),
  "api.compare.start": open("api.compare.start", (ctx, { params, body }) => startCompare(ctx, params, body), started),
} satisfies Partial<Record<OperationId, Door>>;
