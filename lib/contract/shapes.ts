import { z } from "zod";
import { filterShape, parseFilter, pointerShape, type Filter } from "./filters";
import { everyPermission, type Permission } from "./permissions";

const LIST_SIZE = 50;
const LIST_SIZE_MAX = 500;
const COUNT_MAX = 100_000;
const SEARCHED_MAX = 200;

// Parts -----------------------------------------------------------------------------------------------------------

const idNumber = z.int().positive();
const isoTime = z.iso.datetime();
const jsonObject = z.record(z.string(), z.unknown());
const recordId = z.string().describe("The record's identifier; a numeric one as its decimal text");
const permission = z.enum(everyPermission as [Permission, ...Permission[]]);

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `a whole number from ${least} to ${most}`)
    .transform(Number)
    .pipe(z.number().min(least).max(most));
const wholeText = (least: number, most: number, fallback: number) => whole(least, most).default(fallback);

// In any letter case: Python's clients write True.
const flag = z
  .string()
  .regex(/^(true|false)$/i, "true or false")
  .transform((text) => text.toLowerCase() === "true");

// What is asked -----------------------------------------------------------------------------------------------------

/** A path id: a positive whole number. */
export const idParam = z
  .string()
  .regex(/^[1-9]\d{0,15}$/, "a positive whole number")
  .transform(Number)
  .pipe(z.int());

const sortDir = z.enum(["ASC", "DESC"]).optional();
const sizeParam = wholeText(1, LIST_SIZE_MAX, LIST_SIZE).describe(`1 to ${LIST_SIZE_MAX}, default ${LIST_SIZE}`);
const cursor = z.string().min(1).max(4_000).optional().describe("From the page before; null there means the end");
const expand = z
  .string()
  .transform((names) => names.split(",").includes("customResources"))
  .optional()
  .describe("customResources; others are ignored");

export const v2List = {
  cursor,
  size: sizeParam,
  sort: z.enum(["createdAt", "updatedAt"]).optional(),
  sortDir,
  includeTotalCount: flag.optional().describe("Counts the whole list; first page only"),
};

export const dryRunQuery = { dryRun: flag.optional().describe("true: answer as if, write nothing") };
export const expandQuery = { "expand[]": expand };
export const belowQuery = {
  below: wholeText(0, Number.MAX_SAFE_INTEGER, 0).describe("next of the page before; 0 starts at the newest"),
  size: sizeParam,
};
export const afterQuery = {
  after: wholeText(0, Number.MAX_SAFE_INTEGER, 0).describe("next of the page before; 0 starts at the oldest"),
  size: sizeParam,
};
/** What a caller calls an upload session. */
export const sessionName = z.string().regex(/^[A-Za-z0-9_-]{3,64}$/, "3 to 64 of A-Z a-z 0-9 _ -");
export const sessionIdQuery = sessionName
  .optional()
  .describe("Only the records of this session, wherever it stands: live, archived or still uploading");

export const deletedQuery = { deleted: flag.optional() };
export const rejectedQuery = { rejected: flag.optional().describe("true: only pushes that had a row refused") };
export const resourceIdQuery = { resourceId: idParam.optional() };

const asOf = z
  .string()
  .max(40)
  .optional()
  .describe("A revision, or an ISO 8601 time with its zone: records as they stood then");

const filter = z
  .string()
  .max(20_000)
  .transform((text, context): Filter => {
    const refuse = (reason: string) => {
      context.addIssue({ code: "custom", message: `not a filter${reason}` });
      return z.NEVER;
    };
    try {
      const parsed = filterShape.safeParse(parseFilter(text));
      if (parsed.success) return parsed.data;
      const issue = parsed.error.issues[0];
      return refuse(
        `${issue?.path.length ? ` at ${issue.path.join("/")}` : ""}: ${issue?.message ?? "not one of its forms"}`,
      );
    } catch (error) {
      return refuse(`: ${error instanceof Error ? error.message : "not JSON"}`);
    }
  })
  .optional()
  .describe('JSON: {"pointer":"/licence","op":"eq","value":"MIT"}, joined by {"and":[…]}, {"or":[…]}, {"not":…}');

