import { whoAmI } from "@/lib/accounts/me";
import { openapi } from "@/lib/contract/openapi";
import type { OperationId } from "@/lib/contract/operations";
import { version } from "@/lib/contract/version";
import { limits } from "@/lib/db/env";
import { pingDatabase } from "@/lib/db/health";
import { open, type Door } from "@/lib/guard/door";
import { ok } from "./bindings";

export const serviceDoors = {
  "api.health": open(
    "api.health",
    async () => {
      await pingDatabase();
      return { status: "ok", database: "ok", version, time: new Date().toISOString() };
    },
    ok,
  ),
  "api.openapi": open(
    "api.openapi",
    async () => limits(),
    (set, { baseUrl }) => ok(openapi(set, baseUrl)),
  ),
  "api.me": open("api.me", (ctx) => whoAmI(ctx), ok),
} satisfies Partial<Record<OperationId, Door>>;
