const hold = { since: "2026-11-24T09:00:00.000Z", by: "ada@example.com", reason: "Inquiry 2026-17" };

const link = {
  id: 3,
  label: "Q4 audit, Ms Okafor",
  status: "open",
  createdAt: "2026-11-24T09:05:00.000Z",
  createdBy: "ada@example.com",
  expiresAt: "2026-12-01T09:05:00.000Z",
  revokedAt: null,
  revokedBy: null,
  openings: 2,
  downloads: 1,
  lastUsedAt: "2026-11-25T14:30:00.000Z",
};

const token = `1.${"x".repeat(43)}`;

/** What is done with evidence that is there: kept, held, shared. */
export const evidenceCareExamples = {
  hold: { on: true, reason: hold.reason },
  held: { id: 7, keepUntil: null, legalHold: hold },
  keep: { until: "2033-11-24T00:00:00.000Z" },
  kept: { id: 7, keepUntil: "2033-11-24T00:00:00.000Z", legalHold: null },
  link: { label: link.label, hours: 168 },
  newLink: { ...link, openings: 0, downloads: 0, lastUsedAt: null, url: `http://127.0.0.1:3000/auditor/${token}` },
  links: { data: [link] },
  acts: {
    data: [
      {
        id: 512,
        at: "2026-11-25T14:30:00.000Z",
        action: "evidence.link-download",
        actor: { kind: "link", id: 3, label: link.label },
        channel: "api",
        details: { file: "records.csv", address: "203.0.113.7" },
      },
    ],
    next: null,
  },
};
