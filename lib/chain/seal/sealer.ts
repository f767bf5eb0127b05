import { setTimeout as pause } from "node:timers/promises";
import { bringOutside, makeCheckpoint, type Signer } from "../checkpoints/checkpoint";
import { putLateOutside } from "../checkpoints/outside";
import { accountsDue, accountsSigned } from "../checkpoints/store";
import { sealAccount } from "./seal";
import { accountsAhead } from "./store";

const REST_MS = 3_000;
/** A look for work takes at most this part of the time, as long as what waits to be sealed need not wait for long. */
const LOOK_SHARE = 50;
const REST_MAX_MS = 6_000;
const CHECKPOINT_SECONDS = 60;
const EVIDENCE_EVERY = 3;

type Environment = {
  signer: Signer;
  stopping: AbortSignal;
  onError: (error: unknown, accountId?: number) => void;
};

/**
 * Seals what happened in every account, and signs the ends, until it is told to stop. Where nothing happened nothing is
 * done; any number of processes may do this at once.
 */
export async function runSealer({ signer, stopping, onError }: Environment): Promise<void> {
  const mayGoOn = () => !stopping.aborted;
  const each = async (accounts: readonly number[], work: (accountId: number) => Promise<void>) => {
    for (const accountId of accounts) {
      if (!mayGoOn()) return;
      await work(accountId).catch((error: unknown) => onError(error, accountId));
    }
  };
  for (let round = 0; mayGoOn(); round += 1) {
    const began = performance.now();
    let looked = began;
    try {
      const ahead = await accountsAhead(round % EVIDENCE_EVERY === 0);
      looked = performance.now();
      await each(ahead, async (accountId) => void (await sealAccount(accountId, mayGoOn)));
      await each(await accountsDue(CHECKPOINT_SECONDS), async (accountId) => {
        await makeCheckpoint(accountId, signer);
      });
      if (round === 0) await each(await accountsSigned(), bringOutside);
      await putLateOutside(onError);
    } catch (error) {
      onError(error);
    }
    const rest = Math.min(REST_MAX_MS, Math.max(REST_MS, LOOK_SHARE * (looked - began)));
    await pause(rest, undefined, { signal: stopping, ref: false }).catch(() => undefined);
  }
}
