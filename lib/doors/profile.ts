import { changePassword } from "@/lib/accounts/profile/password";
import { readProfile, updateProfile } from "@/lib/accounts/profile/profile";
import { endOtherSignIns, endOwnSignIn, listSignIns } from "@/lib/accounts/profile/sign-ins";
import * as secondFactor from "@/lib/accounts/second-factor/second-factor";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { none, ok } from "./bindings";

export const profileDoors = {
  "api.profile.get": open("api.profile.get", (ctx) => readProfile(ctx), ok),
  "api.profile.update": open("api.profile.update", (ctx, { body }) => updateProfile(ctx, body), ok),
  "api.profile.password": open("api.profile.password", (ctx, { body }) => changePassword(ctx, body), ok),
  "api.profile.sign-ins.list": open(
    "api.profile.sign-ins.list",
    (ctx) => listSignIns(ctx),
    (data) => ok({ data }),
  ),
  "api.profile.sign-ins.end": open("api.profile.sign-ins.end", (ctx) => endOtherSignIns(ctx), ok),
  "api.profile.sign-in.end": open(
    "api.profile.sign-in.end",
    (ctx, { params }) => endOwnSignIn(ctx, params.signInId),
    none,
  ),
  "api.profile.second-factor.begin": open(
    "api.profile.second-factor.begin",
    (ctx) => secondFactor.beginSecondFactor(ctx),
    ok,
  ),
  "api.profile.second-factor.confirm": open(
    "api.profile.second-factor.confirm",
    (ctx, { body }) => secondFactor.confirmSecondFactor(ctx, body),
    ok,
  ),
  "api.profile.second-factor.remove": open(
    "api.profile.second-factor.remove",
    (ctx, { body }) => secondFactor.removeSecondFactor(ctx, body),
    ok,
  ),
  "api.profile.recovery-codes": open(
    "api.profile.recovery-codes",
    (ctx, { body }) => secondFactor.renewRecoveryCodes(ctx, body),
    ok,
  ),
} satisfies Partial<Record<OperationId, Door>>;
