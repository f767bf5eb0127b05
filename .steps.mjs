// lib/db/client.ts
import pg from "pg";
import { PrismaPg } from "@prisma/adapter-pg";

// lib/db/singleton.ts
var shelf = globalThis;
function singleton(name, make) {
  const held2 = shelf.attestrySingletons ??= /* @__PURE__ */ new Map();
  if (!held2.has(name)) held2.set(name, make());
  return held2.get(name);
}

// lib/db/env.ts
var MB = 1024 * 1024;
function whole(fallback, least, most, says) {
  const takes = `a whole number from ${least} to ${most}`;
  const read = (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) throw new Error(takes);
    return value;
  };
  return { fallback, says, read, takes };
}
function words(fallback, pattern, takes, says) {
  const read = (text) => {
    if (!pattern.test(text)) throw new Error(takes);
    return text;
  };
  return { fallback, says, read, takes };
}
function onOff(fallback, says) {
  const takes = "on or off";
  const read = (text) => {
    if (/^(on|true|1|yes)$/i.test(text)) return true;
    if (/^(off|false|0|no)$/i.test(text)) return false;
    throw new Error(takes);
  };
  return { fallback, says, read, takes };
}
var settings = {
  PORT: whole(3e3, 0, 65535, "Port the server listens on; 0 takes a free one"),
  HOST: words("127.0.0.1", /^[\w.:-]+$/, "a host name or an address", "Address the server listens on"),
  DATABASE_URL: words(
    "",
    /^postgres(ql)?:\/\/\S+$/,
    "a URL like postgresql://user:password@host:5432/name",
    "An external PostgreSQL (15 or newer); without it the embedded one is started"
  ),
  ATTESTRY_DATA: words(".data", /\S/, "a folder", "Where the embedded database, first-run.json and secrets are kept"),
  ATTESTRY_URL: words(
    "",
    /^https?:\/\/[^\s/]+$/,
    "an origin like https://attestry.example.com, without a path",
    "The address people and scripts use, when it is not http://HOST:PORT"
  ),
  ATTESTRY_SECRET: words(
    "",
    /^\S{32,}$/,
    "at least 32 characters without blanks",
    "Signs cursors; made and kept in the data folder when not set. Give every process of one installation the same"
  ),
  ATTESTRY_DEMO: onOff(void 0, "Whether a first run creates the demo account; on when the database is embedded"),
  ATTESTRY_TRUSTED_PROXIES: words(
    "",
    /^[\da-fA-F.:/, ]+$/,
    "addresses or CIDR ranges, separated by commas",
    "Proxies whose X-Forwarded-For is believed"
  ),
  ATTESTRY_RATE_PER_MINUTE: whole(6e3, 0, 1e7, "Requests a key may make in a minute; 0 is off"),
  ATTESTRY_REFUSALS_PER_MINUTE: whole(600, 0, 1e7, "Refused keys an address may send in a minute; 0 is off"),
  ATTESTRY_BODY_BYTES_MAX: whole(25 * MB, 1024, 512 * MB, "Bytes of one request body, after decompression"),
  ATTESTRY_BODIES_BYTES_MAX: whole(
    64 * MB,
    1024,
    8192 * MB,
    "Bytes of request bodies held in memory at once; more wait"
  ),
  ATTESTRY_BODY_WAIT_SECONDS: whole(10, 0, 600, "Seconds a body waits for memory before 503"),
  ATTESTRY_RECORDS_PER_REQUEST_MAX: whole(1e4, 1, 1e5, "Records in one request"),
  ATTESTRY_RECORD_BYTES_MAX: whole(MB, 64, 64 * MB, "Bytes of one record, measured on the text that is read back"),
  ATTESTRY_RECORD_DEPTH_MAX: whole(64, 1, 256, "Levels of one record; the record itself is level 1"),
  ATTESTRY_SCHEMA_BYTES_MAX: whole(256 * 1024, 256, 4 * MB, "Bytes of one JSON Schema"),
  ATTESTRY_POOL_MAX: whole(10, 2, 500, "Database connections of one process"),
  ATTESTRY_LOCK_WAIT_SECONDS: whole(10, 1, 600, "Seconds a write waits for its turn on a resource before 503"),
  ATTESTRY_STATEMENT_SECONDS: whole(60, 1, 3600, "Seconds one statement may run before it is cancelled"),
  ATTESTRY_PUSH_DAYS: whole(30, 1, 3650, "Days that pushes and their rejected rows are kept"),
  ATTESTRY_RESTORE_DAYS: whole(30, 1, 3650, "Days within which a deleted connection can be restored"),
  ATTESTRY_LOG: words(
    "info",
    /^(debug|info|warn|error|silent)$/,
    "debug, info, warn, error or silent",
    "How much is logged"
  ),
  NODE_ENV: words(
    "production",
    /^(production|development|test)$/,
    "production, development or test",
    "Set by the start command"
  )
};
function readEnv(from) {
  const refused = [];
  const known = Object.entries(settings).map(([name, setting]) => {
    const text = from[name]?.trim();
    if (text === void 0 || text === "") return [name, setting.fallback];
    try {
      return [name, setting.read(text)];
    } catch {
      const shown = /SECRET|URL/.test(name) ? "a value" : `"${text}"`;
      refused.push(`${name} takes ${setting.takes}; it is set to ${shown} that is not.`);
      return [name, setting.fallback];
    }
  });
  if (refused.length) throw new Error(refused.join("\n"));
  return Object.fromEntries(known);
}
var env = () => singleton("env", () => readEnv(process.env));

// lib/db/generated/client.ts
import * as path from "node:path";
import { fileURLToPath } from "node:url";

