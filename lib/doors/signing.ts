import type { OperationId } from "@/lib/contract/operations";
import { keySet, listSigningKeys } from "@/lib/evidence/signing/read";
import { revokeSigningKey } from "@/lib/evidence/signing/revoke";
import { rotateSigningKey } from "@/lib/evidence/signing/rotate";
import { open, type Door } from "@/lib/guard/door";
import { created, ok } from "./bindings";

export const signingDoors = {
  "api.key-set": open("api.key-set", () => keySet(), ok),
  "api.signing-keys.list": open("api.signing-keys.list", (ctx) => listSigningKeys(ctx), ok),
  "api.signing-keys.rotate": open("api.signing-keys.rotate", (ctx) => rotateSigningKey(ctx), created),
  "api.signing-key.revoke": open(
    "api.signing-key.revoke",
    (ctx, { params, body }) => revokeSigningKey(ctx, params.kid, body),
    ok,
  ),
} satisfies Partial<Record<OperationId, Door>>;
