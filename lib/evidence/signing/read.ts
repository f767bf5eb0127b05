import type { Context } from "@/lib/changes/context";
import { env } from "@/lib/db/env";
import { signingKeyOf } from "@/lib/db/signing-key-text";
import { jwkOf, keyFacts } from "./facts";
import { kidOf, publicOf } from "./key-pair";
import * as store from "./store";

/** An account's signing keys, newest first; none before something was signed. */
export async function listSigningKeys({ accountId }: Pick<Context, "accountId">) {
  const rows = await store.keysOf(accountId);
  const setting = env().ATTESTRY_SIGNING_KEY;
  const inSetting = setting ? kidOf(publicOf(signingKeyOf(setting))) : null;
  const signing = inSetting ?? rows.find(({ sealed }) => sealed !== null)?.kid ?? null;
  return { data: rows.map((row) => keyFacts(row, signing)), inSetting };
}

/** The public keys of all accounts as a JSON Web Key Set: anybody may check what was signed here. */
export async function keySet() {
  return { keys: (await store.everyKey()).map(jwkOf) };
}
