import { invite, listInvitations, takeInvitationBack } from "@/lib/accounts/invitations/invite";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { created, none, ok } from "./bindings";

export const invitationsDoors = {
  "api.invitations.list": open(
    "api.invitations.list",
    (ctx) => listInvitations(ctx),
    (data) => ok({ data }),
  ),
  "api.invitations.create": open("api.invitations.create", (ctx, { body }) => invite(ctx, body), created),
  "api.invitation.delete": open(
    "api.invitation.delete",
    (ctx, { params }) => takeInvitationBack(ctx, params.invitationId),
    none,
  ),
} satisfies Partial<Record<OperationId, Door>>;
