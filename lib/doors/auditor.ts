import { makerHolds } from "@/lib/accounts/maker";
import { countRefusal, standingOfAddress } from "@/lib/accounts/rate";
import type { Context } from "@/lib/changes/context";
import { json, type Answer } from "@/lib/contract/answer";
import { isRefusal, Refusal } from "@/lib/contract/errors";
import type { OperationId } from "@/lib/contract/operations";
import { downloadByLink, openByLink } from "@/lib/evidence/links/auditor";
import { open, type Door } from "@/lib/guard/door";
import { sentAnswer } from "./evidence";

/** Links that lead nowhere count like refused keys, so that nobody tries them out. Throws tooManyRequests. */
async function counted<Result>({ caller }: Context, work: () => Promise<Result>): Promise<Result> {
  const address = caller?.address ?? "unknown";
  const standing = standingOfAddress(address);
  if (standing?.allowed === false) {
    throw new Refusal("tooManyRequests", { headers: { "retry-after": String(standing.resetSeconds) } });
  }
  try {
    return await work();
  } catch (error) {
    if (isRefusal(error) && error.kind === "notFound") countRefusal(address);
    throw error;
  }
}

/** The address holds the token, so nobody whom the reader goes to next is told it. */
const quiet = { "referrer-policy": "no-referrer" };

const withQuiet = (answer: Answer): Answer => ({ ...answer, headers: { ...answer.headers, ...quiet } });

export const auditorDoors = {
  "api.auditor.open": open(
    "api.auditor.open",
    (ctx, { params }) => counted(ctx, () => openByLink(ctx, params.token, makerHolds)),
    (facts, { baseUrl }) => {
      const files = facts.files.map((file) => ({ ...file, downloadUrl: baseUrl + file.downloadUrl }));
      return json(200, { ...facts, files, downloadUrl: baseUrl + facts.downloadUrl }, quiet);
    },
  ),
  "api.auditor.download": open(
    "api.auditor.download",
    (ctx, { params }) => counted(ctx, () => downloadByLink(ctx, params, makerHolds)),
    (sent) => withQuiet(sentAnswer(sent)),
  ),
  "api.auditor.file": open(
    "api.auditor.file",
    (ctx, { params }) => counted(ctx, () => downloadByLink(ctx, params, makerHolds)),
    (sent) => withQuiet(sentAnswer(sent)),
  ),
} satisfies Partial<Record<OperationId, Door>>;