// lib/db/generated/internal/class.ts
import * as runtime from "@prisma/client/runtime/client";
var config = {
  "previewFeatures": [],
  "clientVersion": "7.10.0",
  "engineVersion": "0edf323efd1d98336f3f0a68684b56f689b900d3",
  "activeProvider": "postgresql",
  "inlineSchema": 'generator client {\n  provider            = "prisma-client"\n  output              = "../lib/db/generated"\n  moduleFormat        = "esm"\n  engineType          = "client"\n  importFileExtension = ""\n}\n\ndatasource db {\n  provider = "postgresql"\n}\n\nmodel Account {\n  id              BigInt    @id @default(autoincrement())\n  name            String\n  plan            String    @default("custom-connections")\n  termsAcceptedAt DateTime? @map("terms_accepted_at") @db.Timestamptz(6)\n  ratePerMinute   Int?      @map("rate_per_minute")\n  accessEpoch     BigInt    @default(1) @map("access_epoch")\n  createdAt       DateTime  @default(now()) @map("created_at") @db.Timestamptz(6)\n\n  @@map("account")\n}\n\nmodel Person {\n  id           BigInt   @id @default(autoincrement())\n  email        String   @unique\n  passwordHash String   @map("password_hash")\n  firstName    String   @default("") @map("first_name")\n  lastName     String   @default("") @map("last_name")\n  createdAt    DateTime @default(now()) @map("created_at") @db.Timestamptz(6)\n  updatedAt    DateTime @default(now()) @map("updated_at") @db.Timestamptz(6)\n\n  @@map("person")\n}\n\nmodel Membership {\n  accountId BigInt   @map("account_id")\n  personId  BigInt   @map("person_id")\n  role      String\n  createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(6)\n\n  @@id([accountId, personId])\n  @@map("membership")\n}\n\nmodel ApiKey {\n  accountId        BigInt    @map("account_id")\n  id               BigInt    @default(autoincrement())\n  ownerId          BigInt?   @map("owner_id")\n  name             String\n  prefix           String\n  permissions      String[]\n  expiresAt        DateTime? @map("expires_at") @db.Timestamptz(6)\n  addresses        String[]  @default([])\n  connectionIds    BigInt[]  @map("connection_ids")\n  createdAt        DateTime  @default(now()) @map("created_at") @db.Timestamptz(6)\n  createdBy        String    @map("created_by")\n  revokedAt        DateTime? @map("revoked_at") @db.Timestamptz(6)\n  lastUsedAt       DateTime? @map("last_used_at") @db.Timestamptz(6)\n  lastRefusedAt    DateTime? @map("last_refused_at") @db.Timestamptz(6)\n  lastRefusedCause String?   @map("last_refused_cause")\n\n  @@id([accountId, id])\n  @@map("api_key")\n}\n\nmodel ApiKeyLookup {\n  secretHash Bytes  @id @map("secret_hash")\n  accountId  BigInt @map("account_id")\n  keyId      BigInt @map("key_id")\n\n  @@map("api_key_lookup")\n}\n\nmodel RateLease {\n  accountId   BigInt @map("account_id")\n  keyId       BigInt @map("key_id")\n  windowStart BigInt @map("window_start")\n  taken       Int\n\n  @@id([accountId, keyId, windowStart])\n  @@map("rate_lease")\n}\n\nmodel Connection {\n  accountId     BigInt    @map("account_id")\n  id            BigInt    @default(autoincrement())\n  clientAlias   String?   @map("client_alias")\n  description   String?\n  providerTypes String[]  @map("provider_types")\n  workspaceIds  BigInt[]  @map("workspace_ids")\n  createdById   BigInt?   @map("created_by_id")\n  createdAt     DateTime  @default(now()) @map("created_at") @db.Timestamptz(6)\n  updatedAt     DateTime  @default(now()) @map("updated_at") @db.Timestamptz(6)\n  deletedAt     DateTime? @map("deleted_at") @db.Timestamptz(6)\n\n  @@id([accountId, id])\n  @@map("connection")\n}\n\nmodel Resource {\n  accountId      BigInt    @map("account_id")\n  id             BigInt    @default(autoincrement())\n  connectionId   BigInt    @map("connection_id")\n  name           String\n  description    String?\n  identifierKey  String    @default("id") @map("identifier_key")\n  displayNameKey String?   @map("display_name_key")\n  schemaVersion  Int       @default(0) @map("schema_version")\n  filterSlots    Json      @default("{}") @map("filter_slots")\n  revision       BigInt    @default(0)\n  recordCount    BigInt    @default(0) @map("record_count")\n  stampedAt      DateTime  @default(now()) @map("stamped_at") @db.Timestamptz(6)\n  lastPushAt     DateTime? @map("last_push_at") @db.Timestamptz(6)\n  createdAt      DateTime  @default(now()) @map("created_at") @db.Timestamptz(6)\n  updatedAt      DateTime  @default(now()) @map("updated_at") @db.Timestamptz(6)\n  deletedAt      DateTime? @map("deleted_at") @db.Timestamptz(6)\n\n  @@id([accountId, id])\n  @@map("resource")\n}\n\nmodel SchemaVersion {\n  accountId  BigInt   @map("account_id")\n  resourceId BigInt   @map("resource_id")\n  version    Int\n  schemaText String   @map("schema_text")\n  hash       String\n  revision   BigInt\n  createdAt  DateTime @default(now()) @map("created_at") @db.Timestamptz(6)\n  createdBy  String   @map("created_by")\n\n  @@id([accountId, resourceId, version])\n  @@map("schema_version")\n}\n\nmodel Change {\n  accountId     BigInt   @map("account_id")\n  resourceId    BigInt   @map("resource_id")\n  revision      BigInt\n  at            DateTime @db.Timestamptz(6)\n  kind          String\n  actorKind     String   @map("actor_kind")\n  actorId       BigInt?  @map("actor_id")\n  actorLabel    String   @map("actor_label")\n  channel       String\n  requestId     String   @map("request_id")\n  schemaVersion Int      @map("schema_version")\n  created       Int      @default(0)\n  updated       Int      @default(0)\n  unchanged     Int      @default(0)\n  deleted       Int      @default(0)\n  rejected      Int      @default(0)\n\n  @@id([accountId, resourceId, revision])\n  @@map("change")\n}\n\nmodel DataRecord {\n  accountId     BigInt   @map("account_id")\n  resourceId    BigInt   @map("resource_id")\n  id            String\n  data          Json\n  revision      BigInt\n  schemaVersion Int      @map("schema_version")\n  createdAt     DateTime @map("created_at") @db.Timestamptz(6)\n  updatedAt     DateTime @map("updated_at") @db.Timestamptz(6)\n  text1         String?  @map("text_1")\n  text2         String?  @map("text_2")\n  text3         String?  @map("text_3")\n  text4         String?  @map("text_4")\n  number1       Decimal? @map("number_1") @db.Decimal\n  number2       Decimal? @map("number_2") @db.Decimal\n  number3       Decimal? @map("number_3") @db.Decimal\n  number4       Decimal? @map("number_4") @db.Decimal\n\n  @@id([accountId, resourceId, id])\n  @@map("data_record")\n}\n\nmodel RecordVersion {\n  accountId     BigInt   @map("account_id")\n  resourceId    BigInt   @map("resource_id")\n  id            String\n  revision      BigInt\n  supersededBy  BigInt   @map("superseded_by")\n  data          Json\n  schemaVersion Int      @map("schema_version")\n  createdAt     DateTime @map("created_at") @db.Timestamptz(6)\n  updatedAt     DateTime @map("updated_at") @db.Timestamptz(6)\n\n  @@id([accountId, resourceId, id, revision])\n  @@map("record_version")\n}\n\nmodel Push {\n  accountId     BigInt   @map("account_id")\n  resourceId    BigInt   @map("resource_id")\n  id            BigInt   @default(autoincrement())\n  at            DateTime @db.Timestamptz(6)\n  revision      BigInt?\n  actorKind     String   @map("actor_kind")\n  actorId       BigInt?  @map("actor_id")\n  actorLabel    String   @map("actor_label")\n  channel       String\n  requestId     String   @map("request_id")\n  bodyBytes     Int      @map("body_bytes")\n  schemaVersion Int      @map("schema_version")\n  created       Int\n  updated       Int\n  unchanged     Int\n  rejected      Int\n  unchangedIds  String[] @default([]) @map("unchanged_ids")\n  rejectedRows  Json     @default("[]") @map("rejected_rows")\n\n  @@id([accountId, resourceId, id])\n  @@map("push")\n}\n\nmodel KeptAnswer {\n  accountId   BigInt   @map("account_id")\n  scope       Bytes\n  fingerprint Bytes\n  status      Int\n  headers     Json\n  body        Bytes\n  createdAt   DateTime @default(now()) @map("created_at") @db.Timestamptz(6)\n\n  @@id([accountId, scope])\n  @@map("kept_answer")\n}\n\nmodel Evidence {\n  accountId     BigInt   @map("account_id")\n  id            BigInt   @default(autoincrement())\n  connectionId  BigInt   @map("connection_id")\n  resourceId    BigInt   @map("resource_id")\n  revision      BigInt\n  schemaVersion Int      @map("schema_version")\n  fileName      String   @map("file_name")\n  recordCount   BigInt   @map("record_count")\n  byteCount     BigInt   @map("byte_count")\n  sha256        String\n  manifest      String\n  createdAt     DateTime @map("created_at") @db.Timestamptz(6)\n  createdBy     String   @map("created_by")\n  requestId     String   @map("request_id")\n\n  @@id([accountId, id])\n  @@map("evidence")\n}\n\nmodel EvidenceChunk {\n  accountId  BigInt @map("account_id")\n  evidenceId BigInt @map("evidence_id")\n  ordinal    Int\n  bytes      Bytes\n\n  @@id([accountId, evidenceId, ordinal])\n  @@map("evidence_chunk")\n}\n\nmodel AuditEntry {\n  accountId  BigInt   @map("account_id")\n  id         BigInt   @default(autoincrement())\n  at         DateTime @default(dbgenerated("clock_timestamp()")) @db.Timestamptz(6)\n  actorKind  String   @map("actor_kind")\n  actorId    BigInt?  @map("actor_id")\n  actorLabel String   @map("actor_label")\n  channel    String\n  requestId  String   @map("request_id")\n  action     String\n  target     String\n  details    Json     @default("{}")\n\n  @@id([accountId, id])\n  @@map("audit_entry")\n}\n',
  "runtimeDataModel": {
    "models": {},
    "enums": {},
    "types": {}
  },
  "parameterizationSchema": {
    "strings": [],
    "graph": ""
  }
};
config.runtimeDataModel = JSON.parse('{"models":{"Account":{"fields":[{"name":"id","kind":"scalar","type":"BigInt"},{"name":"name","kind":"scalar","type":"String"},{"name":"plan","kind":"scalar","type":"String"},{"name":"termsAcceptedAt","kind":"scalar","type":"DateTime","dbName":"terms_accepted_at"},{"name":"ratePerMinute","kind":"scalar","type":"Int","dbName":"rate_per_minute"},{"name":"accessEpoch","kind":"scalar","type":"BigInt","dbName":"access_epoch"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"}],"dbName":"account","schema":null},"Person":{"fields":[{"name":"id","kind":"scalar","type":"BigInt"},{"name":"email","kind":"scalar","type":"String"},{"name":"passwordHash","kind":"scalar","type":"String","dbName":"password_hash"},{"name":"firstName","kind":"scalar","type":"String","dbName":"first_name"},{"name":"lastName","kind":"scalar","type":"String","dbName":"last_name"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"},{"name":"updatedAt","kind":"scalar","type":"DateTime","dbName":"updated_at"}],"dbName":"person","schema":null},"Membership":{"fields":[{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"personId","kind":"scalar","type":"BigInt","dbName":"person_id"},{"name":"role","kind":"scalar","type":"String"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"}],"dbName":"membership","schema":null},"ApiKey":{"fields":[{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"id","kind":"scalar","type":"BigInt"},{"name":"ownerId","kind":"scalar","type":"BigInt","dbName":"owner_id"},{"name":"name","kind":"scalar","type":"String"},{"name":"prefix","kind":"scalar","type":"String"},{"name":"permissions","kind":"scalar","type":"String"},{"name":"expiresAt","kind":"scalar","type":"DateTime","dbName":"expires_at"},{"name":"addresses","kind":"scalar","type":"String"},{"name":"connectionIds","kind":"scalar","type":"BigInt","dbName":"connection_ids"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"},{"name":"createdBy","kind":"scalar","type":"String","dbName":"created_by"},{"name":"revokedAt","kind":"scalar","type":"DateTime","dbName":"revoked_at"},{"name":"lastUsedAt","kind":"scalar","type":"DateTime","dbName":"last_used_at"},{"name":"lastRefusedAt","kind":"scalar","type":"DateTime","dbName":"last_refused_at"},{"name":"lastRefusedCause","kind":"scalar","type":"String","dbName":"last_refused_cause"}],"dbName":"api_key","schema":null},"ApiKeyLookup":{"fields":[{"name":"secretHash","kind":"scalar","type":"Bytes","dbName":"secret_hash"},{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"keyId","kind":"scalar","type":"BigInt","dbName":"key_id"}],"dbName":"api_key_lookup","schema":null},"RateLease":{"fields":[{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"keyId","kind":"scalar","type":"BigInt","dbName":"key_id"},{"name":"windowStart","kind":"scalar","type":"BigInt","dbName":"window_start"},{"name":"taken","kind":"scalar","type":"Int"}],"dbName":"rate_lease","schema":null},"Connection":{"fields":[{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"id","kind":"scalar","type":"BigInt"},{"name":"clientAlias","kind":"scalar","type":"String","dbName":"client_alias"},{"name":"description","kind":"scalar","type":"String"},{"name":"providerTypes","kind":"scalar","type":"String","dbName":"provider_types"},{"name":"workspaceIds","kind":"scalar","type":"BigInt","dbName":"workspace_ids"},{"name":"createdById","kind":"scalar","type":"BigInt","dbName":"created_by_id"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"},{"name":"updatedAt","kind":"scalar","type":"DateTime","dbName":"updated_at"},{"name":"deletedAt","kind":"scalar","type":"DateTime","dbName":"deleted_at"}],"dbName":"connection","schema":null},"Resource":{"fields":[{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"id","kind":"scalar","type":"BigInt"},{"name":"connectionId","kind":"scalar","type":"BigInt","dbName":"connection_id"},{"name":"name","kind":"scalar","type":"String"},{"name":"description","kind":"scalar","type":"String"},{"name":"identifierKey","kind":"scalar","type":"String","dbName":"identifier_key"},{"name":"displayNameKey","kind":"scalar","type":"String","dbName":"display_name_key"},{"name":"schemaVersion","kind":"scalar","type":"Int","dbName":"schema_version"},{"name":"filterSlots","kind":"scalar","type":"Json","dbName":"filter_slots"},{"name":"revision","kind":"scalar","type":"BigInt"},{"name":"recordCount","kind":"scalar","type":"BigInt","dbName":"record_count"},{"name":"stampedAt","kind":"scalar","type":"DateTime","dbName":"stamped_at"},{"name":"lastPushAt","kind":"scalar","type":"DateTime","dbName":"last_push_at"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"},{"name":"updatedAt","kind":"scalar","type":"DateTime","dbName":"updated_at"},{"name":"deletedAt","kind":"scalar","type":"DateTime","dbName":"deleted_at"}],"dbName":"resource","schema":null},"SchemaVersion":{"fields":[{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"resourceId","kind":"scalar","type":"BigInt","dbName":"resource_id"},{"name":"version","kind":"scalar","type":"Int"},{"name":"schemaText","kind":"scalar","type":"String","dbName":"schema_text"},{"name":"hash","kind":"scalar","type":"String"},{"name":"revision","kind":"scalar","type":"BigInt"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"},{"name":"createdBy","kind":"scalar","type":"String","dbName":"created_by"}],"dbName":"schema_version","schema":null},"Change":{"fields":[{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"resourceId","kind":"scalar","type":"BigInt","dbName":"resource_id"},{"name":"revision","kind":"scalar","type":"BigInt"},{"name":"at","kind":"scalar","type":"DateTime"},{"name":"kind","kind":"scalar","type":"String"},{"name":"actorKind","kind":"scalar","type":"String","dbName":"actor_kind"},{"name":"actorId","kind":"scalar","type":"BigInt","dbName":"actor_id"},{"name":"actorLabel","kind":"scalar","type":"String","dbName":"actor_label"},{"name":"channel","kind":"scalar","type":"String"},{"name":"requestId","kind":"scalar","type":"String","dbName":"request_id"},{"name":"schemaVersion","kind":"scalar","type":"Int","dbName":"schema_version"},{"name":"created","kind":"scalar","type":"Int"},{"name":"updated","kind":"scalar","type":"Int"},{"name":"unchanged","kind":"scalar","type":"Int"},{"name":"deleted","kind":"scalar","type":"Int"},{"name":"rejected","kind":"scalar","type":"Int"}],"dbName":"change","schema":null},"DataRecord":{"fields":[{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"resourceId","kind":"scalar","type":"BigInt","dbName":"resource_id"},{"name":"id","kind":"scalar","type":"String"},{"name":"data","kind":"scalar","type":"Json"},{"name":"revision","kind":"scalar","type":"BigInt"},{"name":"schemaVersion","kind":"scalar","type":"Int","dbName":"schema_version"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"},{"name":"updatedAt","kind":"scalar","type":"DateTime","dbName":"updated_at"},{"name":"text1","kind":"scalar","type":"String","dbName":"text_1"},{"name":"text2","kind":"scalar","type":"String","dbName":"text_2"},{"name":"text3","kind":"scalar","type":"String","dbName":"text_3"},{"name":"text4","kind":"scalar","type":"String","dbName":"text_4"},{"name":"number1","kind":"scalar","type":"Decimal","dbName":"number_1"},{"name":"number2","kind":"scalar","type":"Decimal","dbName":"number_2"},{"name":"number3","kind":"scalar","type":"Decimal","dbName":"number_3"},{"name":"number4","kind":"scalar","type":"Decimal","dbName":"number_4"}],"dbName":"data_record","schema":null},"RecordVersion":{"fields":[{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"resourceId","kind":"scalar","type":"BigInt","dbName":"resource_id"},{"name":"id","kind":"scalar","type":"String"},{"name":"revision","kind":"scalar","type":"BigInt"},{"name":"supersededBy","kind":"scalar","type":"BigInt","dbName":"superseded_by"},{"name":"data","kind":"scalar","type":"Json"},{"name":"schemaVersion","kind":"scalar","type":"Int","dbName":"schema_version"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"},{"name":"updatedAt","kind":"scalar","type":"DateTime","dbName":"updated_at"}],"dbName":"record_version","schema":null},"Push":{"fields":[{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"resourceId","kind":"scalar","type":"BigInt","dbName":"resource_id"},{"name":"id","kind":"scalar","type":"BigInt"},{"name":"at","kind":"scalar","type":"DateTime"},{"name":"revision","kind":"scalar","type":"BigInt"},{"name":"actorKind","kind":"scalar","type":"String","dbName":"actor_kind"},{"name":"actorId","kind":"scalar","type":"BigInt","dbName":"actor_id"},{"name":"actorLabel","kind":"scalar","type":"String","dbName":"actor_label"},{"name":"channel","kind":"scalar","type":"String"},{"name":"requestId","kind":"scalar","type":"String","dbName":"request_id"},{"name":"bodyBytes","kind":"scalar","type":"Int","dbName":"body_bytes"},{"name":"schemaVersion","kind":"scalar","type":"Int","dbName":"schema_version"},{"name":"created","kind":"scalar","type":"Int"},{"name":"updated","kind":"scalar","type":"Int"},{"name":"unchanged","kind":"scalar","type":"Int"},{"name":"rejected","kind":"scalar","type":"Int"},{"name":"unchangedIds","kind":"scalar","type":"String","dbName":"unchanged_ids"},{"name":"rejectedRows","kind":"scalar","type":"Json","dbName":"rejected_rows"}],"dbName":"push","schema":null},"KeptAnswer":{"fields":[{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"scope","kind":"scalar","type":"Bytes"},{"name":"fingerprint","kind":"scalar","type":"Bytes"},{"name":"status","kind":"scalar","type":"Int"},{"name":"headers","kind":"scalar","type":"Json"},{"name":"body","kind":"scalar","type":"Bytes"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"}],"dbName":"kept_answer","schema":null},"Evidence":{"fields":[{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"id","kind":"scalar","type":"BigInt"},{"name":"connectionId","kind":"scalar","type":"BigInt","dbName":"connection_id"},{"name":"resourceId","kind":"scalar","type":"BigInt","dbName":"resource_id"},{"name":"revision","kind":"scalar","type":"BigInt"},{"name":"schemaVersion","kind":"scalar","type":"Int","dbName":"schema_version"},{"name":"fileName","kind":"scalar","type":"String","dbName":"file_name"},{"name":"recordCount","kind":"scalar","type":"BigInt","dbName":"record_count"},{"name":"byteCount","kind":"scalar","type":"BigInt","dbName":"byte_count"},{"name":"sha256","kind":"scalar","type":"String"},{"name":"manifest","kind":"scalar","type":"String"},{"name":"createdAt","kind":"scalar","type":"DateTime","dbName":"created_at"},{"name":"createdBy","kind":"scalar","type":"String","dbName":"created_by"},{"name":"requestId","kind":"scalar","type":"String","dbName":"request_id"}],"dbName":"evidence","schema":null},"EvidenceChunk":{"fields":[{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"evidenceId","kind":"scalar","type":"BigInt","dbName":"evidence_id"},{"name":"ordinal","kind":"scalar","type":"Int"},{"name":"bytes","kind":"scalar","type":"Bytes"}],"dbName":"evidence_chunk","schema":null},"AuditEntry":{"fields":[{"name":"accountId","kind":"scalar","type":"BigInt","dbName":"account_id"},{"name":"id","kind":"scalar","type":"BigInt"},{"name":"at","kind":"scalar","type":"DateTime"},{"name":"actorKind","kind":"scalar","type":"String","dbName":"actor_kind"},{"name":"actorId","kind":"scalar","type":"BigInt","dbName":"actor_id"},{"name":"actorLabel","kind":"scalar","type":"String","dbName":"actor_label"},{"name":"channel","kind":"scalar","type":"String"},{"name":"requestId","kind":"scalar","type":"String","dbName":"request_id"},{"name":"action","kind":"scalar","type":"String"},{"name":"target","kind":"scalar","type":"String"},{"name":"details","kind":"scalar","type":"Json"}],"dbName":"audit_entry","schema":null}},"enums":{},"types":{}}');
config.parameterizationSchema = {
  strings: JSON.parse('["where","Account.findUnique","Account.findUniqueOrThrow","orderBy","cursor","Account.findFirst","Account.findFirstOrThrow","Account.findMany","data","Account.createOne","Account.createMany","Account.createManyAndReturn","Account.updateOne","Account.updateMany","Account.updateManyAndReturn","create","update","Account.upsertOne","Account.deleteOne","Account.deleteMany","having","_count","_avg","_sum","_min","_max","Account.groupBy","Account.aggregate","Person.findUnique","Person.findUniqueOrThrow","Person.findFirst","Person.findFirstOrThrow","Person.findMany","Person.createOne","Person.createMany","Person.createManyAndReturn","Person.updateOne","Person.updateMany","Person.updateManyAndReturn","Person.upsertOne","Person.deleteOne","Person.deleteMany","Person.groupBy","Person.aggregate","Membership.findUnique","Membership.findUniqueOrThrow","Membership.findFirst","Membership.findFirstOrThrow","Membership.findMany","Membership.createOne","Membership.createMany","Membership.createManyAndReturn","Membership.updateOne","Membership.updateMany","Membership.updateManyAndReturn","Membership.upsertOne","Membership.deleteOne","Membership.deleteMany","Membership.groupBy","Membership.aggregate","ApiKey.findUnique","ApiKey.findUniqueOrThrow","ApiKey.findFirst","ApiKey.findFirstOrThrow","ApiKey.findMany","ApiKey.createOne","ApiKey.createMany","ApiKey.createManyAndReturn","ApiKey.updateOne","ApiKey.updateMany","ApiKey.updateManyAndReturn","ApiKey.upsertOne","ApiKey.deleteOne","ApiKey.deleteMany","ApiKey.groupBy","ApiKey.aggregate","ApiKeyLookup.findUnique","ApiKeyLookup.findUniqueOrThrow","ApiKeyLookup.findFirst","ApiKeyLookup.findFirstOrThrow","ApiKeyLookup.findMany","ApiKeyLookup.createOne","ApiKeyLookup.createMany","ApiKeyLookup.createManyAndReturn","ApiKeyLookup.updateOne","ApiKeyLookup.updateMany","ApiKeyLookup.updateManyAndReturn","ApiKeyLookup.upsertOne","ApiKeyLookup.deleteOne","ApiKeyLookup.deleteMany","ApiKeyLookup.groupBy","ApiKeyLookup.aggregate","RateLease.findUnique","RateLease.findUniqueOrThrow","RateLease.findFirst","RateLease.findFirstOrThrow","RateLease.findMany","RateLease.createOne","RateLease.createMany","RateLease.createManyAndReturn","RateLease.updateOne","RateLease.updateMany","RateLease.updateManyAndReturn","RateLease.upsertOne","RateLease.deleteOne","RateLease.deleteMany","RateLease.groupBy","RateLease.aggregate","Connection.findUnique","Connection.findUniqueOrThrow","Connection.findFirst","Connection.findFirstOrThrow","Connection.findMany","Connection.createOne","Connection.createMany","Connection.createManyAndReturn","Connection.updateOne","Connection.updateMany","Connection.updateManyAndReturn","Connection.upsertOne","Connection.deleteOne","Connection.deleteMany","Connection.groupBy","Connection.aggregate","Resource.findUnique","Resource.findUniqueOrThrow","Resource.findFirst","Resource.findFirstOrThrow","Resource.findMany","Resource.createOne","Resource.createMany","Resource.createManyAndReturn","Resource.updateOne","Resource.updateMany","Resource.updateManyAndReturn","Resource.upsertOne","Resource.deleteOne","Resource.deleteMany","Resource.groupBy","Resource.aggregate","SchemaVersion.findUnique","SchemaVersion.findUniqueOrThrow","SchemaVersion.findFirst","SchemaVersion.findFirstOrThrow","SchemaVersion.findMany","SchemaVersion.createOne","SchemaVersion.createMany","SchemaVersion.createManyAndReturn","SchemaVersion.updateOne","SchemaVersion.updateMany","SchemaVersion.updateManyAndReturn","SchemaVersion.upsertOne","SchemaVersion.deleteOne","SchemaVersion.deleteMany","SchemaVersion.groupBy","SchemaVersion.aggregate","Change.findUnique","Change.findUniqueOrThrow","Change.findFirst","Change.findFirstOrThrow","Change.findMany","Change.createOne","Change.createMany","Change.createManyAndReturn","Change.updateOne","Change.updateMany","Change.updateManyAndReturn","Change.upsertOne","Change.deleteOne","Change.deleteMany","Change.groupBy","Change.aggregate","DataRecord.findUnique","DataRecord.findUniqueOrThrow","DataRecord.findFirst","DataRecord.findFirstOrThrow","DataRecord.findMany","DataRecord.createOne","DataRecord.createMany","DataRecord.createManyAndReturn","DataRecord.updateOne","DataRecord.updateMany","DataRecord.updateManyAndReturn","DataRecord.upsertOne","DataRecord.deleteOne","DataRecord.deleteMany","DataRecord.groupBy","DataRecord.aggregate","RecordVersion.findUnique","RecordVersion.findUniqueOrThrow","RecordVersion.findFirst","RecordVersion.findFirstOrThrow","RecordVersion.findMany","RecordVersion.createOne","RecordVersion.createMany","RecordVersion.createManyAndReturn","RecordVersion.updateOne","RecordVersion.updateMany","RecordVersion.updateManyAndReturn","RecordVersion.upsertOne","RecordVersion.deleteOne","RecordVersion.deleteMany","RecordVersion.groupBy","RecordVersion.aggregate","Push.findUnique","Push.findUniqueOrThrow","Push.findFirst","Push.findFirstOrThrow","Push.findMany","Push.createOne","Push.createMany","Push.createManyAndReturn","Push.updateOne","Push.updateMany","Push.updateManyAndReturn","Push.upsertOne","Push.deleteOne","Push.deleteMany","Push.groupBy","Push.aggregate","KeptAnswer.findUnique","KeptAnswer.findUniqueOrThrow","KeptAnswer.findFirst","KeptAnswer.findFirstOrThrow","KeptAnswer.findMany","KeptAnswer.createOne","KeptAnswer.createMany","KeptAnswer.createManyAndReturn","KeptAnswer.updateOne","KeptAnswer.updateMany","KeptAnswer.updateManyAndReturn","KeptAnswer.upsertOne","KeptAnswer.deleteOne","KeptAnswer.deleteMany","KeptAnswer.groupBy","KeptAnswer.aggregate","Evidence.findUnique","Evidence.findUniqueOrThrow","Evidence.findFirst","Evidence.findFirstOrThrow","Evidence.findMany","Evidence.createOne","Evidence.createMany","Evidence.createManyAndReturn","Evidence.updateOne","Evidence.updateMany","Evidence.updateManyAndReturn","Evidence.upsertOne","Evidence.deleteOne","Evidence.deleteMany","Evidence.groupBy","Evidence.aggregate","EvidenceChunk.findUnique","EvidenceChunk.findUniqueOrThrow","EvidenceChunk.findFirst","EvidenceChunk.findFirstOrThrow","EvidenceChunk.findMany","EvidenceChunk.createOne","EvidenceChunk.createMany","EvidenceChunk.createManyAndReturn","EvidenceChunk.updateOne","EvidenceChunk.updateMany","EvidenceChunk.updateManyAndReturn","EvidenceChunk.upsertOne","EvidenceChunk.deleteOne","EvidenceChunk.deleteMany","EvidenceChunk.groupBy","EvidenceChunk.aggregate","AuditEntry.findUnique","AuditEntry.findUniqueOrThrow","AuditEntry.findFirst","AuditEntry.findFirstOrThrow","AuditEntry.findMany","AuditEntry.createOne","AuditEntry.createMany","AuditEntry.createManyAndReturn","AuditEntry.updateOne","AuditEntry.updateMany","AuditEntry.updateManyAndReturn","AuditEntry.upsertOne","AuditEntry.deleteOne","AuditEntry.deleteMany","AuditEntry.groupBy","AuditEntry.aggregate","AND","OR","NOT","accountId","id","at","actorKind","actorId","actorLabel","channel","requestId","action","target","details","equals","string_contains","string_starts_with","string_ends_with","array_starts_with","array_ends_with","array_contains","lt","lte","gt","gte","not","in","notIn","contains","startsWith","endsWith","accountId_id","evidenceId","ordinal","bytes","accountId_evidenceId_ordinal","connectionId","resourceId","revision","schemaVersion","fileName","recordCount","byteCount","sha256","manifest","createdAt","createdBy","scope","fingerprint","status","headers","body","accountId_scope","bodyBytes","created","updated","unchanged","rejected","unchangedIds","rejectedRows","has","hasEvery","hasSome","accountId_resourceId_id","supersededBy","updatedAt","accountId_resourceId_id_revision","text1","text2","text3","text4","number1","number2","number3","number4","kind","deleted","accountId_resourceId_revision","version","schemaText","hash","accountId_resourceId_version","name","description","identifierKey","displayNameKey","filterSlots","stampedAt","lastPushAt","deletedAt","clientAlias","providerTypes","workspaceIds","createdById","keyId","windowStart","taken","accountId_keyId_windowStart","secretHash","ownerId","prefix","permissions","expiresAt","addresses","connectionIds","revokedAt","lastUsedAt","lastRefusedAt","lastRefusedCause","personId","role","accountId_personId","email","passwordHash","firstName","lastName","plan","termsAcceptedAt","ratePerMinute","accessEpoch","set","increment","decrement","multiply","divide","push"]'),
  graph: "9ASrAZACCpwCAACHBAAwnQIAAAQAEJ4CAACHBAAwoAIEAAAAAckCQAC_AwAh7gIBAMADACGQAwEAwAMAIZEDQADxAwAhkgMCAIgEACGTAwQAvgMAIQEAAAABACABAAAAAQAgCpwCAACHBAAwnQIAAAQAEJ4CAACHBAAwoAIEAL4DACHJAkAAvwMAIe4CAQDAAwAhkAMBAMADACGRA0AA8QMAIZIDAgCIBAAhkwMEAL4DACECkQMAAIkEACCSAwAAiQQAIAMAAAAEACADAAAFADAEAAABACADAAAABAAgAwAABQAwBAAAAQAgAwAAAAQAIAMAAAUAMAQAAAEAIAegAgQAAAAByQJAAAAAAe4CAQAAAAGQAwEAAAABkQNAAAAAAZIDAgAAAAGTAwQAAAABAQgAAAkAIAegAgQAAAAByQJAAAAAAe4CAQAAAAGQAwEAAAABkQNAAAAAAZIDAgAAAAGTAwQAAAABAQgAAAsAMAEIAAALADAHoAIEAI8EACHJAkAAkAQAIe4CAQCRBAAhkAMBAJEEACGRA0AAxgQAIZIDAgD0BAAhkwMEAI8EACECAAAAAQAgCAAADgAgB6ACBACPBAAhyQJAAJAEACHuAgEAkQQAIZADAQCRBAAhkQNAAMYEACGSAwIA9AQAIZMDBACPBAAhAgAAAAQAIAgAABAAIAIAAAAEACAIAAAQACADAAAAAQAgDwAACQAgEAAADgAgAQAAAAEAIAEAAAAEACAHFQAA7wQAIBYAAPAEACAXAADzBAAgGAAA8gQAIBkAAPEEACCRAwAAiQQAIJIDAACJBAAgCpwCAACEBAAwnQIAABcAEJ4CAACEBAAwoAIEAKsDACHJAkAArAMAIe4CAQCtAwAhkAMBAK0DACGRA0AA7QMAIZIDAgCFBAAhkwMEAKsDACEDAAAABAAgAwAAFgAwFAAAFwAgAwAAAAQAIAMAAAUAMAQAAAEAIAqcAgAAgwQAMJ0CAAAdABCeAgAAgwQAMKACBAAAAAHJAkAAvwMAId0CQAC_AwAhjAMBAAAAAY0DAQDAAwAhjgMBAMADACGPAwEAwAMAIQEAAAAaACABAAAAGgAgCpwCAACDBAAwnQIAAB0AEJ4CAACDBAAwoAIEAL4DACHJAkAAvwMAId0CQAC_AwAhjAMBAMADACGNAwEAwAMAIY4DAQDAAwAhjwMBAMADACEAAwAAAB0AIAMAAB4AMAQAABoAIAMAAAAdACADAAAeADAEAAAaACADAAAAHQAgAwAAHgAwBAAAGgAgB6ACBAAAAAHJAkAAAAAB3QJAAAAAAYwDAQAAAAGNAwEAAAABjgMBAAAAAY8DAQAAAAEBCAAAIgAgB6ACBAAAAAHJAkAAAAAB3QJAAAAAAYwDAQAAAAGNAwEAAAABjgMBAAAAAY8DAQAAAAEBCAAAJAAwAQgAACQAMAegAgQAjwQAIckCQACQBAAh3QJAAJAEACGMAwEAkQQAIY0DAQCRBAAhjgMBAJEEACGPAwEAkQQAIQIAAAAaACAIAAAnACAHoAIEAI8EACHJAkAAkAQAId0CQACQBAAhjAMBAJEEACGNAwEAkQQAIY4DAQCRBAAhjwMBAJEEACECAAAAHQAgCAAAKQAgAgAAAB0AIAgAACkAIAMAAAAaACAPAAAiACAQAAAnACABAAAAGgAgAQAAAB0AIAUVAADqBAAgFgAA6wQAIBcAAO4EACAYAADtBAAgGQAA7AQAIAqcAgAAggQAMJ0CAAAwABCeAgAAggQAMKACBACrAwAhyQJAAKwDACHdAkAArAMAIYwDAQCtAwAhjQMBAK0DACGOAwEArQMAIY8DAQCtAwAhAwAAAB0AIAMAAC8AMBQAADAAIAMAAAAdACADAAAeADAEAAAaACAInAIAAIAEADCdAgAANgAQngIAAIAEADCfAgQAvgMAIckCQAC_AwAhiQMEAL4DACGKAwEAwAMAIYsDAACBBAAgAQAAADMAIAEAAAAzACAHnAIAAIAEADCdAgAANgAQngIAAIAEADCfAgQAvgMAIckCQAC_AwAhiQMEAL4DACGKAwEAwAMAIQADAAAANgAgAwAANwAwBAAAMwAgAwAAADYAIAMAADcAMAQAADMAIAMAAAA2ACADAAA3ADAEAAAzACAEnwIEAAAAAckCQAAAAAGJAwQAAAABigMBAAAAAQEIAAA7ACAEnwIEAAAAAckCQAAAAAGJAwQAAAABigMBAAAAAQEIAAA9ADABCAAAPQAwBJ8CBACPBAAhyQJAAJAEACGJAwQAjwQAIYoDAQCRBAAhAgAAADMAIAgAAEAAIASfAgQAjwQAIckCQACQBAAhiQMEAI8EACGKAwEAkQQAIQIAAAA2ACAIAABCACACAAAANgAgCAAAQgAgAwAAADMAIA8AADsAIBAAAEAAIAEAAAAzACABAAAANgAgBRUAAOUEACAWAADmBAAgFwAA6QQAIBgAAOgEACAZAADnBAAgB5wCAAD_AwAwnQIAAEkAEJ4CAAD_AwAwnwIEAKsDACHJAkAArAMAIYkDBACrAwAhigMBAK0DACEDAAAANgAgAwAASAAwFAAASQAgAwAAADYAIAMAADcAMAQAADMAIBOcAgAA_QMAMJ0CAABPABCeAgAA_QMAMJ8CBAC-AwAhoAIEAL4DACG7AgAA_gMAIMkCQAC_AwAhygIBAMADACHuAgEAwAMAIf8CBADBAwAhgAMBAMADACGBAwAA1QMAIIIDQADxAwAhgwMAANUDACCEAwAA9AMAIIUDQADxAwAhhgNAAPEDACGHA0AA8QMAIYgDAQDjAwAhAQAAAEwAIAEAAABMACASnAIAAP0DADCdAgAATwAQngIAAP0DADCfAgQAvgMAIaACBAC-AwAhyQJAAL8DACHKAgEAwAMAIe4CAQDAAwAh_wIEAMEDACGAAwEAwAMAIYEDAADVAwAgggNAAPEDACGDAwAA1QMAIIQDAAD0AwAghQNAAPEDACGGA0AA8QMAIYcDQADxAwAhiAMBAOMDACEG_wIAAIkEACCCAwAAiQQAIIUDAACJBAAghgMAAIkEACCHAwAAiQQAIIgDAACJBAAgAwAAAE8AIAMAAFAAMAQAAEwAIAMAAABPACADAABQADAEAABMACADAAAATwAgAwAAUAAwBAAATAAgD58CBAAAAAGgAgQAAAAByQJAAAAAAcoCAQAAAAHuAgEAAAAB_wIEAAAAAYADAQAAAAGBAwAA4gQAIIIDQAAAAAGDAwAA4wQAIIQDAADkBAAghQNAAAAAAYYDQAAAAAGHA0AAAAABiAMBAAAAAQEIAABUACAPnwIEAAAAAaACBAAAAAHJAkAAAAABygIBAAAAAe4CAQAAAAH_AgQAAAABgAMBAAAAAYEDAADiBAAgggNAAAAAAYMDAADjBAAghAMAAOQEACCFA0AAAAABhgNAAAAAAYcDQAAAAAGIAwEAAAABAQgAAFYAMAEIAABWADAPnwIEAI8EACGgAgQAjwQAIckCQACQBAAhygIBAJEEACHuAgEAkQQAIf8CBACSBAAhgAMBAJEEACGBAwAA3wQAIIIDQADGBAAhgwMAAOAEACCEAwAA4QQAIIUDQADGBAAhhgNAAMYEACGHA0AAxgQAIYgDAQC1BAAhAgAAAEwAIAgAAFkAIA-fAgQAjwQAIaACBACPBAAhyQJAAJAEACHKAgEAkQQAIe4CAQCRBAAh_wIEAJIEACGAAwEAkQQAIYEDAADfBAAgggNAAMYEACGDAwAA4AQAIIQDAADhBAAghQNAAMYEACGGA0AAxgQAIYcDQADGBAAhiAMBALUEACECAAAATwAgCAAAWwAgAgAAAE8AIAgAAFsAIAMAAABMACAPAABUACAQAABZACABAAAATAAgAQAAAE8AIAsVAADaBAAgFgAA2wQAIBcAAN4EACAYAADdBAAgGQAA3AQAIP8CAACJBAAgggMAAIkEACCFAwAAiQQAIIYDAACJBAAghwMAAIkEACCIAwAAiQQAIBKcAgAA_AMAMJ0CAABiABCeAgAA_AMAMJ8CBACrAwAhoAIEAKsDACHJAkAArAMAIcoCAQCtAwAh7gIBAK0DACH_AgQArgMAIYADAQCtAwAhgQMAANUDACCCA0AA7QMAIYMDAADVAwAghAMAAPQDACCFA0AA7QMAIYYDQADtAwAhhwNAAO0DACGIAwEA3AMAIQMAAABPACADAABhADAUAABiACADAAAATwAgAwAAUAAwBAAATAAgBpwCAAD7AwAwnQIAAGgAEJ4CAAD7AwAwnwIEAL4DACH6AgQAvgMAIf4CAAEAAAEBAAAAZQAgAQAAAGUAIAacAgAA-wMAMJ0CAABoABCeAgAA-wMAMJ8CBAC-AwAh-gIEAL4DACH-AgABzAMAIQADAAAAaAAgAwAAaQAwBAAAZQAgAwAAAGgAIAMAAGkAMAQAAGUAIAMAAABoACADAABpADAEAABlACADnwIEAAAAAfoCBAAAAAH-AgABAAABAQgAAG0AIAOfAgQAAAAB-gIEAAAAAf4CAAEAAAEBCAAAbwAwAQgAAG8AMAOfAgQAjwQAIfoCBACPBAAh_gIAAZkEACECAAAAZQAgCAAAcgAgA58CBACPBAAh-gIEAI8EACH-AgABmQQAIQIAAABoACAIAAB0ACACAAAAaAAgCAAAdAAgAwAAAGUAIA8AAG0AIBAAAHIAIAEAAABlACABAAAAaAAgBRUAANUEACAWAADWBAAgFwAA2QQAIBgAANgEACAZAADXBAAgBpwCAAD6AwAwnQIAAHsAEJ4CAAD6AwAwnwIEAKsDACH6AgQAqwMAIf4CAAHGAwAhAwAAAGgAIAMAAHoAMBQAAHsAIAMAAABoACADAABpADAEAABlACAInAIAAPgDADCdAgAAgQEAEJ4CAAD4AwAwnwIEAL4DACH6AgQAvgMAIfsCBAC-AwAh_AICAMsDACH9AgAA-QMAIAEAAAB-ACABAAAAfgAgB5wCAAD4AwAwnQIAAIEBABCeAgAA-AMAMJ8CBAC-AwAh-gIEAL4DACH7AgQAvgMAIfwCAgDLAwAhAAMAAACBAQAgAwAAggEAMAQAAH4AIAMAAACBAQAgAwAAggEAMAQAAH4AIAMAAACBAQAgAwAAggEAMAQAAH4AIASfAgQAAAAB-gIEAAAAAfsCBAAAAAH8AgIAAAABAQgAAIYBACAEnwIEAAAAAfoCBAAAAAH7AgQAAAAB_AICAAAAAQEIAACIAQAwAQgAAIgBADAEnwIEAI8EACH6AgQAjwQAIfsCBACPBAAh_AICAJgEACECAAAAfgAgCAAAiwEAIASfAgQAjwQAIfoCBACPBAAh-wIEAI8EACH8AgIAmAQAIQIAAACBAQAgCAAAjQEAIAIAAACBAQAgCAAAjQEAIAMAAAB-ACAPAACGAQAgEAAAiwEAIAEAAAB-ACABAAAAgQEAIAUVAADQBAAgFgAA0QQAIBcAANQEACAYAADTBAAgGQAA0gQAIAecAgAA9wMAMJ0CAACUAQAQngIAAPcDADCfAgQAqwMAIfoCBACrAwAh-wIEAKsDACH8AgIAxQMAIQMAAACBAQAgAwAAkwEAMBQAAJQBACADAAAAgQEAIAMAAIIBADAEAAB-ACAOnAIAAPUDADCdAgAAmgEAEJ4CAAD1AwAwnwIEAL4DACGgAgQAvgMAIbsCAAD2AwAgyQJAAL8DACHdAkAAvwMAIe8CAQDjAwAh9QJAAPEDACH2AgEA4wMAIfcCAADVAwAg-AIAAPQDACD5AgQAwQMAIQEAAACXAQAgAQAAAJcBACANnAIAAPUDADCdAgAAmgEAEJ4CAAD1AwAwnwIEAL4DACGgAgQAvgMAIckCQAC_AwAh3QJAAL8DACHvAgEA4wMAIfUCQADxAwAh9gIBAOMDACH3AgAA1QMAIPgCAAD0AwAg-QIEAMEDACEE7wIAAIkEACD1AgAAiQQAIPYCAACJBAAg-QIAAIkEACADAAAAmgEAIAMAAJsBADAEAACXAQAgAwAAAJoBACADAACbAQAwBAAAlwEAIAMAAACaAQAgAwAAmwEAMAQAAJcBACAKnwIEAAAAAaACBAAAAAHJAkAAAAAB3QJAAAAAAe8CAQAAAAH1AkAAAAAB9gIBAAAAAfcCAADOBAAg-AIAAM8EACD5AgQAAAABAQgAAJ8BACAKnwIEAAAAAaACBAAAAAHJAkAAAAAB3QJAAAAAAe8CAQAAAAH1AkAAAAAB9gIBAAAAAfcCAADOBAAg-AIAAM8EACD5AgQAAAABAQgAAKEBADABCAAAoQEAMAqfAgQAjwQAIaACBACPBAAhyQJAAJAEACHdAkAAkAQAIe8CAQC1BAAh9QJAAMYEACH2AgEAtQQAIfcCAADMBAAg-AIAAM0EACD5AgQAkgQAIQIAAACXAQAgCAAApAEAIAqfAgQAjwQAIaACBACPBAAhyQJAAJAEACHdAkAAkAQAIe8CAQC1BAAh9QJAAMYEACH2AgEAtQQAIfcCAADMBAAg-AIAAM0EACD5AgQAkgQAIQIAAACaAQAgCAAApgEAIAIAAACaAQAgCAAApgEAIAMAAACXAQAgDwAAnwEAIBAAAKQBACABAAAAlwEAIAEAAACaAQAgCRUAAMcEACAWAADIBAAgFwAAywQAIBgAAMoEACAZAADJBAAg7wIAAIkEACD1AgAAiQQAIPYCAACJBAAg-QIAAIkEACANnAIAAPMDADCdAgAArQEAEJ4CAADzAwAwnwIEAKsDACGgAgQAqwMAIckCQACsAwAh3QJAAKwDACHvAgEA3AMAIfUCQADtAwAh9gIBANwDACH3AgAA1QMAIPgCAAD0AwAg-QIEAK4DACEDAAAAmgEAIAMAAKwBADAUAACtAQAgAwAAAJoBACADAACbAQAwBAAAlwEAIBScAgAA8AMAMJ0CAACzAQAQngIAAPADADCfAgQAvgMAIaACBAC-AwAhuwIAAPIDACDAAgQAvgMAIcICBAC-AwAhwwICAMsDACHFAgQAvgMAIckCQAC_AwAh3QJAAL8DACHuAgEAwAMAIe8CAQDjAwAh8AIBAMADACHxAgEA4wMAIfICAADCAwAg8wJAAL8DACH0AkAA8QMAIfUCQADxAwAhAQAAALABACABAAAAsAEAIBOcAgAA8AMAMJ0CAACzAQAQngIAAPADADCfAgQAvgMAIaACBAC-AwAhwAIEAL4DACHCAgQAvgMAIcMCAgDLAwAhxQIEAL4DACHJAkAAvwMAId0CQAC_AwAh7gIBAMADACHvAgEA4wMAIfACAQDAAwAh8QIBAOMDACHyAgAAwgMAIPMCQAC_AwAh9AJAAPEDACH1AkAA8QMAIQTvAgAAiQQAIPECAACJBAAg9AIAAIkEACD1AgAAiQQAIAMAAACzAQAgAwAAtAEAMAQAALABACADAAAAswEAIAMAALQBADAEAACwAQAgAwAAALMBACADAAC0AQAwBAAAsAEAIBCfAgQAAAABoAIEAAAAAcACBAAAAAHCAgQAAAABwwICAAAAAcUCBAAAAAHJAkAAAAAB3QJAAAAAAe4CAQAAAAHvAgEAAAAB8AIBAAAAAfECAQAAAAHyAoAAAAAB8wJAAAAAAfQCQAAAAAH1AkAAAAABAQgAALgBACAQnwIEAAAAAaACBAAAAAHAAgQAAAABwgIEAAAAAcMCAgAAAAHFAgQAAAAByQJAAAAAAd0CQAAAAAHuAgEAAAAB7wIBAAAAAfACAQAAAAHxAgEAAAAB8gKAAAAAAfMCQAAAAAH0AkAAAAAB9QJAAAAAAQEIAAC6AQAwAQgAALoBADAQnwIEAI8EACGgAgQAjwQAIcACBACPBAAhwgIEAI8EACHDAgIAmAQAIcUCBACPBAAhyQJAAJAEACHdAkAAkAQAIe4CAQCRBAAh7wIBALUEACHwAgEAkQQAIfECAQC1BAAh8gKAAAAAAfMCQACQBAAh9AJAAMYEACH1AkAAxgQAIQIAAACwAQAgCAAAvQEAIBCfAgQAjwQAIaACBACPBAAhwAIEAI8EACHCAgQAjwQAIcMCAgCYBAAhxQIEAI8EACHJAkAAkAQAId0CQACQBAAh7gIBAJEEACHvAgEAtQQAIfACAQCRBAAh8QIBALUEACHyAoAAAAAB8wJAAJAEACH0AkAAxgQAIfUCQADGBAAhAgAAALMBACAIAAC_AQAgAgAAALMBACAIAAC_AQAgAwAAALABACAPAAC4AQAgEAAAvQEAIAEAAACwAQAgAQAAALMBACAJFQAAwQQAIBYAAMIEACAXAADFBAAgGAAAxAQAIBkAAMMEACDvAgAAiQQAIPECAACJBAAg9AIAAIkEACD1AgAAiQQAIBOcAgAA7AMAMJ0CAADGAQAQngIAAOwDADCfAgQAqwMAIaACBACrAwAhwAIEAKsDACHCAgQAqwMAIcMCAgDFAwAhxQIEAKsDACHJAkAArAMAId0CQACsAwAh7gIBAK0DACHvAgEA3AMAIfACAQCtAwAh8QIBANwDACHyAgAArwMAIPMCQACsAwAh9AJAAO0DACH1AkAA7QMAIQMAAACzAQAgAwAAxQEAMBQAAMYBACADAAAAswEAIAMAALQBADAEAACwAQAgDJwCAADqAwAwnQIAAMwBABCeAgAA6gMAMJ8CBAC-AwAhwQIEAL4DACHCAgQAvgMAIckCQAC_AwAhygIBAMADACHqAgIAywMAIesCAQDAAwAh7AIBAMADACHtAgAA6wMAIAEAAADJAQAgAQAAAMkBACALnAIAAOoDADCdAgAAzAEAEJ4CAADqAwAwnwIEAL4DACHBAgQAvgMAIcICBAC-AwAhyQJAAL8DACHKAgEAwAMAIeoCAgDLAwAh6wIBAMADACHsAgEAwAMAIQADAAAAzAEAIAMAAM0BADAEAADJAQAgAwAAAMwBACADAADNAQAwBAAAyQEAIAMAAADMAQAgAwAAzQEAMAQAAMkBACAInwIEAAAAAcECBAAAAAHCAgQAAAAByQJAAAAAAcoCAQAAAAHqAgIAAAAB6wIBAAAAAewCAQAAAAEBCAAA0QEAIAifAgQAAAABwQIEAAAAAcICBAAAAAHJAkAAAAABygIBAAAAAeoCAgAAAAHrAgEAAAAB7AIBAAAAAQEIAADTAQAwAQgAANMBADAInwIEAI8EACHBAgQAjwQAIcICBACPBAAhyQJAAJAEACHKAgEAkQQAIeoCAgCYBAAh6wIBAJEEACHsAgEAkQQAIQIAAADJAQAgCAAA1gEAIAifAgQAjwQAIcECBACPBAAhwgIEAI8EACHJAkAAkAQAIcoCAQCRBAAh6gICAJgEACHrAgEAkQQAIewCAQCRBAAhAgAAAMwBACAIAADYAQAgAgAAAMwBACAIAADYAQAgAwAAAMkBACAPAADRAQAgEAAA1gEAIAEAAADJAQAgAQAAAMwBACAFFQAAvAQAIBYAAL0EACAXAADABAAgGAAAvwQAIBkAAL4EACALnAIAAOkDADCdAgAA3wEAEJ4CAADpAwAwnwIEAKsDACHBAgQAqwMAIcICBACrAwAhyQJAAKwDACHKAgEArQMAIeoCAgDFAwAh6wIBAK0DACHsAgEArQMAIQMAAADMAQAgAwAA3gEAMBQAAN8BACADAAAAzAEAIAMAAM0BADAEAADJAQAgFJwCAADnAwAwnQIAAOUBABCeAgAA5wMAMJ8CBAC-AwAhoQJAAL8DACGiAgEAwAMAIaMCBADBAwAhpAIBAMADACGlAgEAwAMAIaYCAQDAAwAhwQIEAL4DACHCAgQAvgMAIcMCAgDLAwAh0gICAMsDACHTAgIAywMAIdQCAgDLAwAh1QICAMsDACHnAgEAwAMAIegCAgDLAwAh6QIAAOgDACABAAAA4gEAIAEAAADiAQAgE5wCAADnAwAwnQIAAOUBABCeAgAA5wMAMJ8CBAC-AwAhoQJAAL8DACGiAgEAwAMAIaMCBADBAwAhpAIBAMADACGlAgEAwAMAIaYCAQDAAwAhwQIEAL4DACHCAgQAvgMAIcMCAgDLAwAh0gICAMsDACHTAgIAywMAIdQCAgDLAwAh1QICAMsDACHnAgEAwAMAIegCAgDLAwAhAaMCAACJBAAgAwAAAOUBACADAADmAQAwBAAA4gEAIAMAAADlAQAgAwAA5gEAMAQAAOIBACADAAAA5QEAIAMAAOYBADAEAADiAQAgEJ8CBAAAAAGhAkAAAAABogIBAAAAAaMCBAAAAAGkAgEAAAABpQIBAAAAAaYCAQAAAAHBAgQAAAABwgIEAAAAAcMCAgAAAAHSAgIAAAAB0wICAAAAAdQCAgAAAAHVAgIAAAAB5wIBAAAAAegCAgAAAAEBCAAA6gEAIBCfAgQAAAABoQJAAAAAAaICAQAAAAGjAgQAAAABpAIBAAAAAaUCAQAAAAGmAgEAAAABwQIEAAAAAcICBAAAAAHDAgIAAAAB0gICAAAAAdMCAgAAAAHUAgIAAAAB1QICAAAAAecCAQAAAAHoAgIAAAABAQgAAOwBADABCAAA7AEAMBCfAgQAjwQAIaECQACQBAAhogIBAJEEACGjAgQAkgQAIaQCAQCRBAAhpQIBAJEEACGmAgEAkQQAIcECBACPBAAhwgIEAI8EACHDAgIAmAQAIdICAgCYBAAh0wICAJgEACHUAgIAmAQAIdUCAgCYBAAh5wIBAJEEACHoAgIAmAQAIQIAAADiAQAgCAAA7wEAIBCfAgQAjwQAIaECQACQBAAhogIBAJEEACGjAgQAkgQAIaQCAQCRBAAhpQIBAJEEACGmAgEAkQQAIcECBACPBAAhwgIEAI8EACHDAgIAmAQAIdICAgCYBAAh0wICAJgEACHUAgIAmAQAIdUCAgCYBAAh5wIBAJEEACHoAgIAmAQAIQIAAADlAQAgCAAA8QEAIAIAAADlAQAgCAAA8QEAIAMAAADiAQAgDwAA6gEAIBAAAO8BACABAAAA4gEAIAEAAADlAQAgBhUAALcEACAWAAC4BAAgFwAAuwQAIBgAALoEACAZAAC5BAAgowIAAIkEACATnAIAAOYDADCdAgAA-AEAEJ4CAADmAwAwnwIEAKsDACGhAkAArAMAIaICAQCtAwAhowIEAK4DACGkAgEArQMAIaUCAQCtAwAhpgIBAK0DACHBAgQAqwMAIcICBACrAwAhwwICAMUDACHSAgIAxQMAIdMCAgDFAwAh1AICAMUDACHVAgIAxQMAIecCAQCtAwAh6AICAMUDACEDAAAA5QEAIAMAAPcBADAUAAD4AQAgAwAAAOUBACADAADmAQAwBAAA4gEAIBQIAADCAwAgnAIAAOIDADCdAgAA_gEAEJ4CAADiAwAwnwIEAL4DACGgAgEAwAMAIcECBAC-AwAhwgIEAL4DACHDAgIAywMAIckCQAC_AwAh2wIAAOUDACDdAkAAvwMAId8CAQDjAwAh4AIBAOMDACHhAgEA4wMAIeICAQDjAwAh4wIQAOQDACHkAhAA5AMAIeUCEADkAwAh5gIQAOQDACEBAAAA-wEAIAEAAAD7AQAgEwgAAMIDACCcAgAA4gMAMJ0CAAD-AQAQngIAAOIDADCfAgQAvgMAIaACAQDAAwAhwQIEAL4DACHCAgQAvgMAIcMCAgDLAwAhyQJAAL8DACHdAkAAvwMAId8CAQDjAwAh4AIBAOMDACHhAgEA4wMAIeICAQDjAwAh4wIQAOQDACHkAhAA5AMAIeUCEADkAwAh5gIQAOQDACEI3wIAAIkEACDgAgAAiQQAIOECAACJBAAg4gIAAIkEACDjAgAAiQQAIOQCAACJBAAg5QIAAIkEACDmAgAAiQQAIAMAAAD-AQAgAwAA_wEAMAQAAPsBACADAAAA_gEAIAMAAP8BADAEAAD7AQAgAwAAAP4BACADAAD_AQAwBAAA-wEAIBAIgAAAAAGfAgQAAAABoAIBAAAAAcECBAAAAAHCAgQAAAABwwICAAAAAckCQAAAAAHdAkAAAAAB3wIBAAAAAeACAQAAAAHhAgEAAAAB4gIBAAAAAeMCEAAAAAHkAhAAAAAB5QIQAAAAAeYCEAAAAAEBCAAAgwIAIBAIgAAAAAGfAgQAAAABoAIBAAAAAcECBAAAAAHCAgQAAAABwwICAAAAAckCQAAAAAHdAkAAAAAB3wIBAAAAAeACAQAAAAHhAgEAAAAB4gIBAAAAAeMCEAAAAAHkAhAAAAAB5QIQAAAAAeYCEAAAAAEBCAAAhQIAMAEIAACFAgAwEAiAAAAAAZ8CBACPBAAhoAIBAJEEACHBAgQAjwQAIcICBACPBAAhwwICAJgEACHJAkAAkAQAId0CQACQBAAh3wIBALUEACHgAgEAtQQAIeECAQC1BAAh4gIBALUEACHjAhAAtgQAIeQCEAC2BAAh5QIQALYEACHmAhAAtgQAIQIAAAD7AQAgCAAAiAIAIBAIgAAAAAGfAgQAjwQAIaACAQCRBAAhwQIEAI8EACHCAgQAjwQAIcMCAgCYBAAhyQJAAJAEACHdAkAAkAQAId8CAQC1BAAh4AIBALUEACHhAgEAtQQAIeICAQC1BAAh4wIQALYEACHkAhAAtgQAIeUCEAC2BAAh5gIQALYEACECAAAA_gEAIAgAAIoCACACAAAA_gEAIAgAAIoCACADAAAA-wEAIA8AAIMCACAQAACIAgAgAQAAAPsBACABAAAA_gEAIA0VAACwBAAgFgAAsQQAIBcAALQEACAYAACzBAAgGQAAsgQAIN8CAACJBAAg4AIAAIkEACDhAgAAiQQAIOICAACJBAAg4wIAAIkEACDkAgAAiQQAIOUCAACJBAAg5gIAAIkEACATCAAArwMAIJwCAADbAwAwnQIAAJECABCeAgAA2wMAMJ8CBACrAwAhoAIBAK0DACHBAgQAqwMAIcICBACrAwAhwwICAMUDACHJAkAArAMAId0CQACsAwAh3wIBANwDACHgAgEA3AMAIeECAQDcAwAh4gIBANwDACHjAhAA3QMAIeQCEADdAwAh5QIQAN0DACHmAhAA3QMAIQMAAAD-AQAgAwAAkAIAMBQAAJECACADAAAA_gEAIAMAAP8BADAEAAD7AQAgDQgAAMIDACCcAgAA2QMAMJ0CAACXAgAQngIAANkDADCfAgQAvgMAIaACAQDAAwAhwQIEAL4DACHCAgQAvgMAIcMCAgDLAwAhyQJAAL8DACHcAgQAvgMAId0CQAC_AwAh3gIAANoDACABAAAAlAIAIAEAAACUAgAgDAgAAMIDACCcAgAA2QMAMJ0CAACXAgAQngIAANkDADCfAgQAvgMAIaACAQDAAwAhwQIEAL4DACHCAgQAvgMAIcMCAgDLAwAhyQJAAL8DACHcAgQAvgMAId0CQAC_AwAhAAMAAACXAgAgAwAAmAIAMAQAAJQCACADAAAAlwIAIAMAAJgCADAEAACUAgAgAwAAAJcCACADAACYAgAwBAAAlAIAIAkIgAAAAAGfAgQAAAABoAIBAAAAAcECBAAAAAHCAgQAAAABwwICAAAAAckCQAAAAAHcAgQAAAAB3QJAAAAAAQEIAACcAgAgCQiAAAAAAZ8CBAAAAAGgAgEAAAABwQIEAAAAAcICBAAAAAHDAgIAAAAByQJAAAAAAdwCBAAAAAHdAkAAAAABAQgAAJ4CADABCAAAngIAMAkIgAAAAAGfAgQAjwQAIaACAQCRBAAhwQIEAI8EACHCAgQAjwQAIcMCAgCYBAAhyQJAAJAEACHcAgQAjwQAId0CQACQBAAhAgAAAJQCACAIAAChAgAgCQiAAAAAAZ8CBACPBAAhoAIBAJEEACHBAgQAjwQAIcICBACPBAAhwwICAJgEACHJAkAAkAQAIdwCBACPBAAh3QJAAJAEACECAAAAlwIAIAgAAKMCACACAAAAlwIAIAgAAKMCACADAAAAlAIAIA8AAJwCACAQAAChAgAgAQAAAJQCACABAAAAlwIAIAUVAACrBAAgFgAArAQAIBcAAK8EACAYAACuBAAgGQAArQQAIAwIAACvAwAgnAIAANgDADCdAgAAqgIAEJ4CAADYAwAwnwIEAKsDACGgAgEArQMAIcECBACrAwAhwgIEAKsDACHDAgIAxQMAIckCQACsAwAh3AIEAKsDACHdAkAArAMAIQMAAACXAgAgAwAAqQIAMBQAAKoCACADAAAAlwIAIAMAAJgCADAEAACUAgAgFpwCAADWAwAwnQIAALACABCeAgAA1gMAMJ8CBAC-AwAhoAIEAL4DACGhAkAAvwMAIaICAQDAAwAhowIEAMEDACGkAgEAwAMAIaUCAQDAAwAhpgIBAMADACHBAgQAvgMAIcICBADBAwAhwwICAMsDACHRAgIAywMAIdICAgDLAwAh0wICAMsDACHUAgIAywMAIdUCAgDLAwAh1gIAANUDACDXAgAAwgMAINsCAADXAwAgAQAAAK0CACABAAAArQIAIBWcAgAA1gMAMJ0CAACwAgAQngIAANYDADCfAgQAvgMAIaACBAC-AwAhoQJAAL8DACGiAgEAwAMAIaMCBADBAwAhpAIBAMADACGlAgEAwAMAIaYCAQDAAwAhwQIEAL4DACHCAgQAwQMAIcMCAgDLAwAh0QICAMsDACHSAgIAywMAIdMCAgDLAwAh1AICAMsDACHVAgIAywMAIdYCAADVAwAg1wIAAMIDACACowIAAIkEACDCAgAAiQQAIAMAAACwAgAgAwAAsQIAMAQAAK0CACADAAAAsAIAIAMAALECADAEAACtAgAgAwAAALACACADAACxAgAwBAAArQIAIBKfAgQAAAABoAIEAAAAAaECQAAAAAGiAgEAAAABowIEAAAAAaQCAQAAAAGlAgEAAAABpgIBAAAAAcECBAAAAAHCAgQAAAABwwICAAAAAdECAgAAAAHSAgIAAAAB0wICAAAAAdQCAgAAAAHVAgIAAAAB1gIAAKoEACDXAoAAAAABAQgAALUCACASnwIEAAAAAaACBAAAAAGhAkAAAAABogIBAAAAAaMCBAAAAAGkAgEAAAABpQIBAAAAAaYCAQAAAAHBAgQAAAABwgIEAAAAAcMCAgAAAAHRAgIAAAAB0gICAAAAAdMCAgAAAAHUAgIAAAAB1QICAAAAAdYCAACqBAAg1wKAAAAAAQEIAAC3AgAwAQgAALcCADASnwIEAI8EACGgAgQAjwQAIaECQACQBAAhogIBAJEEACGjAgQAkgQAIaQCAQCRBAAhpQIBAJEEACGmAgEAkQQAIcECBACPBAAhwgIEAJIEACHDAgIAmAQAIdECAgCYBAAh0gICAJgEACHTAgIAmAQAIdQCAgCYBAAh1QICAJgEACHWAgAAqQQAINcCgAAAAAECAAAArQIAIAgAALoCACASnwIEAI8EACGgAgQAjwQAIaECQACQBAAhogIBAJEEACGjAgQAkgQAIaQCAQCRBAAhpQIBAJEEACGmAgEAkQQAIcECBACPBAAhwgIEAJIEACHDAgIAmAQAIdECAgCYBAAh0gICAJgEACHTAgIAmAQAIdQCAgCYBAAh1QICAJgEACHWAgAAqQQAINcCgAAAAAECAAAAsAIAIAgAALwCACACAAAAsAIAIAgAALwCACADAAAArQIAIA8AALUCACAQAAC6AgAgAQAAAK0CACABAAAAsAIAIAcVAACkBAAgFgAApQQAIBcAAKgEACAYAACnBAAgGQAApgQAIKMCAACJBAAgwgIAAIkEACAVnAIAANQDADCdAgAAwwIAEJ4CAADUAwAwnwIEAKsDACGgAgQAqwMAIaECQACsAwAhogIBAK0DACGjAgQArgMAIaQCAQCtAwAhpQIBAK0DACGmAgEArQMAIcECBACrAwAhwgIEAK4DACHDAgIAxQMAIdECAgDFAwAh0gICAMUDACHTAgIAxQMAIdQCAgDFAwAh1QICAMUDACHWAgAA1QMAINcCAACvAwAgAwAAALACACADAADCAgAwFAAAwwIAIAMAAACwAgAgAwAAsQIAMAQAAK0CACALnAIAANIDADCdAgAAyQIAEJ4CAADSAwAwnwIEAL4DACHJAkAAvwMAIcsCAAHMAwAhzAIAAcwDACHNAgIAywMAIc4CAADCAwAgzwIAAcwDACHQAgAA0wMAIAEAAADGAgAgAQAAAMYCACAKnAIAANIDADCdAgAAyQIAEJ4CAADSAwAwnwIEAL4DACHJAkAAvwMAIcsCAAHMAwAhzAIAAcwDACHNAgIAywMAIc4CAADCAwAgzwIAAcwDACEAAwAAAMkCACADAADKAgAwBAAAxgIAIAMAAADJAgAgAwAAygIAMAQAAMYCACADAAAAyQIAIAMAAMoCADAEAADGAgAgB58CBAAAAAHJAkAAAAABywIAAQAAAcwCAAEAAAHNAgIAAAABzgKAAAAAAc8CAAEAAAEBCAAAzgIAIAefAgQAAAAByQJAAAAAAcsCAAEAAAHMAgABAAABzQICAAAAAc4CgAAAAAHPAgABAAABAQgAANACADABCAAA0AIAMAefAgQAjwQAIckCQACQBAAhywIAAZkEACHMAgABmQQAIc0CAgCYBAAhzgKAAAAAAc8CAAGZBAAhAgAAAMYCACAIAADTAgAgB58CBACPBAAhyQJAAJAEACHLAgABmQQAIcwCAAGZBAAhzQICAJgEACHOAoAAAAABzwIAAZkEACECAAAAyQIAIAgAANUCACACAAAAyQIAIAgAANUCACADAAAAxgIAIA8AAM4CACAQAADTAgAgAQAAAMYCACABAAAAyQIAIAUVAACfBAAgFgAAoAQAIBcAAKMEACAYAACiBAAgGQAAoQQAIAqcAgAA0QMAMJ0CAADcAgAQngIAANEDADCfAgQAqwMAIckCQACsAwAhywIAAcYDACHMAgABxgMAIc0CAgDFAwAhzgIAAK8DACDPAgABxgMAIQMAAADJAgAgAwAA2wIAMBQAANwCACADAAAAyQIAIAMAAMoCADAEAADGAgAgEpwCAADPAwAwnQIAAOICABCeAgAAzwMAMJ8CBAC-AwAhoAIEAL4DACGmAgEAwAMAIbsCAADQAwAgwAIEAL4DACHBAgQAvgMAIcICBAC-AwAhwwICAMsDACHEAgEAwAMAIcUCBAC-AwAhxgIEAL4DACHHAgEAwAMAIcgCAQDAAwAhyQJAAL8DACHKAgEAwAMAIQEAAADfAgAgAQAAAN8CACARnAIAAM8DADCdAgAA4gIAEJ4CAADPAwAwnwIEAL4DACGgAgQAvgMAIaYCAQDAAwAhwAIEAL4DACHBAgQAvgMAIcICBAC-AwAhwwICAMsDACHEAgEAwAMAIcUCBAC-AwAhxgIEAL4DACHHAgEAwAMAIcgCAQDAAwAhyQJAAL8DACHKAgEAwAMAIQADAAAA4gIAIAMAAOMCADAEAADfAgAgAwAAAOICACADAADjAgAwBAAA3wIAIAMAAADiAgAgAwAA4wIAMAQAAN8CACAOnwIEAAAAAaACBAAAAAGmAgEAAAABwAIEAAAAAcECBAAAAAHCAgQAAAABwwICAAAAAcQCAQAAAAHFAgQAAAABxgIEAAAAAccCAQAAAAHIAgEAAAAByQJAAAAAAcoCAQAAAAEBCAAA5wIAIA6fAgQAAAABoAIEAAAAAaYCAQAAAAHAAgQAAAABwQIEAAAAAcICBAAAAAHDAgIAAAABxAIBAAAAAcUCBAAAAAHGAgQAAAABxwIBAAAAAcgCAQAAAAHJAkAAAAABygIBAAAAAQEIAADpAgAwAQgAAOkCADAOnwIEAI8EACGgAgQAjwQAIaYCAQCRBAAhwAIEAI8EACHBAgQAjwQAIcICBACPBAAhwwICAJgEACHEAgEAkQQAIcUCBACPBAAhxgIEAI8EACHHAgEAkQQAIcgCAQCRBAAhyQJAAJAEACHKAgEAkQQAIQIAAADfAgAgCAAA7AIAIA6fAgQAjwQAIaACBACPBAAhpgIBAJEEACHAAgQAjwQAIcECBACPBAAhwgIEAI8EACHDAgIAmAQAIcQCAQCRBAAhxQIEAI8EACHGAgQAjwQAIccCAQCRBAAhyAIBAJEEACHJAkAAkAQAIcoCAQCRBAAhAgAAAOICACAIAADuAgAgAgAAAOICACAIAADuAgAgAwAAAN8CACAPAADnAgAgEAAA7AIAIAEAAADfAgAgAQAAAOICACAFFQAAmgQAIBYAAJsEACAXAACeBAAgGAAAnQQAIBkAAJwEACARnAIAAM4DADCdAgAA9QIAEJ4CAADOAwAwnwIEAKsDACGgAgQAqwMAIaYCAQCtAwAhwAIEAKsDACHBAgQAqwMAIcICBACrAwAhwwICAMUDACHEAgEArQMAIcUCBACrAwAhxgIEAKsDACHHAgEArQMAIcgCAQCtAwAhyQJAAKwDACHKAgEArQMAIQMAAADiAgAgAwAA9AIAMBQAAPUCACADAAAA4gIAIAMAAOMCADAEAADfAgAgCJwCAADKAwAwnQIAAPsCABCeAgAAygMAMJ8CBAC-AwAhvAIEAL4DACG9AgIAywMAIb4CAAHMAwAhvwIAAM0DACABAAAA-AIAIAEAAAD4AgAgB5wCAADKAwAwnQIAAPsCABCeAgAAygMAMJ8CBAC-AwAhvAIEAL4DACG9AgIAywMAIb4CAAHMAwAhAAMAAAD7AgAgAwAA_AIAMAQAAPgCACADAAAA-wIAIAMAAPwCADAEAAD4AgAgAwAAAPsCACADAAD8AgAwBAAA-AIAIASfAgQAAAABvAIEAAAAAb0CAgAAAAG-AgABAAABAQgAAIADACAEnwIEAAAAAbwCBAAAAAG9AgIAAAABvgIAAQAAAQEIAACCAwAwAQgAAIIDADAEnwIEAI8EACG8AgQAjwQAIb0CAgCYBAAhvgIAAZkEACECAAAA-AIAIAgAAIUDACAEnwIEAI8EACG8AgQAjwQAIb0CAgCYBAAhvgIAAZkEACECAAAA-wIAIAgAAIcDACACAAAA-wIAIAgAAIcDACADAAAA-AIAIA8AAIADACAQAACFAwAgAQAAAPgCACABAAAA-wIAIAUVAACTBAAgFgAAlAQAIBcAAJcEACAYAACWBAAgGQAAlQQAIAecAgAAxAMAMJ0CAACOAwAQngIAAMQDADCfAgQAqwMAIbwCBACrAwAhvQICAMUDACG-AgABxgMAIQMAAAD7AgAgAwAAjQMAMBQAAI4DACADAAAA-wIAIAMAAPwCADAEAAD4AgAgD5wCAAC9AwAwnQIAAJQDABCeAgAAvQMAMJ8CBAC-AwAhoAIEAL4DACGhAkAAvwMAIaICAQDAAwAhowIEAMEDACGkAgEAwAMAIaUCAQDAAwAhpgIBAMADACGnAgEAwAMAIagCAQDAAwAhqQIAAMIDACC7AgAAwwMAIAEAAACRAwAgAQAAAJEDACAOnAIAAL0DADCdAgAAlAMAEJ4CAAC9AwAwnwIEAL4DACGgAgQAvgMAIaECQAC_AwAhogIBAMADACGjAgQAwQMAIaQCAQDAAwAhpQIBAMADACGmAgEAwAMAIacCAQDAAwAhqAIBAMADACGpAgAAwgMAIAGjAgAAiQQAIAMAAACUAwAgAwAAlQMAMAQAAJEDACADAAAAlAMAIAMAAJUDADAEAACRAwAgAwAAAJQDACADAACVAwAwBAAAkQMAIAufAgQAAAABoAIEAAAAAaECQAAAAAGiAgEAAAABowIEAAAAAaQCAQAAAAGlAgEAAAABpgIBAAAAAacCAQAAAAGoAgEAAAABqQKAAAAAAQEIAACZAwAgC58CBAAAAAGgAgQAAAABoQJAAAAAAaICAQAAAAGjAgQAAAABpAIBAAAAAaUCAQAAAAGmAgEAAAABpwIBAAAAAagCAQAAAAGpAoAAAAABAQgAAJsDADABCAAAmwMAMAufAgQAjwQAIaACBACPBAAhoQJAAJAEACGiAgEAkQQAIaMCBACSBAAhpAIBAJEEACGlAgEAkQQAIaYCAQCRBAAhpwIBAJEEACGoAgEAkQQAIakCgAAAAAECAAAAkQMAIAgAAJ4DACALnwIEAI8EACGgAgQAjwQAIaECQACQBAAhogIBAJEEACGjAgQAkgQAIaQCAQCRBAAhpQIBAJEEACGmAgEAkQQAIacCAQCRBAAhqAIBAJEEACGpAoAAAAABAgAAAJQDACAIAACgAwAgAgAAAJQDACAIAACgAwAgAwAAAJEDACAPAACZAwAgEAAAngMAIAEAAACRAwAgAQAAAJQDACAGFQAAigQAIBYAAIsEACAXAACOBAAgGAAAjQQAIBkAAIwEACCjAgAAiQQAIA6cAgAAqgMAMJ0CAACnAwAQngIAAKoDADCfAgQAqwMAIaACBACrAwAhoQJAAKwDACGiAgEArQMAIaMCBACuAwAhpAIBAK0DACGlAgEArQMAIaYCAQCtAwAhpwIBAK0DACGoAgEArQMAIakCAACvAwAgAwAAAJQDACADAACmAwAwFAAApwMAIAMAAACUAwAgAwAAlQMAMAQAAJEDACAOnAIAAKoDADCdAgAApwMAEJ4CAACqAwAwnwIEAKsDACGgAgQAqwMAIaECQACsAwAhogIBAK0DACGjAgQArgMAIaQCAQCtAwAhpQIBAK0DACGmAgEArQMAIacCAQCtAwAhqAIBAK0DACGpAgAArwMAIA0VAACwAwAgFgAAuwMAIBcAALwDACAYAAC8AwAgGQAAvAMAIKoCBAAAAAGxAgQAAAABsgIEAAAAAbMCBAAAAAG0AgQAAAABtQIEALoDACG2AgQAAAAEtwIEAAAABAsVAACwAwAgGAAAuQMAIBkAALkDACCqAkAAAAABsQJAAAAAAbICQAAAAAGzAkAAAAABtAJAAAAAAbUCQAC4AwAhtgJAAAAABLcCQAAAAAQOFQAAsAMAIBgAALcDACAZAAC3AwAgqgIBAAAAAbECAQAAAAGyAgEAAAABswIBAAAAAbQCAQAAAAG1AgEAtgMAIbYCAQAAAAS3AgEAAAAEuAIBAAAAAbkCAQAAAAG6AgEAAAABDRUAALMDACAWAAC0AwAgFwAAtQMAIBgAALUDACAZAAC1AwAgqgIEAAAAAbECBAAAAAGyAgQAAAABswIEAAAAAbQCBAAAAAG1AgQAsgMAIbYCBAAAAAW3AgQAAAAFDxUAALADACAYAACxAwAgGQAAsQMAIKoCgAAAAAGrAgEAAAABrAIBAAAAAa0CAQAAAAGuAoAAAAABrwKAAAAAAbACgAAAAAGxAoAAAAABsgKAAAAAAbMCgAAAAAG0AoAAAAABtQKAAAAAAQiqAgIAAAABsQICAAAAAbICAgAAAAGzAgIAAAABtAICAAAAAbUCAgCwAwAhtgICAAAABLcCAgAAAAQMqgKAAAAAAasCAQAAAAGsAgEAAAABrQIBAAAAAa4CgAAAAAGvAoAAAAABsAKAAAAAAbECgAAAAAGyAoAAAAABswKAAAAAAbQCgAAAAAG1AoAAAAABDRUAALMDACAWAAC0AwAgFwAAtQMAIBgAALUDACAZAAC1AwAgqgIEAAAAAbECBAAAAAGyAgQAAAABswIEAAAAAbQCBAAAAAG1AgQAsgMAIbYCBAAAAAW3AgQAAAAFCKoCAgAAAAGxAgIAAAABsgICAAAAAbMCAgAAAAG0AgIAAAABtQICALMDACG2AgIAAAAFtwICAAAABQiqAggAAAABsQIIAAAAAbICCAAAAAGzAggAAAABtAIIAAAAAbUCCAC0AwAhtgIIAAAABbcCCAAAAAUIqgIEAAAAAbECBAAAAAGyAgQAAAABswIEAAAAAbQCBAAAAAG1AgQAtQMAIbYCBAAAAAW3AgQAAAAFDhUAALADACAYAAC3AwAgGQAAtwMAIKoCAQAAAAGxAgEAAAABsgIBAAAAAbMCAQAAAAG0AgEAAAABtQIBALYDACG2AgEAAAAEtwIBAAAABLgCAQAAAAG5AgEAAAABugIBAAAAAQuqAgEAAAABsQIBAAAAAbICAQAAAAGzAgEAAAABtAIBAAAAAbUCAQC3AwAhtgIBAAAABLcCAQAAAAS4AgEAAAABuQIBAAAAAboCAQAAAAELFQAAsAMAIBgAALkDACAZAAC5AwAgqgJAAAAAAbECQAAAAAGyAkAAAAABswJAAAAAAbQCQAAAAAG1AkAAuAMAIbYCQAAAAAS3AkAAAAAECKoCQAAAAAGxAkAAAAABsgJAAAAAAbMCQAAAAAG0AkAAAAABtQJAALkDACG2AkAAAAAEtwJAAAAABA0VAACwAwAgFgAAuwMAIBcAALwDACAYAAC8AwAgGQAAvAMAIKoCBAAAAAGxAgQAAAABsgIEAAAAAbMCBAAAAAG0AgQAAAABtQIEALoDACG2AgQAAAAEtwIEAAAABAiqAggAAAABsQIIAAAAAbICCAAAAAGzAggAAAABtAIIAAAAAbUCCAC7AwAhtgIIAAAABLcCCAAAAAQIqgIEAAAAAbECBAAAAAGyAgQAAAABswIEAAAAAbQCBAAAAAG1AgQAvAMAIbYCBAAAAAS3AgQAAAAEDpwCAAC9AwAwnQIAAJQDABCeAgAAvQMAMJ8CBAC-AwAhoAIEAL4DACGhAkAAvwMAIaICAQDAAwAhowIEAMEDACGkAgEAwAMAIaUCAQDAAwAhpgIBAMADACGnAgEAwAMAIagCAQDAAwAhqQIAAMIDACAIqgIEAAAAAbECBAAAAAGyAgQAAAABswIEAAAAAbQCBAAAAAG1AgQAvAMAIbYCBAAAAAS3AgQAAAAECKoCQAAAAAGxAkAAAAABsgJAAAAAAbMCQAAAAAG0AkAAAAABtQJAALkDACG2AkAAAAAEtwJAAAAABAuqAgEAAAABsQIBAAAAAbICAQAAAAGzAgEAAAABtAIBAAAAAbUCAQC3AwAhtgIBAAAABLcCAQAAAAS4AgEAAAABuQIBAAAAAboCAQAAAAEIqgIEAAAAAbECBAAAAAGyAgQAAAABswIEAAAAAbQCBAAAAAG1AgQAtQMAIbYCBAAAAAW3AgQAAAAFDKoCgAAAAAGrAgEAAAABrAIBAAAAAa0CAQAAAAGuAoAAAAABrwKAAAAAAbACgAAAAAGxAoAAAAABsgKAAAAAAbMCgAAAAAG0AoAAAAABtQKAAAAAAQKfAgQAAAABoAIEAAAAAQecAgAAxAMAMJ0CAACOAwAQngIAAMQDADCfAgQAqwMAIbwCBACrAwAhvQICAMUDACG-AgABxgMAIQ0VAACwAwAgFgAAuwMAIBcAALADACAYAACwAwAgGQAAsAMAIKoCAgAAAAGxAgIAAAABsgICAAAAAbMCAgAAAAG0AgIAAAABtQICAMkDACG2AgIAAAAEtwICAAAABAcVAACwAwAgGAAAyAMAIBkAAMgDACCqAgABAAABtQIAAccDACG2AgABAAAEtwIAAQAABAcVAACwAwAgGAAAyAMAIBkAAMgDACCqAgABAAABtQIAAccDACG2AgABAAAEtwIAAQAABASqAgABAAABtQIAAcgDACG2AgABAAAEtwIAAQAABA0VAACwAwAgFgAAuwMAIBcAALADACAYAACwAwAgGQAAsAMAIKoCAgAAAAGxAgIAAAABsgICAAAAAbMCAgAAAAG0AgIAAAABtQICAMkDACG2AgIAAAAEtwICAAAABAecAgAAygMAMJ0CAAD7AgAQngIAAMoDADCfAgQAvgMAIbwCBAC-AwAhvQICAMsDACG-AgABzAMAIQiqAgIAAAABsQICAAAAAbICAgAAAAGzAgIAAAABtAICAAAAAbUCAgCwAwAhtgICAAAABLcCAgAAAAQEqgIAAQAAAbUCAAHIAwAhtgIAAQAABLcCAAEAAAQDnwIEAAAAAbwCBAAAAAG9AgIAAAABEZwCAADOAwAwnQIAAPUCABCeAgAAzgMAMJ8CBACrAwAhoAIEAKsDACGmAgEArQMAIcACBACrAwAhwQIEAKsDACHCAgQAqwMAIcMCAgDFAwAhxAIBAK0DACHFAgQAqwMAIcYCBACrAwAhxwIBAK0DACHIAgEArQMAIckCQACsAwAhygIBAK0DACERnAIAAM8DADCdAgAA4gIAEJ4CAADPAwAwnwIEAL4DACGgAgQAvgMAIaYCAQDAAwAhwAIEAL4DACHBAgQAvgMAIcICBAC-AwAhwwICAMsDACHEAgEAwAMAIcUCBAC-AwAhxgIEAL4DACHHAgEAwAMAIcgCAQDAAwAhyQJAAL8DACHKAgEAwAMAIQKfAgQAAAABoAIEAAAAAQqcAgAA0QMAMJ0CAADcAgAQngIAANEDADCfAgQAqwMAIckCQACsAwAhywIAAcYDACHMAgABxgMAIc0CAgDFAwAhzgIAAK8DACDPAgABxgMAIQqcAgAA0gMAMJ0CAADJAgAQngIAANIDADCfAgQAvgMAIckCQAC_AwAhywIAAcwDACHMAgABzAMAIc0CAgDLAwAhzgIAAMIDACDPAgABzAMAIQKfAgQAAAABywIAAQAAARWcAgAA1AMAMJ0CAADDAgAQngIAANQDADCfAgQAqwMAIaACBACrAwAhoQJAAKwDACGiAgEArQMAIaMCBACuAwAhpAIBAK0DACGlAgEArQMAIaYCAQCtAwAhwQIEAKsDACHCAgQArgMAIcMCAgDFAwAh0QICAMUDACHSAgIAxQMAIdMCAgDFAwAh1AICAMUDACHVAgIAxQMAIdYCAADVAwAg1wIAAK8DACAEqgIBAAAABdgCAQAAAAHZAgEAAAAE2gIBAAAABBWcAgAA1gMAMJ0CAACwAgAQngIAANYDADCfAgQAvgMAIaACBAC-AwAhoQJAAL8DACGiAgEAwAMAIaMCBADBAwAhpAIBAMADACGlAgEAwAMAIaYCAQDAAwAhwQIEAL4DACHCAgQAwQMAIcMCAgDLAwAh0QICAMsDACHSAgIAywMAIdMCAgDLAwAh1AICAMsDACHVAgIAywMAIdYCAADVAwAg1wIAAMIDACADnwIEAAAAAaACBAAAAAHBAgQAAAABDAgAAK8DACCcAgAA2AMAMJ0CAACqAgAQngIAANgDADCfAgQAqwMAIaACAQCtAwAhwQIEAKsDACHCAgQAqwMAIcMCAgDFAwAhyQJAAKwDACHcAgQAqwMAId0CQACsAwAhDAgAAMIDACCcAgAA2QMAMJ0CAACXAgAQngIAANkDADCfAgQAvgMAIaACAQDAAwAhwQIEAL4DACHCAgQAvgMAIcMCAgDLAwAhyQJAAL8DACHcAgQAvgMAId0CQAC_AwAhBJ8CBAAAAAGgAgEAAAABwQIEAAAAAcICBAAAAAETCAAArwMAIJwCAADbAwAwnQIAAJECABCeAgAA2wMAMJ8CBACrAwAhoAIBAK0DACHBAgQAqwMAIcICBACrAwAhwwICAMUDACHJAkAArAMAId0CQACsAwAh3wIBANwDACHgAgEA3AMAIeECAQDcAwAh4gIBANwDACHjAhAA3QMAIeQCEADdAwAh5QIQAN0DACHmAhAA3QMAIQ4VAACzAwAgGAAA4QMAIBkAAOEDACCqAgEAAAABsQIBAAAAAbICAQAAAAGzAgEAAAABtAIBAAAAAbUCAQDgAwAhtgIBAAAABbcCAQAAAAW4AgEAAAABuQIBAAAAAboCAQAAAAENFQAAswMAIBYAAN8DACAXAADfAwAgGAAA3wMAIBkAAN8DACCqAhAAAAABsQIQAAAAAbICEAAAAAGzAhAAAAABtAIQAAAAAbUCEADeAwAhtgIQAAAABbcCEAAAAAUNFQAAswMAIBYAAN8DACAXAADfAwAgGAAA3wMAIBkAAN8DACCqAhAAAAABsQIQAAAAAbICEAAAAAGzAhAAAAABtAIQAAAAAbUCEADeAwAhtgIQAAAABbcCEAAAAAUIqgIQAAAAAbECEAAAAAGyAhAAAAABswIQAAAAAbQCEAAAAAG1AhAA3wMAIbYCEAAAAAW3AhAAAAAFDhUAALMDACAYAADhAwAgGQAA4QMAIKoCAQAAAAGxAgEAAAABsgIBAAAAAbMCAQAAAAG0AgEAAAABtQIBAOADACG2AgEAAAAFtwIBAAAABbgCAQAAAAG5AgEAAAABugIBAAAAAQuqAgEAAAABsQIBAAAAAbICAQAAAAGzAgEAAAABtAIBAAAAAbUCAQDhAwAhtgIBAAAABbcCAQAAAAW4AgEAAAABuQIBAAAAAboCAQAAAAETCAAAwgMAIJwCAADiAwAwnQIAAP4BABCeAgAA4gMAMJ8CBAC-AwAhoAIBAMADACHBAgQAvgMAIcICBAC-AwAhwwICAMsDACHJAkAAvwMAId0CQAC_AwAh3wIBAOMDACHgAgEA4wMAIeECAQDjAwAh4gIBAOMDACHjAhAA5AMAIeQCEADkAwAh5QIQAOQDACHmAhAA5AMAIQuqAgEAAAABsQIBAAAAAbICAQAAAAGzAgEAAAABtAIBAAAAAbUCAQDhAwAhtgIBAAAABbcCAQAAAAW4AgEAAAABuQIBAAAAAboCAQAAAAEIqgIQAAAAAbECEAAAAAGyAhAAAAABswIQAAAAAbQCEAAAAAG1AhAA3wMAIbYCEAAAAAW3AhAAAAAFA58CBAAAAAGgAgEAAAABwQIEAAAAAROcAgAA5gMAMJ0CAAD4AQAQngIAAOYDADCfAgQAqwMAIaECQACsAwAhogIBAK0DACGjAgQArgMAIaQCAQCtAwAhpQIBAK0DACGmAgEArQMAIcECBACrAwAhwgIEAKsDACHDAgIAxQMAIdICAgDFAwAh0wICAMUDACHUAgIAxQMAIdUCAgDFAwAh5wIBAK0DACHoAgIAxQMAIROcAgAA5wMAMJ0CAADlAQAQngIAAOcDADCfAgQAvgMAIaECQAC_AwAhogIBAMADACGjAgQAwQMAIaQCAQDAAwAhpQIBAMADACGmAgEAwAMAIcECBAC-AwAhwgIEAL4DACHDAgIAywMAIdICAgDLAwAh0wICAMsDACHUAgIAywMAIdUCAgDLAwAh5wIBAMADACHoAgIAywMAIQOfAgQAAAABwQIEAAAAAcICBAAAAAELnAIAAOkDADCdAgAA3wEAEJ4CAADpAwAwnwIEAKsDACHBAgQAqwMAIcICBACrAwAhyQJAAKwDACHKAgEArQMAIeoCAgDFAwAh6wIBAK0DACHsAgEArQMAIQucAgAA6gMAMJ0CAADMAQAQngIAAOoDADCfAgQAvgMAIcECBAC-AwAhwgIEAL4DACHJAkAAvwMAIcoCAQDAAwAh6gICAMsDACHrAgEAwAMAIewCAQDAAwAhA58CBAAAAAHBAgQAAAAB6gICAAAAAROcAgAA7AMAMJ0CAADGAQAQngIAAOwDADCfAgQAqwMAIaACBACrAwAhwAIEAKsDACHCAgQAqwMAIcMCAgDFAwAhxQIEAKsDACHJAkAArAMAId0CQACsAwAh7gIBAK0DACHvAgEA3AMAIfACAQCtAwAh8QIBANwDACHyAgAArwMAIPMCQACsAwAh9AJAAO0DACH1AkAA7QMAIQsVAACzAwAgGAAA7wMAIBkAAO8DACCqAkAAAAABsQJAAAAAAbICQAAAAAGzAkAAAAABtAJAAAAAAbUCQADuAwAhtgJAAAAABbcCQAAAAAULFQAAswMAIBgAAO8DACAZAADvAwAgqgJAAAAAAbECQAAAAAGyAkAAAAABswJAAAAAAbQCQAAAAAG1AkAA7gMAIbYCQAAAAAW3AkAAAAAFCKoCQAAAAAGxAkAAAAABsgJAAAAAAbMCQAAAAAG0AkAAAAABtQJAAO8DACG2AkAAAAAFtwJAAAAABROcAgAA8AMAMJ0CAACzAQAQngIAAPADADCfAgQAvgMAIaACBAC-AwAhwAIEAL4DACHCAgQAvgMAIcMCAgDLAwAhxQIEAL4DACHJAkAAvwMAId0CQAC_AwAh7gIBAMADACHvAgEA4wMAIfACAQDAAwAh8QIBAOMDACHyAgAAwgMAIPMCQAC_AwAh9AJAAPEDACH1AkAA8QMAIQiqAkAAAAABsQJAAAAAAbICQAAAAAGzAkAAAAABtAJAAAAAAbUCQADvAwAhtgJAAAAABbcCQAAAAAUCnwIEAAAAAaACBAAAAAENnAIAAPMDADCdAgAArQEAEJ4CAADzAwAwnwIEAKsDACGgAgQAqwMAIckCQACsAwAh3QJAAKwDACHvAgEA3AMAIfUCQADtAwAh9gIBANwDACH3AgAA1QMAIPgCAAD0AwAg-QIEAK4DACEEqgIEAAAABdgCBAAAAAHZAgQAAAAE2gIEAAAABA2cAgAA9QMAMJ0CAACaAQAQngIAAPUDADCfAgQAvgMAIaACBAC-AwAhyQJAAL8DACHdAkAAvwMAIe8CAQDjAwAh9QJAAPEDACH2AgEA4wMAIfcCAADVAwAg-AIAAPQDACD5AgQAwQMAIQKfAgQAAAABoAIEAAAAAQecAgAA9wMAMJ0CAACUAQAQngIAAPcDADCfAgQAqwMAIfoCBACrAwAh-wIEAKsDACH8AgIAxQMAIQecAgAA-AMAMJ0CAACBAQAQngIAAPgDADCfAgQAvgMAIfoCBAC-AwAh-wIEAL4DACH8AgIAywMAIQOfAgQAAAAB-gIEAAAAAfsCBAAAAAEGnAIAAPoDADCdAgAAewAQngIAAPoDADCfAgQAqwMAIfoCBACrAwAh_gIAAcYDACEGnAIAAPsDADCdAgAAaAAQngIAAPsDADCfAgQAvgMAIfoCBAC-AwAh_gIAAcwDACESnAIAAPwDADCdAgAAYgAQngIAAPwDADCfAgQAqwMAIaACBACrAwAhyQJAAKwDACHKAgEArQMAIe4CAQCtAwAh_wIEAK4DACGAAwEArQMAIYEDAADVAwAgggNAAO0DACGDAwAA1QMAIIQDAAD0AwAghQNAAO0DACGGA0AA7QMAIYcDQADtAwAhiAMBANwDACESnAIAAP0DADCdAgAATwAQngIAAP0DADCfAgQAvgMAIaACBAC-AwAhyQJAAL8DACHKAgEAwAMAIe4CAQDAAwAh_wIEAMEDACGAAwEAwAMAIYEDAADVAwAgggNAAPEDACGDAwAA1QMAIIQDAAD0AwAghQNAAPEDACGGA0AA8QMAIYcDQADxAwAhiAMBAOMDACECnwIEAAAAAaACBAAAAAEHnAIAAP8DADCdAgAASQAQngIAAP8DADCfAgQAqwMAIckCQACsAwAhiQMEAKsDACGKAwEArQMAIQecAgAAgAQAMJ0CAAA2ABCeAgAAgAQAMJ8CBAC-AwAhyQJAAL8DACGJAwQAvgMAIYoDAQDAAwAhAp8CBAAAAAGJAwQAAAABCpwCAACCBAAwnQIAADAAEJ4CAACCBAAwoAIEAKsDACHJAkAArAMAId0CQACsAwAhjAMBAK0DACGNAwEArQMAIY4DAQCtAwAhjwMBAK0DACEKnAIAAIMEADCdAgAAHQAQngIAAIMEADCgAgQAvgMAIckCQAC_AwAh3QJAAL8DACGMAwEAwAMAIY0DAQDAAwAhjgMBAMADACGPAwEAwAMAIQqcAgAAhAQAMJ0CAAAXABCeAgAAhAQAMKACBACrAwAhyQJAAKwDACHuAgEArQMAIZADAQCtAwAhkQNAAO0DACGSAwIAhQQAIZMDBACrAwAhDRUAALMDACAWAAC0AwAgFwAAswMAIBgAALMDACAZAACzAwAgqgICAAAAAbECAgAAAAGyAgIAAAABswICAAAAAbQCAgAAAAG1AgIAhgQAIbYCAgAAAAW3AgIAAAAFDRUAALMDACAWAAC0AwAgFwAAswMAIBgAALMDACAZAACzAwAgqgICAAAAAbECAgAAAAGyAgIAAAABswICAAAAAbQCAgAAAAG1AgIAhgQAIbYCAgAAAAW3AgIAAAAFCpwCAACHBAAwnQIAAAQAEJ4CAACHBAAwoAIEAL4DACHJAkAAvwMAIe4CAQDAAwAhkAMBAMADACGRA0AA8QMAIZIDAgCIBAAhkwMEAL4DACEIqgICAAAAAbECAgAAAAGyAgIAAAABswICAAAAAbQCAgAAAAG1AgIAswMAIbYCAgAAAAW3AgIAAAAFAAAAAAAABZQDBAAAAAGVAwQAAAABlgMEAAAAAZcDBAAAAAGYAwQAAAABAZQDQAAAAAEBlAMBAAAAAQWUAwQAAAABlQMEAAAAAZYDBAAAAAGXAwQAAAABmAMEAAAAAQAAAAAABZQDAgAAAAGVAwIAAAABlgMCAAAAAZcDAgAAAAGYAwIAAAABAZQDAAEAAAEAAAAAAAAAAAAAAAAAAAAClAMBAAAABJkDAQAAAAUBlAMBAAAABAAAAAAAAAAAAAABlAMBAAAAAQWUAxAAAAABlQMQAAAAAZYDEAAAAAGXAxAAAAABmAMQAAAAAQAAAAAAAAAAAAAAAAAAAAGUA0AAAAABAAAAAAAClAMBAAAABJkDAQAAAAUClAMEAAAABJkDBAAAAAUBlAMBAAAABAGUAwQAAAAEAAAAAAAAAAAAAAAAAAAAApQDAQAAAASZAwEAAAAFApQDAQAAAASZAwEAAAAFApQDBAAAAASZAwQAAAAFAZQDAQAAAAQBlAMBAAAABAGUAwQAAAAEAAAAAAAAAAAAAAAAAAAABZQDAgAAAAGVAwIAAAABlgMCAAAAAZcDAgAAAAGYAwIAAAABAAAAAAUVAAYWAAcXAAgYAAkZAAoAAAAAAAUVAAYWAAcXAAgYAAkZAAoAAAAFFQAQFgARFwASGAATGQAUAAAAAAAFFQAQFgARFwASGAATGQAUAAAABRUAGhYAGxcAHBgAHRkAHgAAAAAABRUAGhYAGxcAHBgAHRkAHgAAAAUVACQWACUXACYYACcZACgAAAAAAAUVACQWACUXACYYACcZACgAAAAFFQAuFgAvFwAwGAAxGQAyAAAAAAAFFQAuFgAvFwAwGAAxGQAyAAAABRUAOBYAORcAOhgAOxkAPAAAAAAABRUAOBYAORcAOhgAOxkAPAAAAAUVAEIWAEMXAEQYAEUZAEYAAAAAAAUVAEIWAEMXAEQYAEUZAEYAAAAFFQBMFgBNFwBOGABPGQBQAAAAAAAFFQBMFgBNFwBOGABPGQBQAAAABRUAVhYAVxcAWBgAWRkAWgAAAAAABRUAVhYAVxcAWBgAWRkAWgAAAAUVAGAWAGEXAGIYAGMZAGQAAAAAAAUVAGAWAGEXAGIYAGMZAGQAAAAFFQBqFgBrFwBsGABtGQBuAAAAAAAFFQBqFgBrFwBsGABtGQBuAAAABRUAdBYAdRcAdhgAdxkAeAAAAAAABRUAdBYAdRcAdhgAdxkAeAAAAAUVAH4WAH8XAIABGACBARkAggEAAAAAAAUVAH4WAH8XAIABGACBARkAggEAAAAFFQCIARYAiQEXAIoBGACLARkAjAEAAAAAAAUVAIgBFgCJARcAigEYAIsBGQCMAQAAAAUVAJIBFgCTARcAlAEYAJUBGQCWAQAAAAAABRUAkgEWAJMBFwCUARgAlQEZAJYBAAAABRUAnAEWAJ0BFwCeARgAnwEZAKABAAAAAAAFFQCcARYAnQEXAJ4BGACfARkAoAEAAAAFFQCmARYApwEXAKgBGACpARkAqgEAAAAAAAUVAKYBFgCnARcAqAEYAKkBGQCqAQECAQIDAQUGAQYHAQcIAQkKAQoMAgsNAwwPAQ0RAg4SBBETARIUARMVAhoYBRsZCxwbDB0cDB4fDB8gDCAhDCEjDCIlAiMmDSQoDCUqAiYrDicsDCgtDCkuAioxDysyFSw0Fi01Fi44Fi85FjA6FjE8FjI-AjM_FzRBFjVDAjZEGDdFFjhGFjlHAjpKGTtLHzxNID1OID5RID9SIEBTIEFVIEJXAkNYIURaIEVcAkZdIkdeIEhfIElgAkpjI0tkKUxmKk1nKk5qKk9rKlBsKlFuKlJwAlNxK1RzKlV1AlZ2LFd3Klh4Kll5Alp8LVt9M1x_NF2AATRegwE0X4QBNGCFATRhhwE0YokBAmOKATVkjAE0ZY4BAmaPATZnkAE0aJEBNGmSAQJqlQE3a5YBPWyYAT5tmQE-bpwBPm-dAT5wngE-caABPnKiAQJzowE_dKUBPnWnAQJ2qAFAd6kBPniqAT55qwECeq4BQXuvAUd8sQFIfbIBSH61AUh_tgFIgAG3AUiBAbkBSIIBuwECgwG8AUmEAb4BSIUBwAEChgHBAUqHAcIBSIgBwwFIiQHEAQKKAccBS4sByAFRjAHKAVKNAcsBUo4BzgFSjwHPAVKQAdABUpEB0gFSkgHUAQKTAdUBU5QB1wFSlQHZAQKWAdoBVJcB2wFSmAHcAVKZAd0BApoB4AFVmwHhAVucAeMBXJ0B5AFcngHnAVyfAegBXKAB6QFcoQHrAVyiAe0BAqMB7gFdpAHwAVylAfIBAqYB8wFepwH0AVyoAfUBXKkB9gECqgH5AV-rAfoBZawB_AFmrQH9AWauAYACZq8BgQJmsAGCAmaxAYQCZrIBhgICswGHAme0AYkCZrUBiwICtgGMAmi3AY0CZrgBjgJmuQGPAgK6AZICabsBkwJvvAGVAnC9AZYCcL4BmQJwvwGaAnDAAZsCcMEBnQJwwgGfAgLDAaACccQBogJwxQGkAgLGAaUCcscBpgJwyAGnAnDJAagCAsoBqwJzywGsAnnMAa4Ces0BrwJ6zgGyAnrPAbMCetABtAJ60QG2AnrSAbgCAtMBuQJ71AG7AnrVAb0CAtYBvgJ81wG_AnrYAcACetkBwQIC2gHEAn3bAcUCgwHcAccChAHdAcgChAHeAcsChAHfAcwChAHgAc0ChAHhAc8ChAHiAdECAuMB0gKFAeQB1AKEAeUB1gIC5gHXAoYB5wHYAoQB6AHZAoQB6QHaAgLqAd0ChwHrAd4CjQHsAeACjgHtAeECjgHuAeQCjgHvAeUCjgHwAeYCjgHxAegCjgHyAeoCAvMB6wKPAfQB7QKOAfUB7wIC9gHwApAB9wHxAo4B-AHyAo4B-QHzAgL6AfYCkQH7AfcClwH8AfkCmAH9AfoCmAH-Af0CmAH_Af4CmAGAAv8CmAGBAoEDmAGCAoMDAoMChAOZAYQChgOYAYUCiAMChgKJA5oBhwKKA5gBiAKLA5gBiQKMAwKKAo8DmwGLApADoQGMApIDogGNApMDogGOApYDogGPApcDogGQApgDogGRApoDogGSApwDApMCnQOjAZQCnwOiAZUCoQMClgKiA6QBlwKjA6IBmAKkA6IBmQKlAwKaAqgDpQGbAqkDqwE"
};
async function decodeBase64AsWasm(wasmBase64) {
  const { Buffer: Buffer2 } = await import("node:buffer");
  const wasmArray = Buffer2.from(wasmBase64, "base64");
  return new WebAssembly.Module(wasmArray);
}
config.compilerWasm = {
  getRuntime: async () => await import("@prisma/client/runtime/query_compiler_fast_bg.postgresql.mjs"),
  getQueryCompilerWasmModule: async () => {
    const { wasm } = await import("@prisma/client/runtime/query_compiler_fast_bg.postgresql.wasm-base64.mjs");
    return await decodeBase64AsWasm(wasm);
  },
  importName: "./query_compiler_fast_bg.js"
};
function getPrismaClientClass() {
  return runtime.getPrismaClient(config);
}

