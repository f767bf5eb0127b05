import { z } from "zod";
import { everyPermission, roles, type Permission, type Role } from "../permissions";

const idNumber = z.int().positive();
const isoTime = z.iso.datetime();
const count = z.int().nonnegative();
const role = z.enum(Object.keys(roles) as [Role, ...Role[]]);
const permission = z.enum(everyPermission as [Permission, ...Permission[]]);
const connectionRole = z.strictObject({ connectionId: idNumber, role });

// People -----------------------------------------------------------------------------------------------------------

export const personUpdate = z.strictObject({
  role: role.optional(),
  connectionRoles: z
    .array(connectionRole)
    .max(1_000)
    .optional()
    .describe("Every connection on which another role counts; those left out follow the role in the account"),
});

const personFields = {
  id: idNumber,
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  role,
  connectionRoles: z.array(connectionRole),
  twoFactor: z.boolean(),
  lastSeenAt: isoTime.nullable(),
  keys: count.describe("Keys of theirs that work"),
  joinedAt: isoTime,
};
export const person = z.strictObject(personFields);
export const people = z.strictObject({ data: z.array(person) });
export const removedPerson = z.strictObject({
  personId: idNumber,
  removed: z.literal(true),
  endedKeys: z.array(idNumber).describe("Keys that were theirs and are revoked now"),
});
export const endedSignIns = z.strictObject({ ended: count });

export const accessReviewQuery = { format: z.enum(["csv", "json"]).default("json") };
export const accessReview = z.strictObject({
  account: z.strictObject({ id: idNumber, name: z.string() }),
  at: isoTime,
  roles: z.array(z.strictObject({ role, says: z.string(), permissions: z.array(permission) })),
  people: z.array(
    z.strictObject({
      ...personFields,
      permissions: z.array(permission),
      connections: z.array(
        z.strictObject({ id: idNumber, name: z.string().nullable(), role, permissions: z.array(permission) }),
      ),
    }),
  ),
  keys: z.array(
    z.strictObject({
      id: idNumber,
      name: z.string(),
      prefix: z.string(),
      ownerEmail: z.string().nullable(),
      scopes: z.array(permission),
      permissions: z.array(permission).describe("The scopes that its owner's role leaves"),
      connectionIds: z.array(idNumber).nullable(),
      addresses: z.array(z.string()),
      createdAt: isoTime,
      createdBy: z.string(),
      expiresAt: isoTime.nullable(),
      revokedAt: isoTime.nullable(),
      lastUsedAt: isoTime.nullable(),
    }),
  ),
});

// Keys -------------------------------------------------------------------------------------------------------------

export const activityQuery = {
  days: z
    .string()
    .regex(/^\d{1,2}$/, "a whole number from 1 to 90")
    .transform(Number)
    .pipe(z.number().min(1).max(90))
    .default(14),
};
export const keyActivity = z.strictObject({
  days: z.array(z.strictObject({ day: z.iso.date(), requests: count, refusals: count })),
  causes: z.array(
    z.strictObject({
      cause: z.string().describe("revoked, expired, address, terms, plan, rate, or lacks and a permission"),
      count,
      lastAt: isoTime,
      address: z.string().nullable().describe("Where the last of them came from"),
    }),
  ),
});
export const rotation = z.strictObject({
  overlapHours: z.int().min(0).max(720).describe("How long the old key still works; 0 ends it at once"),
});

// Account ----------------------------------------------------------------------------------------------------------

const HISTORY_DAYS_MAX = 36_500;

