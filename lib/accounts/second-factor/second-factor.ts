import { create } from "qrcode";
import type { Context } from "@/lib/changes/context";
import { write } from "@/lib/changes/write";
import { Refusal } from "@/lib/contract/errors";
import { seal } from "@/lib/db/seal";
import { entriesOf, personOf } from "../profile/person";
import { sureItIsThem } from "../profile/sure";
import { isAppCode, needsCode, ownerOf, SECOND_FACTOR } from "./check";
import { hashOfRecoveryCode, makeRecoveryCodes, makeSecret } from "./codes";
import * as store from "./store";

const wrongCode = () =>
  new Refusal("invalid", {
    message: "This code is not the one the app shows now; wait for the next one and enter it",
    errors: [{ pointer: "/code", keyword: "code", message: "is not the one the app shows now" }],
  });

const nonePresent = () => new Refusal("conflict", { message: "There is no authenticator app to do this with" });

/** Begins with an authenticator app: its secret, for the app and as a QR code. Throws conflict when there is one. */
export async function beginSecondFactor(ctx: Context) {
  const { personId, email } = personOf(ctx);
  const { secret, uri } = makeSecret(email);
  const begun = await write(ctx, async (tx) => ({
    result: await store.beginFactor(tx, personId, seal(SECOND_FACTOR, ownerOf(personId), secret)),
    change: { resources: [] },
  }));
  if (!begun) throw new Refusal("conflict", { message: "There is an authenticator app already; remove it first" });
  return { secret, uri, qr: qrOf(uri) };
}

/** The modules of a QR code, row by row: 1 is dark. */
function qrOf(text: string): string[] {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  return Array.from({ length: modules.size }, (_, row) =>
    Array.from({ length: modules.size }, (_cell, column) => (modules.get(row, column) ? "1" : "0")).join(""),
  );
}

/** Asks for a code from now on, once one was right, and hands out recovery codes. Throws invalid, conflict. */
export async function confirmSecondFactor(ctx: Context, { code }: { code: string }) {
  const { personId } = personOf(ctx);
  if (await needsCode(personId))
    throw new Refusal("conflict", { message: "The authenticator app is confirmed already" });
  const audit = await entriesOf(ctx, "person.second-factor.on");
  return write(ctx, async (tx) => {
    if (!(await isAppCode(personId, code, tx))) throw wrongCode();
    await store.confirmFactor(tx, personId);
    const recoveryCodes = makeRecoveryCodes();
    await store.putRecoveryCodes(tx, personId, recoveryCodes.map(hashOfRecoveryCode));
    return { result: { recoveryCodes }, change: { resources: [], audit, people: [personId] } };
  });
}

type Proof = { code?: string; recoveryCode?: string; password?: string };

/** Takes the app and the recovery codes away. Throws invalid without a right code or password, conflict, tooManyRequests. */
export async function removeSecondFactor(ctx: Context, proof: Proof) {
  const { personId } = personOf(ctx);
  if (!(await needsCode(personId))) throw nonePresent();
  await sureItIsThem(ctx, proof);
  const audit = await entriesOf(ctx, "person.second-factor.off");
  return write(ctx, async (tx) => {
    await store.removeFactor(tx, personId);
    return { result: {}, change: { resources: [], audit, people: [personId] } };
  });
}

/** Hands out new recovery codes; the old ones are void. Throws invalid without a right code, conflict, tooManyRequests. */
export async function renewRecoveryCodes(ctx: Context, { code }: { code: string }) {
  const { personId } = personOf(ctx);
  if (!(await needsCode(personId))) throw nonePresent();
  await sureItIsThem(ctx, { code });
  const audit = await entriesOf(ctx, "person.recovery-codes");
  return write(ctx, async (tx) => {
    const recoveryCodes = makeRecoveryCodes();
    await store.putRecoveryCodes(tx, personId, recoveryCodes.map(hashOfRecoveryCode));
    return { result: { recoveryCodes }, change: { resources: [], audit } };
  });
}