// lib/db/generated/internal/prismaNamespace.ts
import * as runtime2 from "@prisma/client/runtime/client";
var getExtensionContext = runtime2.Extensions.getExtensionContext;
var NullTypes2 = {
  DbNull: runtime2.NullTypes.DbNull,
  JsonNull: runtime2.NullTypes.JsonNull,
  AnyNull: runtime2.NullTypes.AnyNull
};
var TransactionIsolationLevel = runtime2.makeStrictEnum({
  ReadUncommitted: "ReadUncommitted",
  ReadCommitted: "ReadCommitted",
  RepeatableRead: "RepeatableRead",
  Serializable: "Serializable"
});
var defineExtension = runtime2.Extensions.defineExtension;

// lib/db/generated/client.ts
globalThis["__dirname"] = path.dirname(fileURLToPath(import.meta.url));
var PrismaClient = getPrismaClientClass();

// lib/db/client.ts
var OID = { int8: 20, int8Array: 1016, timestamp: 1114, timestamptz: 1184, json: 114, jsonb: 3802, numeric: 1700 };
var types = {
  getTypeParser(oid, format) {
    if (oid === OID.int8) return Number;
    if (oid === OID.int8Array)
      return (text) => pg.types.getTypeParser(oid, "text")(text).map(Number);
    if (oid === OID.jsonb || oid === OID.json || oid === OID.timestamptz) return (text) => text;
    return format === "binary" ? pg.types.getTypeParser(oid, "binary") : pg.types.getTypeParser(oid, "text");
  }
};
var held = () => singleton("database", () => ({ url: "", onIdleError: () => void 0 }));
function pointAtDatabase(url) {
  held().url = url;
}
function connectionConfig() {
  const { DATABASE_URL, ATTESTRY_LOCK_WAIT_SECONDS: lock, ATTESTRY_STATEMENT_SECONDS: statement } = env();
  const url = held().url || DATABASE_URL;
  if (!url) throw new Error("No database: set DATABASE_URL, or start with `npm start`, which brings its own.");
  return {
    connectionString: url,
    types,
    options: `-c timezone=UTC -c lock_timeout=${lock * 1e3} -c statement_timeout=${statement * 1e3} -c jit=off`,
    connectionTimeoutMillis: 4e3,
    keepAlive: true
  };
}
function pool() {
  const state = held();
  if (!state.pool) {
    state.pool = new pg.Pool({ ...connectionConfig(), max: env().ATTESTRY_POOL_MAX, idleTimeoutMillis: 6e4 });
    state.pool.on("error", (error) => state.onIdleError(error));
    state.pool.on("connect", (client2) => client2.on("error", () => void 0));
  }
  return state.pool;
}
async function closeDatabase() {
  const state = held();
  await state.prisma?.$disconnect();
  await state.pool?.end();
  delete state.prisma;
  delete state.pool;
}