export const accountUpdate = z.strictObject({
  name: z.string().trim().min(1).max(255).optional(),
  timeZone: z.string().min(1).max(64).optional().describe("A name of the IANA database, like Europe/Berlin"),
  alertEmails: z.array(z.email().max(254)).max(20).optional(),
  webhookUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullish()
    .describe("Where alerts are posted; null ends that. A new address gets a new secret"),
  historyDays: z
    .int()
    .min(1)
    .max(HISTORY_DAYS_MAX)
    .nullish()
    .describe("Versions that were superseded so many days ago are removed, from a day after this was set; null: never"),
});
export const retentionQuery = {
  historyDays: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, `a whole number of days from 1 to ${HISTORY_DAYS_MAX}`)
    .transform(Number)
    .pipe(z.number().max(HISTORY_DAYS_MAX)),
};
export const retentionPreview = z.strictObject({
  historyDays: z.int(),
  versions: z.int().describe("How many versions would be removed today"),
  resources: z.array(
    z.strictObject({
      connectionId: idNumber,
      resourceId: idNumber,
      name: z.string(),
      versions: z.int(),
      readableFrom: z
        .strictObject({ revision: z.int(), at: isoTime })
        .describe("The oldest moment that stays readable"),
    }),
  ),
});
export const account = z.strictObject({
  id: idNumber,
  name: z.string(),
  timeZone: z.string(),
  plan: z.enum(["custom-connections", "basic"]),
  termsAcceptedAt: isoTime.nullable(),
  ratePerMinute: z.int().nullable().describe("null: as the installation has it; 0: no limit"),
  limits: z.strictObject({
    bodyBytesMax: count,
    recordsPerRequestMax: count,
    recordBytesMax: count,
    recordDepthMax: count,
    schemaBytesMax: count,
    ratePerMinute: count,
  }),
  retention: z.strictObject({
    historyDays: z.int().nullable().describe("null: history is kept for ever"),
    startsAt: isoTime.nullable().describe("When the present number begins, or began, to hold"),
  }),
  alerts: z.strictObject({
    emails: z.array(z.string()),
    webhookUrl: z.string().nullable(),
    mailConfigured: z.boolean(),
  }),
});
export const changedAccount = z.strictObject({
  ...account.shape,
  webhookSecret: z.string().optional().describe("Verifies what is posted; shown once, when the address was set"),
});
export const termsBody = z.strictObject({ accepted: z.boolean() });
const tested = z.strictObject({ outcome: z.enum(["sent", "failed", "none"]), message: z.string() });
export const testedAlerts = z.strictObject({ email: tested, webhook: tested });
export const planBody = z.strictObject({ plan: z.enum(["custom-connections", "basic"]) });

// Audit ------------------------------------------------------------------------------------------------------------

const auditFilters = {
  from: z.iso.datetime({ offset: true }).optional().describe("From this time on"),
  to: z.iso.datetime({ offset: true }).optional().describe("Before this time"),
  action: z.string().max(2_000).optional().describe("One action, or several separated by commas"),
  actor: z.string().max(255).optional().describe("A part of the actor's name, or kind:id like person:4 or key:12"),
  q: z.string().max(255).optional().describe("A part of target, request id, reason or details, in any letter case"),
};
export const auditQuery = {
  ...auditFilters,
  cursor: z.string().min(1).max(4_000).optional().describe("From the page before; null there means the end"),
  size: z
    .string()
    .regex(/^\d{1,3}$/, "a whole number from 1 to 500")
    .transform(Number)
    .pipe(z.number().min(1).max(500))
    .default(50),
};
export const auditExportQuery = { ...auditFilters, format: z.enum(["csv", "jsonl"]).default("csv") };
export const auditPage = z.strictObject({
  data: z.array(
    z.strictObject({
      id: z.string(),
      at: isoTime,
      actor: z.strictObject({ kind: z.string(), id: z.int().nullable(), label: z.string() }),
      action: z.string(),
      target: z.string(),
      channel: z.string(),
      requestId: z.string(),
      details: z.record(z.string(), z.unknown()),
      resource: z
        .strictObject({ connectionId: idNumber, resourceId: idNumber, name: z.string() })
        .nullable()
        .describe("What a Change was made to"),
    }),
  ),
  pagination: z.strictObject({
    cursor: z.string().nullable(),
    searchedTo: isoTime.nullable().describe("Set where a search stopped to answer in time; the cursor goes on there"),
  }),
});
export const auditActions = z.strictObject({ data: z.array(z.string()) });
