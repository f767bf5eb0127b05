import { env } from "@/lib/db/env";
import { mailConfigured } from "@/lib/notify/mail";
import { hasPeople } from "./first-run/store";

/** The identity provider people may sign in through; undefined unless all of it is set. */
export function providerSettings() {
  const set = env();
  const { ATTESTRY_OIDC_ISSUER: issuer, ATTESTRY_OIDC_CLIENT_ID: id, ATTESTRY_OIDC_CLIENT_SECRET: secret } = set;
  return issuer && id && secret ? { issuer, id, secret, name: set.ATTESTRY_OIDC_NAME } : undefined;
}

/** How people get into this installation. */
export async function signInMethods() {
  const provider = providerSettings();
  return {
    password: true as const,
    oidc: provider ? { name: provider.name } : null,
    firstRun: !(await hasPeople()),
    mail: mailConfigured(),
  };
}
