import { reader, type Reader } from "@/lib/db/client";
import { unseal } from "@/lib/db/seal";
import { hashOfRecoveryCode, stepOf } from "./codes";
import * as store from "./store";

/** What secrets of apps are sealed for. */
export const SECOND_FACTOR = "second factor";

export const ownerOf = (personId: number) => `person ${personId}`;

/** Whether a person has to show a code. */
export async function needsCode(personId: number): Promise<boolean> {
  return (await store.findFactor(personId))?.confirmed === true;
}

/** Whether a code of the app is the right one; it is used up by that, so that nobody who saw it can use it again. */
export async function isAppCode(personId: number, code: string, from: Reader = reader): Promise<boolean> {
  const factor = await store.findFactor(personId, from);
  if (!factor) return false;
  const step = stepOf(unseal(SECOND_FACTOR, ownerOf(personId), factor.secret), code.replace(/\s/g, ""));
  return step !== undefined && store.useStep(from, personId, step);
}

/** Whether a code of the app or a recovery code is right; it is used up by that. */
export async function isRightCode(personId: number, code: string, from: Reader = reader): Promise<boolean> {
  if (/^[\d\s]{6,9}$/.test(code)) return isAppCode(personId, code, from);
  return store.useRecoveryCode(from, personId, hashOfRecoveryCode(code));
}
