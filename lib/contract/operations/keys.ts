import { examples } from "../examples";
import { accessExamples } from "../examples/access";
import { row } from "../operation";
import * as shapes from "../shapes";
import * as access from "../shapes/access";

/** API keys. */
export const keysOperations = {
  "api.keys.list": row({
    method: "GET",
    path: "/api/keys",
    summary: "List API keys",
    says: "Oldest first: what they may do, when they were last used, and why they were last refused.",
    permission: "keys-get",
    anyPlan: true,
    query: shapes.afterQuery,
    answers: { 200: { says: "A page", shape: shapes.keysList, example: examples.keys } },
  }),
  "api.keys.create": row({
    method: "POST",
    path: "/api/keys",
    summary: "Create an API key",
    says: "The key is shown once. It cannot hold what its maker does not hold.",
    permission: "keys-post",
    anyPlan: true,
    body: shapes.keyBody,
    request: examples.newKeyBody,
    answers: { 201: { says: "Created", shape: shapes.newKey, example: examples.newKey } },
  }),
  "api.key.get": row({
    method: "GET",
    path: "/api/keys/{keyId}",
    summary: "Get an API key",
    says: "Never its secret.",
    permission: "keys-get",
    anyPlan: true,
    answers: { 200: { says: "The key", shape: shapes.key, example: examples.key } },
  }),
  "api.key.revoke": row({
    method: "DELETE",
    path: "/api/keys/{keyId}",
    summary: "Revoke an API key",
    says: "At once, everywhere; again changes nothing.",
    permission: "keys-delete",
    anyPlan: true,
    answers: { 200: { says: "Revoked", shape: shapes.revokedKey, example: examples.revokedKey } },
  }),
  "api.key.activity": row({
    method: "GET",
    path: "/api/keys/{keyId}/activity",
    summary: "What a key did",
    says: "Requests and refusals of each day in the account's time zone, and the true causes that callers are not told.",
    permission: "keys-get",
    anyPlan: true,
    query: access.activityQuery,
    answers: { 200: { says: "Its days", shape: access.keyActivity, example: accessExamples.keyActivity } },
  }),
  "api.key.rotate": row({
    method: "POST",
    path: "/api/keys/{keyId}/rotate",
    summary: "Rotate an API key",
    says: "A new key that may do the same, shown once; the old one works on for the hours you set, then ends.",
    permission: "keys-post",
    anyPlan: true,
    body: access.rotation,
    request: accessExamples.rotation,
    answers: { 201: { says: "Created", shape: shapes.rotatedKey, example: examples.rotatedKey } },
  }),
} as const;
