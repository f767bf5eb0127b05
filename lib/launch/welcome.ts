import { join } from "node:path";
import type { FirstRun } from "@/prisma/seed";

type Facts = {
  origin: string;
  data: string;
  place: string | undefined;
  demo: boolean;
  first: FirstRun | undefined;
  token: string | undefined;
};

const sample = { id: "my-first-record", name: "my-first-record", version: "1.0.0" };

/** The last lines of a start: where to go, where the data are, and on the first run how to get in. */
export function welcome({ origin, data, place, demo, first, token }: Facts): void {
  const lines = [`Attestry answers at ${origin}`, `Data are kept in ${data}`];
  if (place && !place.startsWith(data))
    lines.push(`The database is in ${place}, because its user cannot enter the folder above`);
  if (first) lines.push("", ...introduce(first, data));
  else if (token) lines.push("", ...invite(origin, token));
  else if (!demo) lines.push("Make another account with: npm run admin -- account create --name NAME");
  console.log(`\n${lines.join("\n")}\n`);
}

/** For a database that nobody has come into: whoever can read this log may be the first. */
function invite(origin: string, token: string): string[] {
  return [
    "Nobody is here yet. The first person comes in, once, with this token:",
    `  ${token}`,
    `  ${origin}/welcome#${token}`,
  ];
}

function introduce(first: FirstRun, data: string): string[] {
  const { url, email, password, apiKey, accountId, connectionId, resourceId } = first;
  const records = `${url}/public/custom-connections/${connectionId}/resources/${resourceId}/records`;
  return [
    `First run. The same is in ${join(data, "first-run.json")}, readable by you alone:`,
    `  account ${accountId}, connection ${connectionId}, resource ${resourceId}`,
    `  sign in  ${email}  ${password}`,
    `  API key  ${apiKey}`,
    "",
    "Push a record:",
    `  curl ${records} -H 'Authorization: Bearer ${apiKey}' -H 'Content-Type: application/json' -d '${JSON.stringify({ data: sample })}'`,
  ];
}