/** What people type into a search. */
export const searched = z
  .string()
  .trim()
  .min(1)
  .max(SEARCHED_MAX)
  .refine((text) => !/\0|\p{Surrogate}/u.test(text), "no record holds such a text");

export const asOfQuery = { asOf };
export const exportQuery = { filter, asOf };
export const recordsQuery = {
  cursor,
  size: sizeParam,
  sort: z
    .union([z.enum(["createdAt", "updatedAt", "id"]), pointerShape])
    .optional()
    .describe("createdAt (default), updatedAt, id, or a JSON pointer; records without it come last"),
  sortAs: z
    .enum(["text", "number", "date"])
    .optional()
    .describe("How to order by a pointer; default as declared, or text"),
  sortDir,
  filter,
  q: searched
    .optional()
    .describe("Only records whose id or a value (text, number, true, false) holds this, in any case"),
  failing: flag.optional().describe("true: only records that fail the present schema; false: only the others"),
  asOf,
  includeTotalCount: v2List.includeTotalCount,
  countMax: whole(1, COUNT_MAX)
    .optional()
    .describe("Counts what the list has, up to that many; totalIsMore tells whether there are more"),
};

const schemaSource = {
  schema: jsonObject
    .nullish()
    .describe("A JSON Schema, draft 2020-12 or draft-07; nothing is required unless it says so"),
  sampleData: jsonObject.nullish().describe("One object to infer the schema from, instead of schema"),
  displayNameKey: z.string().nullish().describe("The top-level property a record is called by"),
  description: z.string().max(10_000).nullish(),
};
const name = z.string().trim().min(1).max(255);

export const connectionBody = z.object({
  name,
  providerTypes: z.array(z.string()).min(1).describe('["CUSTOM"]'),
  workspaceIds: z.array(idNumber).min(1).describe("There is one workspace, 1; any are accepted and stored"),
  ...schemaSource,
});
const identifierKey = z
  .string()
  .min(1)
  .max(255)
  .optional()
  .describe("The top-level property records are told apart by; default id");
export const ownConnectionBody = z.strictObject({ ...connectionBody.shape, identifierKey });
export const connectionUpdate = z.object({
  clientAlias: z.string().max(255).nullish(),
  description: z.string().max(10_000).nullish(),
});
export const resourceBody = z.strictObject({
  name,
  identifierKey,
  ...schemaSource,
});
export const filterField = z.strictObject({ pointer: pointerShape, type: z.enum(["text", "number", "date"]) });
const failingPolicy = z
  .enum(["refuse", "mark"])
  .describe("What becomes of rows that fail the schema: refused, or stored and marked");
const share = z.int().min(0).max(99).nullable();
const deletionGuard = share.describe(
  "The share of live records (percent) that an import, or a session completed here, may delete unconfirmed; null: any",
);
const sessionGuard = share.describe("The same for sessions that are completed at the vendor's addresses; null: any");
export const resourceUpdate = z.strictObject({
  name: name.optional(),
  description: z.string().max(10_000).nullish(),
  displayNameKey: z.string().nullish(),
  filterFields: z
    .array(filterField)
    .max(8)
    .optional()
    .describe("Fields that lists filter and sort by at speed: up to 4 of text, 4 of number or date"),
  lateAfterHours: z
    .int()
    .min(1)
    .max(8_760)
    .nullish()
    .describe("People are told when its source has not pushed for so many hours; null: never"),
  reasonRequired: z.boolean().optional().describe("Whether people must say why they change its records"),
  failingPolicy: failingPolicy.optional(),
  deletionGuard: deletionGuard.optional(),
  sessionGuard: sessionGuard.optional(),
});
export const keyBody = z.strictObject({
  name,
  permissions: z.array(permission).optional().describe("Default: all"),
  expiresAt: z.iso.datetime({ offset: true }).nullish(),
  addresses: z.array(z.string().max(64)).max(100).optional().describe("IPv4 or IPv6 addresses and CIDR ranges"),
  connectionIds: z.array(idNumber).min(1).max(1_000).nullish().describe("Kept to these connections"),
  ownerId: idNumber.nullish().describe("A person of the account, whose role bounds the key"),
});

