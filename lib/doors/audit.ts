import { exportAudit } from "@/lib/accounts/audit/export-audit";
import { auditActions, listAudit } from "@/lib/accounts/audit/list-audit";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { attached, ok } from "./bindings";

export const auditDoors = {
  "api.audit.list": open("api.audit.list", (ctx, { query }) => listAudit(ctx, query), ok),
  "api.audit.export": open(
    "api.audit.export",
    (ctx, { query }) => exportAudit(ctx, query),
    ({ stream, fileName, mediaType }) => ({ status: 200, body: stream, headers: attached(fileName, mediaType) }),
  ),
  "api.audit.actions": open("api.audit.actions", (ctx) => auditActions(ctx), ok),
} satisfies Partial<Record<OperationId, Door>>;
