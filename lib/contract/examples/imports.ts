const at = "2026-11-26T12:00:00.000Z";
const sha256 = "9138457aa9976913ea3feeae8719c363c406f35d8773bb6ba8e2b78b8ba5d905";

const mapping = {
  columns: [
    { column: 0, name: "ID", pointer: "/id", coerce: "text" },
    { column: 1, name: "Signed", pointer: "/signedAt", coerce: "date", dateOrder: "dmy" },
  ],
  constants: [{ pointer: "/source", value: "HR" }],
  blanksAsNull: false,
};

const planned = {
  id: 4,
  fileName: "trainings.csv",
  bytes: 5_210,
  received: 5_210,
  sha256,
  sameAs: null,
  status: "planned",
  error: null,
  jobId: 31,
  done: 126,
  total: 126,
  read: {
    format: "csv",
    encoding: "utf-8",
    delimiter: ",",
    quote: '"',
    headerRow: 1,
    sheet: null,
    sheets: [],
  },
  mapping,
  mappingFrom: "suggested",
  mode: "replace",
  bad: "skip",
  plan: {
    baseRevision: 12,
    liveRecords: 140,
    rows: 126,
    create: 3,
    update: 20,
    unchanged: 100,
    delete: 38,
    skip: 0,
    reject: 3,
    moved: false,
    replanned: null,
    confirmDeletes: 38,
  },
  revision: null,
  counts: null,
  rolledBack: null,
  createdBy: { kind: "person", id: 3, label: "ada@example.com" },
  createdAt: at,
  committedAt: null,
  canCommit: true,
  canRollBack: false,
};

const problem = {
  pointer: "/signedAt",
  column: 1,
  message: 'must match format "date"',
  cause: "5f0c1a2b",
  suggestion: null,
};

const causes = [
  {
    cause: "5f0c1a2b",
    pointer: "/signedAt",
    column: 1,
    keyword: "format",
    message: 'must match format "date"',
    suggestion: null,
    count: 3,
    ranges: [
      [17, 18],
      [40, 40],
    ],
    more: false,
  },
];

const profile = { id: 2, name: "Monthly export of HR", createdBy: "ada@example.com", updatedAt: at };

/** Requests to copy and answers of the operations on imports. */
export const importsExamples = {
  file: "ID,Signed\r\n7,24.11.2026\r\n",
  import: planned,
  moving: { ...planned, status: "committing", done: 0, canCommit: false },
  list: { data: [planned], next: null },
  change: { read: { headerRow: 2 }, mode: "replace", bad: "skip" },
  sample: {
    columns: [
      { column: 0, name: "ID", samples: ["7", "8"] },
      { column: 1, name: "Signed", samples: ["24.11.2026", "25.11.2026"] },
    ],
    rows: [
      {
        line: 2,
        cells: ["7", "24.11.2026"],
        record: { id: "7", signedAt: "2026-11-24", source: "HR" },
        coercions: [{ column: 1, pointer: "/signedAt", from: "24.11.2026", to: "2026-11-24" }],
        problems: [],
      },
    ],
  },
  rows: {
    data: [
      {
        line: 2,
        position: 2_097_152,
        id: "7",
        displayName: null,
        kind: "update",
        changes: [{ pointer: "/signedAt", before: "2026-11-23", after: "2026-11-24" }],
        cells: ["7", "2026-11-24"],
        text: null,
        fixed: false,
        problems: [],
      },
      {
        line: 17,
        position: 17_825_792,
        id: "22",
        displayName: null,
        kind: "reject",
        changes: [],
        cells: ["22", "soon"],
        text: null,
        fixed: false,
        problems: [problem],
      },
    ],
    next: null,
  },
  causes: { data: causes },
  fixes: { fixes: [{ line: 17, column: 1, value: "24.11.2026" }] },
  fixCause: { cause: "5f0c1a2b", value: "2026-11-24" },
  causeFixed: { import: planned, mended: 3, next: null },
  report: {
    import: { ...planned, status: "committed", revision: 13, canCommit: false, canRollBack: true, committedAt: at },
    connectionId: 1,
    resourceId: 1,
    resource: "Trainings",
    schemaVersion: 2,
    causes,
    rejectedRows: [{ line: 17, id: "22", problems: [problem] }],
    madeAt: at,
  },
  profileBody: { name: "Monthly export of HR" },
  profile,
  profiles: { data: [profile] },
} as const;