// lib/changes/tx.ts
var Tx = class {
  constructor(client2) {
    this.client = client2;
  }
  client;
  heads = [];
  /** Runs one statement; name it where it runs often, so that it is prepared once per connection. */
  async query(text, values = [], name) {
    const result = await this.client.query(name ? { name, text, values } : { text, values });
    return result.rows;
  }
  /** Waits for the resource's turn; undefined when there is none. Take several in ascending order of their ids. */
  async lock(accountId, resourceId) {
    const [row] = await this.query("select * from open_change($1, $2)", [accountId, resourceId], "open_change");
    if (!row) return void 0;
    const head = {
      accountId,
      resourceId,
      connectionId: row.connection_id,
      revision: row.revision,
      schemaVersion: row.schema_version,
      recordCount: row.record_count,
      deletedAt: row.deleted_at,
      accessEpoch: row.access_epoch,
      stamp: row.stamp
    };
    this.heads.push(head);
    return head;
  }
};

// lib/changes/store.ts
var REJECTED_ROWS_MAX = 1e3;
var REJECTED_BYTES_MAX = 64 * 1024;
var originColumns = "actor_kind text, actor_id bigint, actor_label text, channel text, request_id text";
function originValues({ actor, channel, requestId }) {
  return { actor_kind: actor.kind, actor_id: actor.id, actor_label: actor.label, channel, request_id: requestId };
}
async function closeChange(tx, { head, revisions, pushes = [] }) {
  const changes = revisions.map(({ kind, counts, origin: origin2 }, at) => ({
    revision: head.revision + 1 + at,
    kind,
    ...counts,
    ...originValues(origin2)
  }));
  const pushed = pushes.map((push) => ({
    revision: push.revision,
    body_bytes: push.bodyBytes,
    ...push.counts,
    unchanged_ids: push.unchangedIds,
    rejected_rows: fitting(push.rejectedRows),
    ...originValues(push.origin)
  }));
  const grown = revisions.reduce((sum, { counts }) => sum + counts.created - counts.deleted, 0);
  await tx.query(
    `with changes as (
       insert into change (account_id, resource_id, revision, at, kind, actor_kind, actor_id, actor_label, channel,
         request_id, schema_version, created, updated, unchanged, deleted, rejected)
       select $1, $2, x.revision, $3::timestamptz, x.kind, x.actor_kind, x.actor_id, x.actor_label, x.channel,
         x.request_id, $4, x.created, x.updated, x.unchanged, x.deleted, x.rejected
       from jsonb_to_recordset($5::jsonb) as x(revision bigint, kind text, created int, updated int, unchanged int,
         deleted int, rejected int, ${originColumns})
     ), pushes as (
       insert into push (account_id, resource_id, at, revision, actor_kind, actor_id, actor_label, channel, request_id,
         body_bytes, schema_version, created, updated, unchanged, rejected, unchanged_ids, rejected_rows)
       select $1, $2, $3::timestamptz, x.revision, x.actor_kind, x.actor_id, x.actor_label, x.channel, x.request_id,
         x.body_bytes, $4, x.created, x.updated, x.unchanged, x.rejected, x.unchanged_ids, x.rejected_rows
       from jsonb_to_recordset($6::jsonb) as x(revision bigint, body_bytes int, created int, updated int, unchanged int,
         rejected int, unchanged_ids text[], rejected_rows jsonb, ${originColumns})
     )
     update resource set revision = revision + $7::int, record_count = record_count + $8::bigint,
       stamped_at = $3::timestamptz, last_push_at = case when $9::boolean then $3::timestamptz else last_push_at end
     where account_id = $1 and id = $2`,
    [
      head.accountId,
      head.resourceId,
      head.stamp,
      head.schemaVersion,
      JSON.stringify(changes),
      JSON.stringify(pushed),
      revisions.length,
      grown,
      pushes.length > 0
    ],
    "close_change"
  );
}
function fitting(rows) {
  let bytes = 0;
  const most = rows.slice(0, REJECTED_ROWS_MAX);
  const end = most.findIndex((row) => (bytes += Buffer.byteLength(JSON.stringify(row))) > REJECTED_BYTES_MAX);
  return end < 0 ? most : most.slice(0, end);
}

