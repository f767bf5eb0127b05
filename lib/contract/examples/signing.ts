const at = "2026-11-27T12:00:00.000Z";
const kid = "7f3ac1d5b6e08f4e2b9a1c3d5e7f90123456789abcdef0123456789abcdef012";

const signingKey = {
  kid,
  algorithm: "Ed25519",
  status: "signing",
  inSetting: false,
  publicKeyPem:
    "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n",
  createdAt: at,
  createdBy: "ada@example.com",
  retiredAt: null,
  revokedAt: null,
  revokedBy: null,
  revokeReason: null,
};

/** What OpenAPI shows of signing keys. */
export const signingExamples = {
  signingKey,
  signingKeys: { data: [signingKey], inSetting: null },
  revocation: { reason: "A copy of the database was lost" },
  revokedKey: {
    ...signingKey,
    status: "revoked",
    revokedAt: at,
    revokedBy: "ada@example.com",
    revokeReason: "A copy of the database was lost",
  },
  keySet: {
    keys: [
      {
        kty: "OKP",
        crv: "Ed25519",
        x: "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE",
        kid,
        alg: "EdDSA",
        use: "sig",
        account: 1,
        created_at: at,
      },
    ],
  },
};
