import { singleton } from "@/lib/db/singleton";
import type { SignedCheckpoint } from "./signed";

/** Where checkpoints stand beside the database, out of reach for whoever changes that. */
export type OutsidePlace = {
  write: (checkpoint: SignedCheckpoint) => Promise<void>;
  read: (accountId: number) => Promise<SignedCheckpoint[]>;
  newest: (accountId: number) => Promise<SignedCheckpoint | undefined>;
};

type Held = { place?: OutsidePlace; late: Map<number, { checkpoint: SignedCheckpoint; error: unknown }> };

const held = () => singleton<Held>("checkpoints-outside", () => ({ late: new Map() }));

/** Says where this process keeps checkpoints; without it they stand in the database alone. */
export function keepOutside(place: OutsidePlace): void {
  held().place = place;
}

/** Puts a new checkpoint outside, at once or, where the place takes none now, by putLateOutside. */
export async function putOutside(checkpoint: SignedCheckpoint): Promise<void> {
  const { place, late } = held();
  try {
    await place?.write(checkpoint);
    late.delete(checkpoint.account);
  } catch (error) {
    late.set(checkpoint.account, { checkpoint, error });
  }
}

/** Puts outside what could not be put there before, of each account the newest. onError: hears of what still cannot. */
export async function putLateOutside(onError: (error: unknown, accountId: number) => void): Promise<void> {
  const { late } = held();
  for (const { checkpoint } of [...late.values()]) {
    await putOutside(checkpoint);
    const still = late.get(checkpoint.account);
    if (still) onError(still.error, checkpoint.account);
  }
}

/** The newest checkpoints of an account that are kept outside, oldest first. */
export const readOutside = async (accountId: number) => (await held().place?.read(accountId)) ?? [];

/** The one that was put there last; undefined also where this process keeps none. */
export const newestOutside = async (accountId: number) => held().place?.newest(accountId);
