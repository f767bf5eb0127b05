import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { reader } from "@/lib/db/client";
import type { JobFacts } from "@/lib/contract/jobs";
import type { JobWork } from "@/lib/jobs/run";
import { startJob } from "@/lib/jobs/start";
import { Stopped, unlessStopped } from "@/lib/jobs/stopped";
import { checkAccount } from "./check";
import type { EvidenceCheck } from "./evidence";
import * as store from "./store";

/** Starts a check of everything that the account's chain seals. */
export async function startCheck(ctx: Context): Promise<JobFacts> {
  return write(ctx, async (tx) => {
    const { job, audit } = await startJob(tx, ctx, {
      kind: "audit.verify",
      title: "Check the audit chain",
      input: "{}",
    });
    return { result: job, change: { resources: [], audit } };
  });
}

/** The check as a job: it begins anew where a worker died, as what was looked at may have changed since. */
export const checkWith =
  (evidenceProblems: EvidenceCheck): JobWork =>
  async (ctx, { done }, writeBatch, mayGoOn) => {
    const { accountId } = ctx;
    const total = (await store.headOf(reader, accountId))?.ordinal ?? 0;
    let told = done;
    const tell = (links: number, rest: { over: boolean; counts?: Record<string, number>; problems?: string[] }) =>
      writeBatch(async () => {
        const problems = rest.problems?.map((message) => ({ id: "", message }));
        const batch = {
          ...rest,
          position: {},
          done: Math.max(0, links - told),
          total: Math.max(total, links),
          problems,
        };
        told = Math.max(told, links);
        return { batch, change: { resources: [] } };
      });
    const onPart = async (links: number) => {
      if (!mayGoOn()) throw new Stopped();
      if (links > told) await tell(links, { over: false });
    };
    await unlessStopped(async () => {
      const { counts, problemCount, problems } = await checkAccount(accountId, {
        full: true,
        evidenceProblems,
        onPart,
      });
      const found = { links: counts.links, records: counts.records, problems: problemCount };
      await tell(counts.links, { over: true, counts: found, problems: problems.map(({ says }) => says) });
    });
  };
