const at = "2026-11-23T12:00:00.000Z";

const person = {
  id: 2,
  email: "ada@example.com",
  firstName: "Ada",
  lastName: "Byron",
  role: "auditor",
  connectionRoles: [{ connectionId: 1, role: "contributor" }],
  twoFactor: true,
  lastSeenAt: at,
  keys: 1,
  joinedAt: at,
};
const account = {
  id: 1,
  name: "Acme",
  timeZone: "Europe/Berlin",
  plan: "custom-connections",
  termsAcceptedAt: at,
  ratePerMinute: null,
  limits: {
    bodyBytesMax: 26_214_400,
    recordsPerRequestMax: 10_000,
    recordBytesMax: 1_048_576,
    recordDepthMax: 64,
    schemaBytesMax: 262_144,
    ratePerMinute: 6_000,
  },
  retention: { historyDays: null, startsAt: null },
  alerts: { emails: ["grc@example.com"], webhookUrl: "https://hooks.example.com/attestry", mailConfigured: true },
};
const entry = {
  id: "audit-81",
  at,
  actor: { kind: "person", id: 2, label: "ada@example.com" },
  action: "key.create",
  target: "key 12",
  channel: "api",
  requestId: "3f1c7f0e",
  details: { name: "ci", permissions: ["custom-connections-data-post"] },
  resource: null,
};

/** What OpenAPI shows of people, accounts and the audit trail. */
export const accessExamples = {
  person,
  people: { data: [person] },
  personUpdate: { role: "auditor", connectionRoles: [{ connectionId: 1, role: "contributor" }] },
  removedPerson: { personId: 2, removed: true, endedKeys: [12] },
  endedSignIns: { ended: 2 },
  accessReview: {
    account: { id: 1, name: "Acme" },
    at,
    roles: [{ role: "guest", says: "Sees only the connections given to them", permissions: ["account-get"] }],
    people: [
      {
        ...person,
        permissions: ["custom-connections-get"],
        connections: [
          { id: 1, name: "Software inventory", role: "contributor", permissions: ["custom-connections-data-post"] },
        ],
      },
    ],
    keys: [
      {
        id: 12,
        name: "ci",
        prefix: "att_Zk3v9QpL",
        ownerEmail: "ada@example.com",
        scopes: ["custom-connections-get", "custom-connections-data-post"],
        permissions: ["custom-connections-get"],
        connectionIds: [1],
        addresses: ["10.0.0.0/8"],
        createdAt: at,
        createdBy: "admin command",
        expiresAt: null,
        revokedAt: null,
        lastUsedAt: at,
      },
    ],
  },
  accessReviewCsv: "kind,id,name,role,…\nperson,2,ada@example.com,auditor,…\n",
  keyActivity: {
    days: [{ day: "2026-11-23", requests: 1_204, refusals: 3 }],
    causes: [{ cause: "lacks custom-connections-data-post", count: 3, lastAt: at, address: "10.0.0.7" }],
  },
  rotation: { overlapHours: 24 },
  account,
  retentionPreview: {
    historyDays: 365,
    versions: 1_204,
    resources: [
      { connectionId: 1, resourceId: 1, name: "Packages", versions: 1_204, readableFrom: { revision: 310, at } },
    ],
  },
  accountUpdate: { name: "Acme", timeZone: "Europe/Berlin", webhookUrl: "https://hooks.example.com/attestry" },
  changedAccount: { ...account, webhookSecret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
  testedAlerts: {
    email: { outcome: "sent", message: "sent to grc@example.com" },
    webhook: { outcome: "failed", message: "The receiver answered 500" },
  },
  terms: { accepted: true },
  plan: { plan: "custom-connections" },
  auditPage: { data: [entry], pagination: { cursor: null, searchedTo: null } },
  auditLine: entry,
  auditCsv: "at,actor,action,target,…\n2026-11-23T12:00:00.000Z,ada@example.com,key.create,key 12,…\n",
  auditActions: { data: ["key.create", "records.upsert"] },
} as const;
