import { keyActivity } from "@/lib/accounts/activity/key-activity";
import { createKey } from "@/lib/accounts/create-key";
import { getKey, listKeys } from "@/lib/accounts/read-keys";
import { revokeKey } from "@/lib/accounts/revoke-key";
import { rotateKey } from "@/lib/accounts/rotate-key";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { created, ok } from "./bindings";

export const keysDoors = {
  "api.keys.list": open(
    "api.keys.list",
    (ctx, { query }) => listKeys(ctx, query),
    ({ keys, next }) => ok({ data: keys, next }),
  ),
  "api.keys.create": open(
    "api.keys.create",
    (ctx, { body }) => createKey(ctx, { ...body, accountId: ctx.accountId }),
    ({ accountId: _accountId, ...key }) => created(key),
  ),
  "api.key.get": open("api.key.get", (ctx, { params }) => getKey(ctx, params.keyId), ok),
  "api.key.revoke": open(
    "api.key.revoke",
    (ctx, { params }) => revokeKey(ctx, { keyId: params.keyId, accountId: ctx.accountId }),
    ok,
  ),
  "api.key.activity": open(
    "api.key.activity",
    (ctx, { params, query }) => keyActivity(ctx, params.keyId, query.days),
    ok,
  ),
  "api.key.rotate": open(
    "api.key.rotate",
    (ctx, { params, body }) => rotateKey(ctx, params.keyId, body),
    ({ accountId: _accountId, ...key }) => created(key),
  ),
} satisfies Partial<Record<OperationId, Door>>;
