const at = "2026-11-23T12:00:00.000Z";
const key = { kind: "key", id: 1, label: "ci" };
const person = { kind: "person", id: 4, label: "ana@example.com" };
const attributes = { id: "left-pad", name: "left-pad", version: "1.3.0" };

export const recordExamples = {
  erase: { reason: "Asked for by the person it is about" },
  erased: {
    id: "ada",
    revision: 42,
    versions: 3,
    importsCanceled: 0,
    exportsRemoved: 1,
    answersRemoved: 0,
    evidence: 2,
  },
  revert: { revision: 9, reason: "The licence was misread" },
  provenance: {
    id: "react",
    revision: 12,
    createdAt: at,
    updatedAt: at,
    madeBy: {
      revision: 12,
      kind: "records.upsert",
      at,
      actor: key,
      channel: "v1",
      requestId: "3f1c7f0e",
      reason: null,
      jobId: null,
    },
    lastConfirmedAt: at,
    lastConfirmedBy: key,
    lastConfirmedThrough: "v1",
    pushId: 31,
  },
  deletedPage: {
    data: [
      {
        id: "left-pad",
        attributes,
        revision: 7,
        deletedRevision: 11,
        deletedAt: at,
        deletedBy: person,
        channel: "api",
        reason: "No longer shipped",
        jobId: null,
      },
    ],
    next: null,
  },
  restore: { ids: ["left-pad", "kleur"] },
  restored: {
    revision: 13,
    restored: 1,
    restoredIds: ["left-pad"],
    refused: [{ id: "kleur", message: "It is not in the trash" }],
  },
} as const;