// lib/records/store.ts
async function writeRecords(tx, head, rows) {
  return tx.query(
    "select * from write_records($1, $2, $3::jsonb, $4::text[], $5, $6, $7::timestamptz, $8)",
    [
      head.accountId,
      head.resourceId,
      `[${rows.texts.join(",")}]`,
      rows.ids,
      head.revision,
      rows.each,
      head.stamp,
      head.schemaVersion
    ],
    "write_records"
  );
}

// lib/schema/json-error.ts
var JsonTextError = class extends Error {
  code = "json-text";
  kind;
  pointer;
  offset;
  line;
  column;
  constructor(kind, what, mend, place) {
    const inside = place.pointer === "" ? "" : ` (at ${place.pointer})`;
    super(`${what} at line ${place.line}, column ${place.column}${inside}. ${mend}`);
    this.name = "JsonTextError";
    this.kind = kind;
    this.pointer = place.pointer;
    this.offset = place.offset;
    this.line = place.line;
    this.column = place.column;
  }
};
function placeInText(text, index, pointer) {
  const before = text.slice(0, index);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let at = before.indexOf("\n"); at !== -1; at = before.indexOf("\n", at + 1)) line++;
  let column = 1;
  for (const _ of before.slice(lineStart)) column++;
  return { pointer, offset: new TextEncoder().encode(before).length, line, column };
}
function pointerStep(key) {
  return "/" + String(key).replaceAll("~", "~0").replaceAll("/", "~1");
}

