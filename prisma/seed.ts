import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createAccount } from "@/lib/accounts/create-account";
import { createKey } from "@/lib/accounts/create-key";
import { createPerson } from "@/lib/accounts/create-person";
import { resetPassword } from "@/lib/accounts/reset-password";
import { findFirstAccount } from "@/lib/accounts/store";
import { setTerms } from "@/lib/accounts/switch-account";
import { commandContext } from "@/lib/changes/context";
import { ask } from "./ask";
import { inventoryOf, inventorySchema } from "./software-inventory";

const ACCOUNT_NAME = "Demo";
const EMAIL = "admin@example.com";

/** What first-run.json holds. */
export type FirstRun = {
  url: string;
  email: string;
  password: string;
  apiKey: string;
  accountId: number;
  connectionId: number;
  resourceId: number;
};

type Place = {
  /** Where people reach this installation; direct: where this machine does. */
  url: string;
  direct: string;
  dataFolder: string;
  lockfile: string;
};

type Connections = { data: { id: number; customResources: { id: number }[] }[] };

/**
 * On the first start: a demo account whose "Software inventory" is pushed through the public API, like anybody's data.
 * Undefined when there is an account already. A start that was cut short, which leaves its mark, is finished by the next.
 */
export async function firstRun({ url, direct, dataFolder, lockfile }: Place): Promise<FirstRun | undefined> {
  const file = join(dataFolder, "first-run.json");
  const begun = join(dataFolder, "first-run.begun");
  const found = await findFirstAccount();
  if (existsSync(file) || (found && !existsSync(begun))) return undefined;
  writeFileSync(begun, "");
  const { accountId, email, password, apiKey } = await openAccount(found?.id);
  const { connectionId, resourceId } = await openConnection(direct, apiKey);
  const records = `/public/custom-connections/${connectionId}/resources/${resourceId}/records`;
  await ask(direct, apiKey, "POST", records, { data: inventoryOf(lockfile) });
  const first = { url, email, password, apiKey, accountId, connectionId, resourceId };
  writeFileSync(file, `${JSON.stringify(first, undefined, 2)}\n`, { mode: 0o600 });
  rmSync(begun);
  return first;
}

async function openAccount(begun: number | undefined) {
  const ctx = commandContext("seed");
  const accountId = begun ?? (await createAccount(ctx, { name: ACCOUNT_NAME })).accountId;
  await setTerms(ctx, { accountId, accepted: true });
  const person = await createPerson(ctx, {
    accountId,
    email: EMAIL,
    role: "admin",
    firstName: "Ada",
    lastName: "Admin",
  });
  const { password = "" } = "password" in person ? person : await resetPassword(ctx, { email: EMAIL });
  const { apiKey } = await createKey(ctx, { accountId, name: "First run" });
  return { accountId, email: EMAIL, password, apiKey };
}

async function openConnection(direct: string, apiKey: string) {
  const connections = "/public/v2/custom-connections";
  const listed = await ask<Connections>(direct, apiKey, "GET", `${connections}?expand[]=customResources`);
  const connection =
    listed.data[0] ??
    (await ask<Connections["data"][number]>(direct, apiKey, "POST", connections, {
      name: "Software inventory",
      description: "The packages this installation is built from, one record each, read from its own lockfile",
      providerTypes: ["CUSTOM"],
      workspaceIds: [1],
      schema: inventorySchema,
      displayNameKey: "name",
    }));
  const resourceId = connection.customResources[0]?.id ?? 0;
  await ask(direct, apiKey, "PATCH", `/api/connections/${connection.id}/resources/${resourceId}`, {
    filterFields: [
      { pointer: "/name", type: "text" },
      { pointer: "/licence", type: "text" },
      { pointer: "/dependencies", type: "number" },
    ],
  });
  return { connectionId: connection.id, resourceId };
}
