import { isSigningKey } from "./signing-key-text";
import { singleton } from "./singleton";

type Setting<T> = { fallback: T; says: string; read: (text: string) => T; takes: string };

const MB = 1024 * 1024;

function whole(fallback: number, least: number, most: number, says: string): Setting<number> {
  const takes = `a whole number from ${least} to ${most}`;
  const read = (text: string) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) throw new Error(takes);
    return value;
  };
  return { fallback, says, read, takes };
}

function words(fallback: string, pattern: RegExp, takes: string, says: string): Setting<string> {
  const read = (text: string) => {
    if (!pattern.test(text)) throw new Error(takes);
    return text;
  };
  return { fallback, says, read, takes };
}

function onOff(fallback: boolean | undefined, says: string): Setting<boolean | undefined> {
  const takes = "on or off";
  const read = (text: string) => {
    if (/^(on|true|1|yes)$/i.test(text)) return true;
    if (/^(off|false|0|no)$/i.test(text)) return false;
    throw new Error(takes);
  };
  return { fallback, says, read, takes };
}

/** Every setting there is: the README's table, the limits in error texts and the start-up check read this one. */
export const settings = {
  PORT: whole(3000, 0, 65_535, "Port the server listens on; 0 takes a free one"),
  HOST: words("127.0.0.1", /^[\w.:-]+$/, "a host name or an address", "Address the server listens on"),
  DATABASE_URL: words(
    "",
    /^postgres(ql)?:\/\/\S+$/,
    "a URL like postgresql://user:password@host:5432/name",
    "An external PostgreSQL (15 or newer); without it the embedded one is started",
  ),
  ATTESTRY_DATA: words(".data", /\S/, "a folder", "Where the embedded database, first-run.json and secrets are kept"),
  ATTESTRY_URL: words(
    "",
    /^https?:\/\/[^\s/]+$/,
    "an origin like https://attestry.example.com, without a path",
    "The address people and scripts use, when it is not http://HOST:PORT",
  ),
  ATTESTRY_SECRET: words(
    "",
    /^\S{32,}$/,
    "at least 32 characters without blanks",
    "Seals cookies and secrets, signs cursors; made and kept in the data folder when not set. Give every process of one installation the same",
  ),
  ATTESTRY_DEMO: onOff(undefined, "Whether a first run creates the demo account; on when the database is embedded"),
  ATTESTRY_TRUSTED_PROXIES: words(
    "",
    /^[\da-fA-F.:/, ]+$/,
    "addresses or CIDR ranges, separated by commas",
    "Proxies whose X-Forwarded-For is believed",
  ),
  ATTESTRY_RATE_PER_MINUTE: whole(6_000, 0, 10_000_000, "Requests a key may make in a minute; 0 is off"),
  ATTESTRY_REFUSALS_PER_MINUTE: whole(6_000, 0, 10_000_000, "Refused keys an address may send in a minute; 0 is off"),
  ATTESTRY_BODY_BYTES_MAX: whole(25 * MB, 1_024, 512 * MB, "Bytes of one request body, after decompression"),
  ATTESTRY_BODIES_BYTES_MAX: whole(
    64 * MB,
    1_024,
    8_192 * MB,
    "Bytes of request bodies held in memory at once; more wait",
  ),
  ATTESTRY_BODY_WAIT_SECONDS: whole(10, 0, 600, "Seconds a body waits for memory before 503"),
  ATTESTRY_RECORDS_PER_REQUEST_MAX: whole(10_000, 1, 100_000, "Records in one request"),
  ATTESTRY_RECORD_BYTES_MAX: whole(MB, 64, 64 * MB, "Bytes of one record, measured on the text that is read back"),
  ATTESTRY_RECORD_DEPTH_MAX: whole(64, 1, 256, "Levels of one record; the record itself is level 1"),
  ATTESTRY_SCHEMA_BYTES_MAX: whole(256 * 1_024, 256, 4 * MB, "Bytes of one JSON Schema"),
  ATTESTRY_POOL_MAX: whole(10, 2, 500, "Database connections of one process"),
  ATTESTRY_LOCK_WAIT_SECONDS: whole(10, 1, 600, "Seconds a write waits for its turn on a resource before 503"),
  ATTESTRY_STATEMENT_SECONDS: whole(60, 1, 3_600, "Seconds one statement may run before it is cancelled"),
  ATTESTRY_PUSH_DAYS: whole(30, 1, 3_650, "Days that pushes and their rejected rows are kept"),
  ATTESTRY_SESSION_HOURS: whole(24, 1, 8_760, "Hours after which an upload session that nobody added to is canceled"),
  ATTESTRY_RESTORE_DAYS: whole(30, 1, 3_650, "Days within which a deleted connection can be restored"),
  ATTESTRY_SMTP_URL: words(
    "",
    /^smtps?:\/\/\S+$/,
    "a URL like smtp://user:password@host:587",
    "The mail server that invitations, password resets and alerts go through; without it links are shown to copy",
  ),
  ATTESTRY_MAIL_FROM: words(
    "",
    /^[^\r\n]+$/,
    "an e-mail address",
    "Whom mails come from, like Attestry <attestry@example.com>",
  ),
  ATTESTRY_AUDIT_CHECK_HOURS: whole(
    24,
    0,
    8_760,
    "Hours between two checks of everything that an account's audit chain seals; what is new is checked each hour. 0 is off",
  ),
  ATTESTRY_CHECKPOINT_WEBHOOK: onOff(
    undefined,
    "Whether the audit chain's signed checkpoints are posted to the webhook of each account's alerts, too",
  ),
  ATTESTRY_EXPORT_DAYS: whole(7, 1, 3_650, "Days that the files of exports are kept"),
  ATTESTRY_IMPORT_BYTES_MAX: whole(1_024 * MB, 1_024, 64 * 1_024 * MB, "Bytes of a file that is imported"),
  ATTESTRY_WORKBOOKS_MAX: whole(2, 1, 64, "Workbooks that one process reads at once; more wait"),
  ATTESTRY_IMPORT_DAYS: whole(7, 1, 365, "Days that imports which nobody goes on with, and refused rows, are kept"),
  ATTESTRY_EVIDENCE_STORE: words(
    "postgres",
    /^(postgres|file:\/\/\/[^\s?#]+|s3:\/\/[a-z\d][a-z\d.-]+(\/[^\s?#]*)?)$/,
    "postgres, a folder like file:///srv/evidence, or a bucket like s3://bucket/folder",
    "Where the files of new evidence are kept; what is there already stays where it is",
  ),
  ATTESTRY_S3_ENDPOINT: words(
    "",
    /^https?:\/\/\S+$/,
    "a URL like https://s3.example.com",
    "The object store that evidence is kept in, when it is not Amazon's",
  ),
  ATTESTRY_S3_REGION: words("us-east-1", /^[\w-]+$/, "a region like eu-central-1", "The region of the bucket"),
  ATTESTRY_S3_KEY_ID: words(
    "",
    /^\S+$/,
    "a text without blanks",
    "What the object store knows this installation by; without it the AWS SDK's own ways are tried",
  ),
  ATTESTRY_S3_SECRET: words("", /^\S+$/, "a text without blanks", "The secret that belongs to it"),
  ATTESTRY_OIDC_ISSUER: words(
    "",
    /^https?:\/\/\S+$/,
    "the provider's issuer URL",
    "An OpenID Connect provider that people may sign in through; it needs the id and the secret, too",
  ),
  ATTESTRY_OIDC_CLIENT_ID: words("", /^\S+$/, "a text without blanks", "What the provider knows this installation by"),
  ATTESTRY_OIDC_CLIENT_SECRET: words("", /^\S+$/, "a text without blanks", "The secret that the provider gave with it"),
  ATTESTRY_OIDC_NAME: words(
    "Single sign-on",
    /^[^\r\n]{1,60}$/,
    "up to 60 characters",
    "What the button on the sign-in page says",
  ),
  ATTESTRY_SIGNING_KEY: {
    fallback: "",
    says: "The Ed25519 key that signs evidence, PKCS#8 as PEM or its base64 alone; without it each account has one in the database, sealed",
    takes: "an Ed25519 private key (PKCS#8), as `openssl genpkey -algorithm ed25519` makes it",
    read: (text: string) => {
      if (!isSigningKey(text)) throw new Error("no Ed25519 key");
      return text;
    },
  },
  ATTESTRY_TSA_URL: words(
    "",
    /^https?:\/\/\S+$/,
    "a URL like https://tsa.example.com/tsr",
    "A time stamping authority (RFC 3161) that confirms when evidence was made",
  ),
  ATTESTRY_TSA_REQUIRED: onOff(
    false,
    "Whether evidence fails when no timestamp is had; else the bundle says why it has none",
  ),
  ATTESTRY_LOG: words(
    "info",
    /^(debug|info|warn|error|silent)$/,
    "debug, info, warn, error or silent",
    "How much is logged",
  ),
  NODE_ENV: words(
    "production",
    /^(production|development|test)$/,
    "production, development or test",
    "Set by the start command",
  ),
} as const;

export type Env = { [K in keyof typeof settings]: (typeof settings)[K]["fallback"] };

/** Reads every setting from an environment. Throws one sentence per refused value, all at once. */
export function readEnv(from: Readonly<Record<string, string | undefined>>): Env {
  const refused: string[] = [];
  const known = Object.entries(settings).map(([name, setting]) => {
    const text = from[name]?.trim();
    if (text === undefined || text === "") return [name, setting.fallback] as const;
    try {
      return [name, setting.read(text)] as const;
    } catch {
      const shown = /SECRET|URL|ISSUER|SIGNING_KEY/.test(name) ? "a value" : `"${text}"`;
      refused.push(`${name} takes ${setting.takes}; it is set to ${shown} that is not.`);
      return [name, setting.fallback] as const;
    }
  });
  if (refused.length) throw new Error(refused.join("\n"));
  return Object.fromEntries(known) as Env;
}

/** Names that look like settings of ours and are none: worth a warning at start, as a mistyped limit limits nothing. */
export function unknownSettings(from: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(from).filter((name) => name.startsWith("ATTESTRY_") && !(name in settings));
}

/** The settings of this process, read once. The only place that looks at process.env. */
export const env = (): Env => singleton("env", () => readEnv(process.env));

/** The limits callers meet, by their names in texts. */
export function limits() {
  const set = env();
  return {
    bodyBytesMax: set.ATTESTRY_BODY_BYTES_MAX,
    recordsPerRequestMax: set.ATTESTRY_RECORDS_PER_REQUEST_MAX,
    recordBytesMax: set.ATTESTRY_RECORD_BYTES_MAX,
    recordDepthMax: set.ATTESTRY_RECORD_DEPTH_MAX,
    schemaBytesMax: set.ATTESTRY_SCHEMA_BYTES_MAX,
    ratePerMinute: set.ATTESTRY_RATE_PER_MINUTE,
  };
}