// lib/schema/json-decode.ts
function decodeText(bytes) {
  if (bytes[0] === 239 && bytes[1] === 187 && bytes[2] === 191) {
    const place = { pointer: "", offset: 0, line: 1, column: 1 };
    throw new JsonTextError("bom", "A byte order mark", "Send the JSON without it.", place);
  }
  if (typeof Buffer === "undefined") return decodeStrictly(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
  return text.includes("\uFFFD") ? decodeStrictly(bytes) : text;
}
function decodeStrictly(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const at = firstMalformed(bytes);
    const before = new TextDecoder("utf-8").decode(bytes.subarray(0, at));
    const place = { ...placeInText(before, before.length, ""), offset: at };
    throw new JsonTextError("utf8", "Bytes that are not UTF-8", "Send the JSON as UTF-8.", place);
  }
}
function firstMalformed(bytes) {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = good + bad >> 1;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  for (let at = good - 1; at >= 0 && at >= good - 3; at--) {
    const byte = bytes[at] ?? 0;
    if (byte >= 192) return good - at < (byte >= 240 ? 4 : byte >= 224 ? 3 : 2) ? at : good;
    if (byte < 128) break;
  }
  return good;
}

// lib/schema/json-number.ts
var NUMBER_DIGITS_MAX = 400;
var EXPONENT_MAX = 1e5;
var NUMBER = /^-?(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/;
function numberForm(token) {
  const match = NUMBER.exec(token);
  if (match === null) return void 0;
  const whole2 = match[1] ?? "0";
  const fraction = match[2] ?? "";
  const exponent = match[3] === void 0 ? 0 : Number(match[3]);
  const zero = /^0*$/.test(whole2) && /^0*$/.test(fraction);
  if (Math.abs(exponent) > EXPONENT_MAX) return { digits: Infinity, length: Infinity, plain: false };
  const scale = Math.max(0, fraction.length - exponent);
  const wholeDigits = zero ? 1 : Math.max(1, significantWhole(whole2, fraction) + exponent);
  const negative = token.startsWith("-") && !zero;
  const length = wholeDigits + (scale > 0 ? scale + 1 : 0) + (negative ? 1 : 0);
  return { digits: wholeDigits + scale, length, plain: length === token.length && match[3] === void 0 };
}
function significantWhole(whole2, fraction) {
  if (whole2 !== "0") return whole2.length;
  const zeros = /^0*/.exec(fraction);
  return -(zeros?.[0].length ?? 0);
}

// lib/schema/json-scan.ts
var BLANK = 1;
var QUOTE = 2;
var OPEN = 3;
var CLOSE = 4;
var COLON = 5;
var COMMA = 6;
var NUMBER2 = 7;
var CLASS = new Uint8Array(256);
for (const byte of [32, 9, 10, 13]) CLASS[byte] = BLANK;
for (const byte of [123, 91]) CLASS[byte] = OPEN;
for (const byte of [125, 93]) CLASS[byte] = CLOSE;
for (let byte = 48; byte < 58; byte++) CLASS[byte] = NUMBER2;
CLASS[45] = NUMBER2;
CLASS[34] = QUOTE;
CLASS[58] = COLON;
CLASS[44] = COMMA;
var IN_STRING = new Uint8Array(256);
for (let byte = 128; byte < 256; byte++) IN_STRING[byte] = 1;
IN_STRING[34] = 2;
IN_STRING[92] = 3;
var PAIR_SAVED = 8;
var LATIN1 = new TextDecoder("latin1");
function startScan(bytes) {
  return { bytes, at: 0, shift: 0, suspect: false, depth: 0, objects: 0, colons: 0, plain: true, storedBytes: 0 };
}
function skipBlanks(scan) {
  const { bytes } = scan;
  let at = scan.at;
  while (at < bytes.length && CLASS[bytes[at]] === BLANK) at++;
  scan.at = at;
  return at < bytes.length ? bytes[at] : -1;
}
function scanValue(scan) {
  const { bytes } = scan;
  const length = bytes.length;
  const from = scan.at;
  let at = from;
  let shift = scan.shift;
  let level = 0;
  let depth = 0;
  let objects = 0;
  let colons = 0;
  let spared = 0;
  let plain = true;
  while (at < length) {
    const byte = bytes[at];
    const kind = CLASS[byte];
    if (kind === QUOTE) {
      at++;
      for (; ; ) {
        let look = 0;
        while (at < length && (look = IN_STRING[bytes[at]]) === 0) at++;
        if (at >= length) break;
        if (look === 2) break;
        if (look === 1) {
          const part = bytes[at++];
          if (part < 192) shift++;
          else if (part >= 240) shift--;
        } else if (bytes[at + 1] === 117) {
          const saved = unicodeEscape(scan, at);
          spared += saved;
          at += saved === PAIR_SAVED ? 12 : 6;
        } else {
          if (bytes[at + 1] === 47) spared++;
          at += 2;
        }
      }
      at++;
      if (level === 0) break;
    } else if (kind === NUMBER2) {
      const start = at++;
      while (at < length && (CLASS[bytes[at]] === NUMBER2 || bytes[at] === 46)) at++;
      const next = at < length ? bytes[at] | 32 : 0;
      if (next === 101 || at - start > NUMBER_DIGITS_MAX || byte === 45 && bytes[start + 1] === 48) {
        while (at < length && isNumberPart(bytes[at])) at++;
        const form = numberForm(asciiSlice(bytes, start, at));
        if (form === void 0 || form.digits > NUMBER_DIGITS_MAX) scan.suspect = true;
        else if (!form.plain) {
          plain = false;
          spared += at - start - form.length;
        }
      }
      if (level === 0) break;
    } else if (kind === COLON) {
      colons++;
      at++;
    } else if (kind === COMMA) {
      if (level === 0) break;
      spared--;
      at++;
    } else if (kind === OPEN) {
      if (byte === 123) objects++;
      if (++level > depth) depth = level;
      at++;
    } else if (kind === CLOSE) {
      if (level === 0) break;
      at++;
      if (--level === 0) break;
    } else if (kind === BLANK) {
      if (level === 0) break;
      spared++;
      at++;
    } else at++;
  }
  if (at > length || level > 0) {
    at = length;
    scan.suspect = true;
  }
  scan.at = at;
  scan.shift = shift;
  scan.depth = depth;
  scan.objects = objects;
  scan.colons = colons;
  scan.plain = plain;
  scan.storedBytes = at - from + colons - spared;
}
function unicodeEscape(scan, at) {
  const { bytes } = scan;
  const unit = Number.parseInt(asciiSlice(bytes, at + 2, at + 6), 16);
  if (Number.isNaN(unit) || unit === 0) {
    scan.suspect = true;
    return 0;
  }
  if (unit >= 55296 && unit <= 57343) {
    const paired = unit < 56320 && bytes[at + 6] === 92 && bytes[at + 7] === 117;
    const low = paired ? Number.parseInt(asciiSlice(bytes, at + 8, at + 12), 16) : 0;
    if (low >= 56320 && low <= 57343) return PAIR_SAVED;
    scan.suspect = true;
    return 0;
  }
  if (unit < 32) return "\b\f\n\r	".includes(String.fromCharCode(unit)) ? 4 : 0;
  if (unit === 34 || unit === 92) return 4;
  return unit < 128 ? 5 : unit < 2048 ? 4 : 3;
}
function isNumberPart(byte) {
  return CLASS[byte] === NUMBER2 || byte === 46 || byte === 43 || byte === 101 || byte === 69;
}
function asciiSlice(bytes, from, to) {
  if (to - from > 64) return LATIN1.decode(bytes.subarray(from, to));
  let text = "";
  for (let at = from; at < to && at < bytes.length; at++) text += String.fromCharCode(bytes[at]);
  return text;
}

// lib/schema/json-walk.ts
var REMEMBERED_LEVELS = 300;
var NUMBER_TOKEN = /[-+.0-9eE]+/y;
var STRING_PLAIN = /[^"\\\u0000-\u001f]*/y;
var BLANK2 = /[ \t\n\r]*/y;
var HEX4 = /^[0-9a-fA-F]{4}$/;
var OBJECT = 1;
var ARRAY = 2;
function proveDocument(text) {
  BLANK2.lastIndex = walkJson(text, 0);
  BLANK2.test(text);
  const end = BLANK2.lastIndex;
  if (end === text.length) return;
  const what = `Unexpected ${describe(text, end)} after the end of the JSON`;
  throw new JsonTextError("syntax", what, "Send one JSON document.", placeInText(text, end, ""));
}
function walkJson(text, from, root = "") {
  const path2 = [];
  const keys = [];
  let kinds = new Uint8Array(64);
  let depth = 0;
  let at = from;
  const pointer = () => root + path2.map((step) => step === void 0 ? "" : pointerStep(step)).join("");
  const fail = (kind, index, what, mend) => {
    throw new JsonTextError(kind, what, mend, placeInText(text, index, pointer()));
  };
  const blanks = () => {
    BLANK2.lastIndex = at;
    BLANK2.test(text);
    at = BLANK2.lastIndex;
  };
  const unexpected = (wanted) => {
    const found = at >= text.length ? "The JSON ends too early" : `Unexpected ${describe(text, at)}`;
    return fail("syntax", at, found, `Expected ${wanted}.`);
  };
  const string = () => {
    const start = at++;
    let escaped = false;
    for (; ; ) {
      STRING_PLAIN.lastIndex = at;
      STRING_PLAIN.test(text);
      at = STRING_PLAIN.lastIndex;
      const code = text.charCodeAt(at);
      if (code === 34) break;
      if (code !== 92) {
        if (at >= text.length) fail("syntax", start, "A string never ends", "Close it with a double quote.");
        if (code === 0) fail("nul", at, "The character U+0000", "Remove it: it cannot be stored.");
        fail(
          "syntax",
          at,
          "A raw control character in a string",
          `Write it as \\u${code.toString(16).padStart(4, "0")}.`
        );
      }
      escaped = true;
      at = escape(text, at, fail);
    }
    at++;
    const inner = text.slice(start + 1, at - 1);
    return escaped ? JSON.parse(`"${inner}"`) : inner;
  };
  const enter = (kind) => {
    if (depth === kinds.length) {
      const wider = new Uint8Array(kinds.length * 2);
      wider.set(kinds);
      kinds = wider;
    }
    kinds[depth++] = kind;
    at++;
    if (depth <= REMEMBERED_LEVELS) {
      path2.push(kind === OBJECT ? void 0 : 0);
      keys.push(kind === OBJECT ? /* @__PURE__ */ new Set() : void 0);
    }
  };
  const leave = () => {
    if (depth <= REMEMBERED_LEVELS) {
      path2.pop();
      keys.pop();
    }
    depth--;
    at++;
  };
  const key = () => {
    blanks();
    if (text.charCodeAt(at) !== 34) unexpected("a key in double quotes");
    const start = at;
    const name = string();
    if (depth <= REMEMBERED_LEVELS) {
      const seen = keys[depth - 1];
      path2[depth - 1] = name;
      if (seen?.has(name))
        fail(
          "duplicate",
          start,
          `The key ${JSON.stringify(clip(name))} stands twice in one object`,
          "Keep one of them."
        );
      seen?.add(name);
    }
    blanks();
    if (text.charCodeAt(at) !== 58) unexpected("a colon after the key");
    at++;
  };
  const value = () => {
    blanks();
    const code = text.charCodeAt(at);
    if (code === 123 || code === 91) {
      enter(code === 123 ? OBJECT : ARRAY);
      blanks();
      const first = text.charCodeAt(at);
      if (first === (code === 123 ? 125 : 93)) {
        leave();
        return false;
      }
      if (code === 123) key();
      return true;
    }
    if (code === 34) string();
    else if (code === 45 || code >= 48 && code <= 57) number();
    else if (text.startsWith("true", at) || text.startsWith("null", at)) at += 4;
    else if (text.startsWith("false", at)) at += 5;
    else unexpected("a value: an object, array, string, number, true, false or null");
    return false;
  };
  const number = () => {
    NUMBER_TOKEN.lastIndex = at;
    NUMBER_TOKEN.test(text);
    const token = text.slice(at, NUMBER_TOKEN.lastIndex);
    const form = numberForm(token);
    if (form === void 0) {
      fail(
        "syntax",
        at,
        `${JSON.stringify(clip(token))} is not a JSON number`,
        "Write it like -12.5 or 1e3, or quote it as a string."
      );
    } else if (form.digits > NUMBER_DIGITS_MAX) {
      const what = `The number ${clip(token)} takes more than ${NUMBER_DIGITS_MAX} digits when written out`;
      fail("number", at, what, "Send it as a string, or with fewer digits.");
    }
    at = NUMBER_TOKEN.lastIndex;
  };
  let open2 = value();
  while (depth > 0) {
    if (open2) {
      open2 = value();
      continue;
    }
    blanks();
    const kind = kinds[depth - 1];
    const code = text.charCodeAt(at);
    if (code === (kind === OBJECT ? 125 : 93)) leave();
    else if (code === 44) {
      at++;
      if (kind === OBJECT) key();
      else if (depth <= REMEMBERED_LEVELS) path2[depth - 1] = Number(path2[depth - 1]) + 1;
      open2 = value();
    } else
      unexpected(kind === OBJECT ? "a comma or the closing } of the object" : "a comma or the closing ] of the array");
  }
  return at;
}
function escape(text, at, fail) {
  const letter = text.charAt(at + 1);
  if (letter !== "u") {
    if (letter === "" || !'"\\/bfnrt'.includes(letter)) {
      fail(
        "syntax",
        at,
        "An escape that JSON does not have",
        'Use one of \\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with four hex digits.'
      );
    }
    return at + 2;
  }
  const unit = hexUnit(text, at);
  if (unit < 0) fail("syntax", at, "\\u without four hex digits", "Write exactly four, like \\u00e9.");
  if (unit === 0) fail("nul", at, "The character \\u0000", "Remove it: it cannot be stored.");
  if (unit >= 56320 && unit <= 57343)
    fail("surrogate", at, "A low surrogate without its high half", "Send the whole character.");
  if (unit < 55296 || unit > 56319) return at + 6;
  const low = hexUnit(text, at + 6);
  if (low < 56320 || low > 57343)
    fail("surrogate", at, "A high surrogate without its low half", "Send the whole character.");
  return at + 12;
}
function hexUnit(text, at) {
  if (text.charAt(at) !== "\\" || text.charAt(at + 1) !== "u") return -1;
  const hex = text.slice(at + 2, at + 6);
  return HEX4.test(hex) ? Number.parseInt(hex, 16) : -1;
}
function describe(text, at) {
  const point = text.codePointAt(at) ?? 0;
  return point < 32 || point === 127 ? `control character U+${point.toString(16).padStart(4, "0")}` : JSON.stringify(String.fromCodePoint(point));
}
function clip(text) {
  return text.length > 60 ? text.slice(0, 57) + "\u2026" : text;
}

// lib/schema/json-text.ts
var PARSED_LEVELS_MAX = 256;
var LONE_SURROGATE = /\p{Surrogate}/u;
function splitEnvelope(input) {
  const body = open(input);
  let single = false;
  let items;
  const beside = [];
  const whole2 = eachMember(body, (key) => {
    const first = key === "data" ? body.bytes[body.at] : void 0;
    if (key !== "data") beside.push(key);
    if (first === 91) items = takeArray(body);
    else {
      const item = takeItem(body);
      if (first === 123) {
        single = true;
        items = [item];
      }
    }
  });
  settle(body, whole2);
  if (items === void 0)
    throw refusal(body, "shape", 'The body needs a member "data"', 'Send {"data": {\u2026}} or {"data": [{\u2026}, \u2026]}.');
  return { text: body.text, depth: body.deepest, single, items, beside };
}
function open(input) {
  if (typeof input !== "string")
    return { ...startScan(input), text: decodeText(input), deepest: 0, doubtful: false, broken: false };
  if (LONE_SURROGATE.test(input)) {
    const place = placeInText(input, input.search(LONE_SURROGATE), "");
    throw new JsonTextError("surrogate", "Half of a surrogate pair", "Send the whole character.", place);
  }
  const bytes = new TextEncoder().encode(input);
  return { ...startScan(bytes), text: input, deepest: 0, doubtful: false, broken: false };
}
function takeItem(body) {
  const from = body.at - body.shift;
  scanValue(body);
  const text = body.text.slice(from, body.at - body.shift);
  const item = { text, value: void 0, depth: body.depth, plain: body.plain, storedBytes: body.storedBytes };
  if (body.depth > body.deepest) body.deepest = body.depth;
  if (body.depth > PARSED_LEVELS_MAX) body.doubtful = true;
  else if (!body.broken) {
    try {
      item.value = JSON.parse(text);
      if (body.colons !== ownKeys(item.value, body.objects > 1)) body.doubtful = true;
    } catch {
      body.doubtful = body.broken = true;
    }
  }
  return item;
}
function takeArray(body) {
  const items = [];
  body.at++;
  if (skipBlanks(body) === 93) {
    body.at++;
    return items;
  }
  for (; ; ) {
    items.push(takeItem(body));
    const next = skipBlanks(body);
    if (next !== 44 && next !== 93) {
      body.doubtful = true;
      body.at = body.bytes.length;
      return items;
    }
    body.at++;
    if (next === 93) return items;
    skipBlanks(body);
  }
}
function eachMember(body, take) {
  if (skipBlanks(body) !== 123) return false;
  body.at++;
  const seen = /* @__PURE__ */ new Set();
  let next = skipBlanks(body);
  if (next === 125) body.at++;
  while (next !== 125) {
    if (next !== 34) return false;
    const key = takeItem(body).value;
    if (typeof key !== "string" || seen.has(key)) return false;
    seen.add(key);
    if (skipBlanks(body) !== 58) return false;
    body.at++;
    skipBlanks(body);
    take(key);
    next = skipBlanks(body);
    if (next !== 44 && next !== 125) return false;
    body.at++;
    if (next === 44) next = skipBlanks(body);
  }
  body.deepest++;
  return skipBlanks(body) === -1;
}
function settle(body, whole2) {
  if (whole2 && !body.doubtful && !body.suspect) return;
  proveDocument(body.text);
  if (!whole2) throw refusal(body, "shape", "The body is not a JSON object", "Send an object.");
}
function refusal(body, kind, what, mend) {
  return new JsonTextError(kind, what, mend, placeInText(body.text, 0, ""));
}
function ownKeys(value, nested) {
  if (typeof value !== "object" || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const element of value) if (typeof element === "object") count += ownKeys(element, true);
    return count;
  }
  const object = value;
  for (const key in object) {
    count++;
    if (nested && typeof object[key] === "object") count += ownKeys(object[key], true);
  }
  return count;
}

// .steps.ts
pointAtDatabase(process.argv[3] ?? "postgresql://postgres@127.0.0.1:5515/t2");
var client = await pool().connect();
var t = { split: 0, begin: 0, open: 0, write: 0, close: 0, commit: 0 };
var origin = { actor: { kind: "key", id: 1, label: "x", epoch: 1 }, channel: "v1", requestId: "abc-def" };
var N = 30;
var G = Number(process.argv[2] ?? 8);
var k = Date.now() % 1e7 * 1e5;
for (let i = 0; i < N; i++) {
  const body = Buffer.from(JSON.stringify({ data: Array.from({ length: G }, (_, j) => {
    const id = "p-" + k++;
    return { id, name: "package " + id, version: "1.2.3", licence: j % 3 ? "MIT" : "ISC", integrity: "sha512-" + "A".repeat(86), dependencies: j, url: "https://x/" + id };
  }) }));
  let s = performance.now();
  const lap = (n) => {
    const e = performance.now();
    if (i >= 5) t[n] += e - s;
    s = e;
  };
  const { items } = splitEnvelope(body);
  lap("split");
  const tx = new Tx(client);
  await tx.query("begin");
  lap("begin");
  const head = await tx.lock(1, 1);
  lap("open");
  const rows = await writeRecords(tx, head, { ids: items.map((x) => x.value.id), texts: items.map((x) => x.text), each: false });
  lap("write");
  const counts = { created: rows.length, updated: 0, unchanged: 0, deleted: 0, rejected: 0 };
  await closeChange(tx, { head, revisions: [{ kind: "records.upsert", counts, origin }], pushes: [{ revision: 1, bodyBytes: 300, counts, unchangedIds: [], rejectedRows: [], origin }] });
  lap("close");
  await tx.query("commit");
  lap("commit");
}
for (const [n, v] of Object.entries(t)) console.log(n, (v / (N - 5)).toFixed(2), "ms");
client.release();
await closeDatabase();