// What is answered ---------------------------------------------------------------------------------------------------

export const problem = z.strictObject({ pointer: z.string(), keyword: z.string(), message: z.string() });

export const errorShape = z.strictObject({
  name: z.string(),
  statusCode: z.int(),
  message: z.string(),
  code: z.union([z.int(), z.literal("stale")]),
  requestId: z.string(),
  errors: z.array(problem).optional(),
});

const v1Time = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{6}$/);

const told = z.strictObject({ message: z.string(), code: z.int() });
const goodItem = (time: z.ZodType) =>
  z.strictObject({
    id: recordId,
    createdAt: time,
    updatedAt: time,
    statusCode: z.union([z.literal(200), z.literal(201)]),
    data: jsonObject.optional().describe("The record as stored; absent with Prefer: return=minimal"),
    warning: told.optional().describe("It fails the schema, and was stored and marked as the resource asks"),
  });

const badItem = z.strictObject({
  statusCode: z.literal(400),
  data: z.unknown().optional().describe("The row as sent"),
  error: told,
});

export const upsertV1 = z.union([goodItem(v1Time), z.array(z.union([goodItem(v1Time), badItem]))]);
export const upsertIso = z.union([goodItem(isoTime), z.array(z.union([goodItem(isoTime), badItem]))]);
export const createdV1 = goodItem(v1Time);
export const createdIso = goodItem(isoTime);

export const v1Updated = z.strictObject({
  id: z.union([z.int(), z.string()]).describe("A number where the id is a whole number, else text"),
});
export const document = z.looseObject({ openapi: z.string() });
export const nothing = z.strictObject({});

const erasedFacts = z
  .strictObject({
    at: isoTime,
    revision: z.int().describe("The change that erased it"),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe("Of the line that evidence has, or would have, of it"),
  })
  .optional()
  .describe("What is kept of an erased version");

export const recordItem = z.strictObject({
  id: recordId,
  attributes: jsonObject
    .nullable()
    .optional()
    .describe("The record; absent with Prefer: return=minimal; null: an archived session held it, and it was erased"),
  erased: erasedFacts,
  sessionId: z.string().nullable(),
  createdAt: isoTime,
  updatedAt: isoTime,
});

const pagination = z.strictObject({ cursor: z.string().nullable(), totalCount: z.int().optional() });
export const page = <Item extends z.ZodType>(item: Item) => z.strictObject({ data: z.array(item), pagination });
export const numbered = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ data: z.array(item), next: z.int().nullable() });

const resourceFields = {
  id: idNumber,
  name: z.string(),
  description: z.string().nullable(),
  schema: jsonObject,
  createdAt: isoTime,
  updatedAt: isoTime,
  deletedAt: isoTime.nullable(),
};

export const connection = z.strictObject({
  id: idNumber,
  clientAlias: z.string().nullable(),
  description: z.string().nullable(),
  providerTypes: z.array(z.string()),
  createdAt: isoTime,
  updatedAt: isoTime,
  createdById: idNumber.nullable(),
  customResources: z.array(z.strictObject(resourceFields)).optional(),
  createdByUser: z
    .strictObject({
      id: idNumber,
      email: z.string(),
      firstName: z.string(),
      lastName: z.string(),
      createdAt: isoTime,
      updatedAt: isoTime,
    })
    .optional(),
});
export const connectionsPage = page(connection);
export const recordsPage = page(recordItem);

export const resource = z.strictObject({
  ...resourceFields,
  connectionId: idNumber,
  identifierKey: z.string(),
  displayNameKey: z.string().nullable(),
  filterFields: z.array(filterField),
  schemaVersion: z.int(),
  revision: z.int(),
  recordCount: z.int(),
  lastPushAt: isoTime.nullable(),
  lateAfterHours: z.int().nullable(),
  reasonRequired: z.boolean(),
  failingPolicy,
  deletionGuard,
  sessionGuard,
  draftEdit: z.int().nullable().describe("The edit of its schema's draft; null when there is none"),
  fillingFields: z.array(z.string()).describe("Declared fields that a job still makes quick"),
});
export const resourcesList = z.strictObject({ data: z.array(resource) });

