import { singleton } from "@/lib/db/singleton";
import type { SignedCheckpoint } from "./signed";

/** Where checkpoints stand beside the database, out of reach for whoever changes that. */
export type OutsidePlace = {
  write: (checkpoint: SignedCheckpoint) => Promise<void>;
  read: (accountId: number) => Promise<SignedCheckpoint[]>;
};

const held = () => singleton<{ place?: OutsidePlace }>("checkpoints-outside", () => ({}));

/** Says where this process keeps checkpoints; without it they stand in the database alone. */
export function keepOutside(place: OutsidePlace): void {
  held().place = place;
}

/** Puts a new checkpoint outside. Throws what the place throws. */
export const writeOutside = async (checkpoint: SignedCheckpoint) => held().place?.write(checkpoint);

/** The newest checkpoints of an account that are kept outside, oldest first. */
export const readOutside = async (accountId: number) => (await held().place?.read(accountId)) ?? [];
