import { createAccount } from "@/lib/accounts/create-account";
import { createKey } from "@/lib/accounts/create-key";
import { createPerson } from "@/lib/accounts/create-person";
import { makeResetLink } from "@/lib/accounts/resets/reset";
import { resetPassword } from "@/lib/accounts/reset-password";
import { revokeKey } from "@/lib/accounts/revoke-key";
import { setPlan, setRate, setTerms } from "@/lib/accounts/switch-account";
import { commandContext } from "@/lib/changes/context";
import { roles } from "@/lib/contract/permissions";
import { migrate } from "@/lib/db/migrate";
import * as flag from "./admin-flags";
import { auditVerify, verifiedLines, type AuditVerified } from "./audit-verify";
import { backup } from "./backup";
import { health } from "./health";
import { restore } from "./restore";

/** One thing the admin command can do. `migrated`: it works on our tables, so they must be there. */
export type Verb = {
  words: string;
  says: string;
  migrated: boolean;
  flags: flag.Flags;
  /** Reads the flags, and answers what does the work: nothing is started for a command that cannot be understood. */
  read: (args: readonly string[]) => () => Promise<object>;
  /** How the result reads to people, and whether it is a failure; without it, a line for each fact. */
  shows?: (result: object) => { text: string; failed: boolean };
};

function verb<F extends flag.Flags>(
  words: string,
  says: string,
  flags: F,
  run: (given: flag.Values<F>) => Promise<object>,
): Verb {
  const read = (args: readonly string[]) => {
    const given = flag.readFlags(flags, args);
    return () => run(given);
  };
  return { words, says, migrated: true, flags, read };
}

const aroundTables = (one: Verb): Verb => ({ ...one, migrated: false });

const account = flag.needed(flag.id("the account"));
const optionalPassword = flag.text("the password; without it one is made and shown once");
const keysOf = <Key extends string>(table: Record<Key, unknown>) => Object.keys(table) as Key[];
const at = (accountId: number) => commandContext("admin", accountId);

/** Everything `npm run admin` can do. What concerns accounts runs the same verbs as the API. */
export const verbs: readonly Verb[] = [
  verb(
    "account create",
    "Make an account; its API terms are not accepted yet",
    { name: flag.needed(flag.text("what it is called")) },
    (given) => createAccount(at(0), given),
  ),
  verb(
    "person create",
    "Give a person a role in an account, and a sign-in if they are new",
    {
      account,
      email: flag.needed(flag.text("their e-mail address")),
      role: flag.needed(flag.oneOf(keysOf(roles), "their role")),
      password: optionalPassword,
      "first-name": flag.text("their first name"),
      "last-name": flag.text("their last name"),
    },
    ({ account: accountId, "first-name": firstName, "last-name": lastName, ...rest }) =>
      createPerson(at(accountId), { accountId, firstName, lastName, ...rest }),
  ),
  verb(
    "person reset-password",
    "Give a person another password",
    { email: flag.needed(flag.text("their e-mail address")), password: optionalPassword },
    (given) => resetPassword(at(0), given),
  ),
  verb(
    "person reset-link",
    "Make a link by which a person sets another password within an hour",
    { email: flag.needed(flag.text("their e-mail address")) },
    (given) => makeResetLink(at(0), given),
  ),
  verb(
    "key create",
    "Make an API key; it is shown once",
    {
      account,
      name: flag.needed(flag.text("what people know it by")),
      permissions: flag.list("what it may do; without it everything"),
      expires: flag.moment("when it ends; without it never"),
      addresses: flag.list("addresses or CIDR ranges it is used from; without it all"),
      connections: flag.ids("connections it is kept to; without it all"),
    },
    ({ account: accountId, name, permissions, expires, addresses, connections }) =>
      createKey(at(accountId), {
        accountId,
        name,
        permissions,
        expiresAt: expires?.toISOString(),
        addresses,
        connectionIds: connections,
      }),
  ),
  verb(
    "key revoke",
    "End a key at once",
    { key: flag.needed(flag.id("the key")), account: flag.id("its account") },
    ({ key, account: accountId }) => revokeKey(at(accountId ?? 0), { keyId: key, accountId }),
  ),
  verb("terms accept", "Accept the API terms for an account", { account }, ({ account: accountId }) =>
    setTerms(at(accountId), { accountId, accepted: true }),
  ),
  verb("terms withdraw", "Take that back: every call answers 412", { account }, ({ account: accountId }) =>
    setTerms(at(accountId), { accountId, accepted: false }),
  ),
  verb(
    "plan set",
    "Put an account on a plan; basic answers 402",
    { account, plan: flag.needed(flag.oneOf(["custom-connections", "basic"], "the plan")) },
    ({ account: accountId, plan }) => setPlan(at(accountId), { accountId, plan }),
  ),
  verb(
    "rate set",
    "Limit the requests a minute of each key of an account",
    {
      account,
      "per-minute": flag.needed(
        flag.countOr("default", "how many; 0 is no limit, default is the installation's setting"),
      ),
    },
    ({ account: accountId, "per-minute": perMinute }) => setRate(at(accountId), { accountId, perMinute }),
  ),
  {
    ...verb(
      "audit verify",
      "Check everything that the audit chains seal; ends with 1 when anything was tampered with",
      {
        account: flag.id("the account; without it all"),
        checkpoint: flag.text(
          "a file of checkpoints that were kept elsewhere: one a line, a webhook's body, or a bundle of evidence",
        ),
      },
      ({ account: accountId, checkpoint }) => auditVerify(accountId, checkpoint),
    ),
    shows: (result) => ({
      text: verifiedLines(result as AuditVerified),
      failed: !(result as AuditVerified).intact,
    }),
  },
  aroundTables(
    verb("migrate", "Bring the database up to this version", {}, async () => ({ applied: await migrate() })),
  ),
  aroundTables(verb("health", "Say what the database and the server are like", {}, () => health())),
  aroundTables(
    verb(
      "backup",
      "Write everything into one file, also while the server runs",
      { to: flag.needed(flag.text("the file")) },
      ({ to }) => backup(to),
    ),
  ),
  aroundTables(
    verb("restore", "Bring a backup into an empty database", { from: flag.needed(flag.text("the file")) }, ({ from }) =>
      restore(from),
    ),
  ),
];

/** The verb that a command line begins with, and what follows it. */
export function findVerb(args: readonly string[]): { verb: Verb; rest: readonly string[] } {
  const firstFlag = args.findIndex((word) => word.startsWith("--"));
  const words = firstFlag < 0 ? args : args.slice(0, firstFlag);
  const found = verbs.find((one) => one.words === words.join(" "));
  if (found) return { verb: found, rest: args.slice(words.length) };
  throw new flag.Misused(words.length ? `There is no "${words.join(" ")}".` : "Say what to do.");
}

/** How the command is written: one line for each verb, or one verb with its flags. */
export function usage(of?: Verb): string {
  if (!of) {
    const width = Math.max(...verbs.map(({ words }) => words.length));
    const lines = verbs.map(({ words, says }) => `  ${words.padEnd(width)}  ${says}`);
    return `npm run -s admin -- <noun> <verb> [flags] [--json]\n\n${lines.join("\n")}\n\nAfter a verb, --help shows its flags.`;
  }
  const flags = Object.entries(of.flags).map(([name, { takes, says, needed }]) => {
    const written = needed ? `--${name} ${takes}` : `[--${name} ${takes}]`;
    return `  ${written.padEnd(44)} ${says}`;
  });
  return [`npm run -s admin -- ${of.words} [flags] [--json]`, of.says, ...flags].join("\n");
}
