const at = "2026-11-23T12:00:00.000Z";
const hash = "9c1d2b6a54a2c0a1f3a7d4f0b8a5e1c6d9f2837465a1b2c3d4e5f60718293a4b";

const schema = {
  type: "object",
  required: ["name"],
  properties: { name: { type: "string" }, version: { type: "string" }, licence: { type: "string" } },
};
const next = { ...schema, required: ["name", "licence"] };
const reason = { reason: "Every package needs a licence from now on" };
const keys = { identifierKey: "id", displayNameKey: "name" };
const version = {
  version: 2,
  hash,
  schemaText: JSON.stringify(schema),
  schema,
  ...keys,
  revision: 12,
  ...reason,
  restoredFrom: null,
  createdAt: at,
  createdBy: "ci",
};
const steps = [{ kind: "default", pointer: "/licence", value: "unknown" }];
const filterFields = [{ pointer: "/licence", type: "text" }];
const problem = { pointer: "", keyword: "required", message: "must have required property 'licence'" };

/** What OpenAPI shows of schemas. */
export const schemaExamples = {
  reason,
  schemaBody: { schema },
  version,
  schemaVersions: { data: [version], next: null },
  difference: {
    kind: "breaking",
    entries: [
      {
        pointer: "/licence",
        schemaPointer: "/required",
        schema: "after",
        effect: "breaking",
        says: '"licence" becomes required',
        because: "Records without it would be refused",
      },
    ],
    cut: false,
  },
  draftBody: { schema: next, ...keys, filterFields, steps },
  draft: {
    edit: 7,
    baseVersion: 2,
    presentVersion: 2,
    schema: next,
    schemaText: JSON.stringify(next),
    ...keys,
    filterFields,
    steps,
    updatedAt: at,
    updatedBy: "grc@example.com",
    hasImpact: true,
  },
  draftPreview: {
    among: 5_000,
    rows: [
      {
        id: "left-pad",
        before: { id: "left-pad", name: "left-pad" },
        after: { id: "left-pad", name: "left-pad", licence: "unknown" },
        problems: [],
      },
    ],
  },
  impact: {
    jobId: 9,
    status: "done",
    edit: 7,
    draftEdit: 7,
    fromRevision: 40,
    toRevision: 40,
    revision: 41,
    checked: 1_048,
    records: 1_048,
    failing: 31,
    mended: 1,
    migrated: 0,
    causes: [{ ...problem, count: 31, examples: ["left-pad"] }],
    keyless: 0,
    duplicateKeys: 0,
    updatedAt: at,
  },
  impactRecords: {
    data: [{ id: "left-pad", displayName: "left-pad", revision: 3, problems: [problem] }],
    next: null,
  },
};
