import { signingExamples as examples } from "../examples/signing";
import { row } from "../operation";
import * as shapes from "../shapes/signing";

/** The keys that evidence is signed with. */
export const signingOperations = {
  "api.key-set": row({
    method: "GET",
    path: "/.well-known/jwks.json",
    summary: "The keys that evidence is checked by",
    says: "The public keys of every account of this installation as a JSON Web Key Set; a revoked one says since when and why.",
    permission: null,
    answers: { 200: { says: "The keys", shape: shapes.keySet, example: examples.keySet } },
  }),
  "api.signing-keys.list": row({
    method: "GET",
    path: "/api/signing-keys",
    summary: "List signing keys",
    says: "Newest first: the one that signs now, and those that did.",
    permission: "evidence-get",
    answers: { 200: { says: "The keys", shape: shapes.signingKeys, example: examples.signingKeys } },
  }),
  "api.signing-keys.rotate": row({
    method: "POST",
    path: "/api/signing-keys/rotate",
    summary: "Make a new signing key",
    says: "The old one signs no more and its private half is thrown away; what it signed stays good.",
    permission: "signing-keys-manage",
    conflicts: true,
    answers: { 201: { says: "The new key", shape: shapes.signingKey, example: examples.signingKey } },
  }),
  "api.signing-key.revoke": row({
    method: "POST",
    path: "/api/signing-keys/{kid}/revoke",
    summary: "Revoke a signing key",
    says: "Whoever checks what it signed is told; the next signature makes a new key. Again changes nothing.",
    permission: "signing-keys-manage",
    body: shapes.revocation,
    request: examples.revocation,
    answers: { 200: { says: "Revoked", shape: shapes.signingKey, example: examples.revokedKey } },
  }),
} as const;
