const counts = { audit: 812, change: 5_204, evidence: 12, schema: 9 };
const unsealed = { audit: 1, change: 0, evidence: 0, schema: 0 };
const hash = "5c0e8ab9c7f1d2a3b4958677c8d9e0f11223344556677889900aabbccddeeff0";
const kid = "b1946ac92492d2347c6235b4d2611184cf3f2a7e5d1c0b9a8f7e6d5c4b3a2918";

/** What OpenAPI shows of the audit chain. */
export const chainExamples = {
  status: {
    sealedTo: { link: 6_037, at: "2026-11-23T12:00:03.120Z" },
    unsealed,
    checkpoint: { link: 6_030, at: "2026-11-23T11:59:40.001Z", hash, kid },
    webhook: { link: 6_030, at: "2026-11-23T11:59:41.217Z", error: null },
    check: {
      intact: false,
      at: "2026-11-23T11:11:02.000Z",
      fullAt: "2026-11-23T11:11:02.000Z",
      completeUpTo: { link: 6_021, at: "2026-11-23T11:10:58.771Z" },
      checkpoint: { link: 6_018, at: "2026-11-23T11:10:41.503Z", outside: true },
      counts: { links: 6_021, records: 148_201, erased: 2, removedByRetention: 0 },
      unsealed,
      problemCount: 2,
      problems: [
        { kind: "changed", says: "Audit entry 81 was changed after it was sealed", auditId: 81 },
        {
          kind: "changed",
          says: 'Record "left-pad" of resource 1 at revision 3: the live record is not the one that was sealed',
          connectionId: 1,
          resourceId: 1,
          revision: 3,
          recordId: "left-pad",
        },
      ],
      seconds: 1.204,
    },
  },
  checkpoints: {
    data: [
      {
        account: 1,
        at: "2026-11-23T11:59:40.001200Z",
        counts,
        format: "attestry-checkpoint/1",
        hash,
        kid,
        ordinal: 6_030,
        signature: "6nq2…Bg==",
        publicKey: "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA…\n-----END PUBLIC KEY-----\n",
      },
    ],
    next: null,
  },
  line: `{"link":[1,"audit",0,81,"${hash}",0,"e3b0c442…","2026-11-23T12:00:03.120404Z"],"hash":"${hash}","text":"[…]"}`,
  verifier: "node verify-chain.mjs chain.ndjson",
};
