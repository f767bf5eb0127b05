/** What OpenAPI shows of comparisons. */
export const compareExamples = {
  comparison: { from: 12, to: 40, touched: 96, counts: { created: 40, changed: 31, deleted: 2 } },
  compare: { from: "2026-10-01", to: "2026-11-01", format: "csv" },
  comparedRecords: {
    data: [
      {
        id: "react",
        kind: "changed",
        beforeRevision: 12,
        afterRevision: 31,
        attributes: null,
        fields: [{ kind: "changed", pointer: "/version", before: "19.3.0", after: "19.3.1" }],
      },
    ],
    next: null,
  },
};
