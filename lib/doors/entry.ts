import { openInstallation } from "@/lib/accounts/first-run/first-run";
import { acceptInvitation, openInvitation } from "@/lib/accounts/invitations/accept";
import { signInMethods } from "@/lib/accounts/methods";
import { askForReset, confirmReset } from "@/lib/accounts/resets/reset";
import { json } from "@/lib/contract/answer";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { ok } from "./bindings";

export const entryDoors = {
  "api.sign-in-methods": open("api.sign-in-methods", () => signInMethods(), ok),
  "api.password-reset.ask": open(
    "api.password-reset.ask",
    (ctx, { body }) => askForReset(ctx, body),
    () => json(202, {}),
  ),
  "api.password-reset.confirm": open("api.password-reset.confirm", (ctx, { body }) => confirmReset(ctx, body), ok),
  "api.invitation.open": open("api.invitation.open", (ctx, { body }) => openInvitation(ctx, body), ok),
  "api.invitation.accept": open(
    "api.invitation.accept",
    (ctx, { body }) => acceptInvitation(ctx, body, ctx.signInId === undefined ? undefined : ctx.actor.label),
    ok,
  ),
  "api.first-run": open("api.first-run", (ctx, { body }) => openInstallation(ctx, body), ok),
} satisfies Partial<Record<OperationId, Door>>;
