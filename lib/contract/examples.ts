const at = "2026-11-23T12:00:00.000Z";
const v1At = "2026-11-23 12:00:00.000000";

const attributes = { id: "react", name: "react", version: "19.3.1", licence: "MIT" };
const schema = {
  type: "object",
  required: ["name"],
  properties: { name: { type: "string" }, version: { type: "string" }, licence: { type: "string" } },
};

const item = { id: "react", createdAt: at, updatedAt: at, sessionId: null, attributes };
const ownItem = { id: "react", attributes, revision: 12, schemaVersion: 1, createdAt: at, updatedAt: at };
const actor = { kind: "key", id: 1, label: "ci" };
const mark = { revision: 12, kind: "records.upsert", at, actor, channel: "v1", requestId: "3f1c7f0e" };
const why = { reason: "The licence was misread", jobId: null };

const resource = {
  id: 1,
  name: "Software inventory",
  description: null,
  schema,
  createdAt: at,
  updatedAt: at,
  deletedAt: null,
};
const ownResource = {
  ...resource,
  connectionId: 1,
  identifierKey: "id",
  displayNameKey: "name",
  filterFields: [{ pointer: "/licence", type: "text" }],
  schemaVersion: 1,
  revision: 12,
  recordCount: 1048,
  lastPushAt: at,
  lateAfterHours: 26,
  reasonRequired: false,
  failingPolicy: "refuse",
  deletionGuard: 20,
  sessionGuard: null,
  draftEdit: null,
  fillingFields: [],
};
const connection = {
  id: 1,
  clientAlias: "Software inventory",
  description: null,
  providerTypes: ["CUSTOM"],
  createdAt: at,
  updatedAt: at,
  createdById: 1,
};
const keyFields = {
  name: "ci",
  prefix: "att_Zk3v9QpL",
  ownerId: null,
  permissions: ["custom-connections-data-post"],
  expiresAt: null,
  addresses: ["10.0.0.0/8"],
  connectionIds: [1],
};
const key = {
  id: 1,
  ...keyFields,
  createdAt: at,
  createdBy: "admin command",
  revokedAt: null,
  lastUsedAt: at,
  lastRefusedAt: null,
  lastRefusedCause: null,
  ownerEmail: null,
  rotatedToId: null,
  requests: { today: 1_204, week: 8_410 },
  refusals: { week: 0 },
};
const newKey = { keyId: 1, apiKey: "att_Zk3v9QpLx0nW5rT8uY2aB4cD6eF7gH1iJ3kL5mN7oP", ...keyFields };
const page = { data: [item], pagination: { cursor: null, totalCount: 1 } };
const counts = { created: 1, updated: 0, unchanged: 0, rejected: 1 };

/** What OpenAPI shows for each operation: a request to copy and the answer it gets. Tests hold them to the shapes. */
export const examples = {
  oneRecord: { data: attributes },
  manyRecords: { data: [attributes, { id: "left-pad", version: "1.3.0" }] },
  change: { data: { version: "19.3.2" } },
  upsertedV1: { id: "react", createdAt: v1At, updatedAt: v1At, statusCode: 201, data: attributes },
  upserted: { id: "react", createdAt: at, updatedAt: at, statusCode: 201, data: attributes },
  bulkV1: [
    { id: "react", createdAt: v1At, updatedAt: v1At, statusCode: 200, data: attributes },
    {
      statusCode: 400,
      data: { id: "left-pad", version: "1.3.0" },
      error: {
        message: `Schema validation failed for data: [{"":"must have required property 'name'"}]`,
        code: 28022,
      },
    },
  ],
  bulk: [{ id: "react", createdAt: at, updatedAt: at, statusCode: 200, data: attributes }],
  updatedV1: { id: "react" },
  nothing: {},
  item,
  recordsPage: page,
  ownItem,
  judgedItem: { ...ownItem, failing: false, problems: [] },
  ownRecordsPage: { data: [{ ...ownItem, failing: false }], revision: 12, pagination: { cursor: null } },
  exportLine: { id: "react", attributes, revision: 12, createdAt: at, updatedAt: at },
  versions: { data: [{ ...ownItem, supersededBy: null, madeBy: { ...mark, ...why }, endedBy: null }], next: null },
  changes: { data: [{ ...mark, ...why, schemaVersion: 1, ...counts, deleted: 0 }], next: null },
  pushes: {
    data: [
      {
        id: 3,
        revision: 12,
        sessionId: null,
        at,
        actor,
        channel: "v1",
        requestId: "3f1c7f0e",
        bodyBytes: 512,
        schemaVersion: 1,
        ...counts,
        rejectedRows: [{ position: 1, id: "left-pad", code: 28022, message: "Schema validation failed for data: […]" }],
      },
    ],
    next: null,
  },
  newConnection: {
    name: "Software inventory",
    providerTypes: ["CUSTOM"],
    workspaceIds: [1],
    schema,
    displayNameKey: "name",
  },
  connection,
  connectionWithResources: { ...connection, customResources: [resource] },
  connectionsPage: { data: [connection], pagination: { cursor: null } },
  connectionChange: { clientAlias: "Packages", description: "What we ship" },
  newResource: { name: "Packages", sampleData: { name: "react", version: "19.3.1" } },
  ownResource,
  resources: { data: [ownResource] },
  resourceChange: { filterFields: [{ pointer: "/licence", type: "text" }] },
  newKeyBody: {
    name: "ci",
    permissions: ["custom-connections-data-post"],
    addresses: ["10.0.0.0/8"],
    connectionIds: [1],
  },
  newKey,
  rotatedKey: { ...newKey, keyId: 2, replacesId: 1, oldExpiresAt: at },
  key,
  keys: { data: [key], next: null },
  revokedKey: { keyId: 1, revoked: true },
  health: { status: "ok", database: "ok", version: "0.1.0", time: at },
  me: {
    accountId: 1,
    accountName: "Acme",
    plan: "custom-connections",
    actor,
    permissions: ["custom-connections-get"],
    connectionIds: null,
  },
} as const;