const ownRecord = z.strictObject({
  id: recordId,
  attributes: jsonObject.nullable().describe("null: this version was erased"),
  erased: erasedFacts,
  revision: z.int(),
  schemaVersion: z.int(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
const failing = z.boolean().describe("Whether it fails the present schema, by the check that follows a publication");
export const ownRecordsPage = z.strictObject({
  data: z.array(z.strictObject({ ...ownRecord.shape, failing })),
  revision: z.int(),
  pagination: z.strictObject({ ...pagination.shape, totalIsMore: z.boolean().optional() }),
});
export const judgedRecord = z.strictObject({
  ...ownRecord.shape,
  failing: z.boolean().describe("Whether it fails the present schema"),
  problems: z.array(problem).describe("What the present schema has against it"),
});
export const changedRecord = z.strictObject({ ...judgedRecord.shape, attributes: recordItem.shape.attributes });

export const actor = z.strictObject({ kind: z.string(), id: z.int().nullable(), label: z.string() });
export const originFields = { at: isoTime, actor, channel: z.string(), requestId: z.string() };
export const whyFields = {
  reason: z.string().nullable().describe("Why, in the words of who made the change"),
  jobId: z.int().nullable().describe("The job that made the change"),
};
export const changeMark = z.strictObject({ revision: z.int(), kind: z.string(), ...originFields, ...whyFields });

export const versionsPage = numbered(
  z.strictObject({
    ...ownRecord.shape,
    supersededBy: z.int().nullable(),
    madeBy: changeMark,
    endedBy: changeMark.nullable(),
  }),
);

const countFields = { created: z.int(), updated: z.int(), unchanged: z.int(), rejected: z.int() };
export const changesPage = numbered(
  z.strictObject({
    revision: z.int(),
    kind: z.string(),
    ...originFields,
    ...whyFields,
    schemaVersion: z.int(),
    ...countFields,
    deleted: z.int(),
  }),
);
export const pushesPage = numbered(
  z.strictObject({
    id: idNumber,
    revision: z.int().nullable().describe("null: nothing changed"),
    sessionId: z.string().nullable().describe("The upload session that it was staged in"),
    ...originFields,
    bodyBytes: z.int(),
    schemaVersion: z.int(),
    ...countFields,
    rejectedRows: z.array(
      z.strictObject({
        position: z.int(),
        id: z.string().nullable(),
        code: z.union([z.int(), z.string()]),
        message: z.string(),
      }),
    ),
  }),
);

const keyFields = {
  name: z.string(),
  prefix: z.string(),
  ownerId: idNumber.nullable(),
  permissions: z.array(permission),
  expiresAt: isoTime.nullable(),
  addresses: z.array(z.string()),
  connectionIds: z.array(idNumber).nullable(),
};
export const newKey = z.strictObject({ keyId: idNumber, apiKey: z.string().describe("Shown once"), ...keyFields });
export const rotatedKey = z.strictObject({ ...newKey.shape, replacesId: idNumber, oldExpiresAt: isoTime });
export const key = z.strictObject({
  id: idNumber,
  ...keyFields,
  createdAt: isoTime,
  createdBy: z.string(),
  revokedAt: isoTime.nullable(),
  lastUsedAt: isoTime.nullable(),
  lastRefusedAt: isoTime.nullable(),
  lastRefusedCause: z.string().nullable(),
  ownerEmail: z.string().nullable(),
  rotatedToId: idNumber.nullable().describe("The key that replaces it"),
  requests: z.strictObject({ today: z.int(), week: z.int() }),
  refusals: z.strictObject({ week: z.int() }),
});
export const keysList = numbered(key);
export const revokedKey = z.strictObject({ keyId: idNumber, revoked: z.literal(true) });

export const health = z.strictObject({
  status: z.literal("ok"),
  database: z.literal("ok"),
  version: z.string(),
  time: isoTime,
});
export const me = z.strictObject({
  accountId: idNumber,
  accountName: z.string(),
  plan: z.string(),
  actor,
  permissions: z.array(permission),
  connectionIds: z.array(idNumber).nullable(),
});
