import type { Context } from "@/lib/changes/context";
import { Refusal } from "@/lib/contract/errors";
import { isPassword } from "../passwords";
import { isAppCode, isRightCode } from "../second-factor/check";
import { findByEmail } from "../sign-ins/store";
import { mayTry, rightAfterAll } from "../sign-ins/tries";
import { addressOf, personOf } from "./person";

type Proof = { code?: string; recoveryCode?: string; password?: string };

/**
 * Makes sure that it is the person who sits there and not somebody who found the page open: by one of a code, a recovery
 * code, or the password. Tries count as sign-ins do. Throws invalid and tooManyRequests.
 */
export async function sureItIsThem(ctx: Context, proof: Proof): Promise<void> {
  const { personId, email } = personOf(ctx);
  if (!(await mayTry(email, addressOf(ctx)))) {
    throw new Refusal("tooManyRequests", {
      message: "There were too many tries; wait a quarter of an hour",
      headers: { "retry-after": "900" },
    });
  }
  if (!(await isRight(personId, email, proof))) throw notRight(proof);
  await rightAfterAll(email, addressOf(ctx));
}

async function isRight(personId: number, email: string, { code, recoveryCode, password }: Proof): Promise<boolean> {
  if (code !== undefined) return isAppCode(personId, code);
  if (recoveryCode !== undefined) return isRightCode(personId, recoveryCode);
  if (password === undefined) return false;
  return isPassword((await findByEmail(email))?.password_hash ?? null, password);
}

function notRight(proof: Proof): Refusal {
  const name = proof.code !== undefined ? "code" : proof.recoveryCode !== undefined ? "recoveryCode" : "password";
  const message = name === "password" ? "The password is not right" : "The code is not right, or was used before";
  return new Refusal("invalid", { message, errors: [{ pointer: `/${name}`, keyword: name, message }] });
}
