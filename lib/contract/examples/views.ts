const at = "2026-11-23T12:00:00.000Z";

const view = {
  id: 3,
  name: "Copyleft",
  query: "sort=-updatedAt&q=GPL",
  shared: true,
  ownerId: 4,
  mine: true,
  updatedAt: at,
};

const days = Array.from({ length: 14 }, (_, back) => ({
  day: `2026-11-${String(10 + back).padStart(2, "0")}`,
  pushes: 1,
  accepted: 716,
  rejected: 0,
}));

export const viewExamples = {
  view,
  views: { data: [view] },
  newView: { name: "Copyleft", query: "sort=-updatedAt&q=GPL", shared: true },
  viewChange: { name: "Copyleft licences" },
  found: {
    connections: [{ id: 1, name: "Software inventory" }],
    resources: [{ connectionId: 1, id: 1, name: "Software inventory" }],
    records: [
      { connectionId: 1, resourceId: 1, resourceName: "Software inventory", id: "sonner", displayName: "sonner" },
    ],
  },
  overview: {
    connections: [
      {
        id: 1,
        clientAlias: "Software inventory",
        resources: [
          {
            id: 1,
            name: "Software inventory",
            recordCount: 716,
            lastPushAt: at,
            lateAfterHours: 26,
            late: false,
            failing: { count: 2, more: false, checking: false },
            pushesPerDay: days,
          },
        ],
      },
    ],
    recentChanges: [
      {
        connectionId: 1,
        resourceId: 1,
        resourceName: "Software inventory",
        revision: 12,
        kind: "records.upsert",
        at,
        actor: { kind: "key", id: 1, label: "ci" },
        channel: "v1",
        requestId: "3f1c7f0e",
        reason: null,
        jobId: null,
        schemaVersion: 1,
        created: 1,
        updated: 0,
        unchanged: 715,
        deleted: 0,
        rejected: 0,
      },
    ],
  },
};
