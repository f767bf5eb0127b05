import { signInExamples as examples } from "../examples/sign-in";
import { row } from "../operation";
import * as shapes from "../shapes/sign-in";

const self = { permission: null, person: true } as const;

/** What a signed-in person does about themselves. */
export const profileOperations = {
  "api.profile.get": row({
    method: "GET",
    path: "/api/profile",
    summary: "Get one's own profile",
    says: "Names, how one signs in, and the accounts one belongs to.",
    ...self,
    answers: { 200: { says: "The person", shape: shapes.profile, example: examples.profile } },
  }),
  "api.profile.update": row({
    method: "PATCH",
    path: "/api/profile",
    summary: "Change one's own names",
    says: "What is not sent stays as it is.",
    ...self,
    body: shapes.profileChange,
    request: examples.names,
    answers: { 200: { says: "Changed", shape: shapes.profile, example: examples.profile } },
  }),
  "api.profile.password": row({
    method: "POST",
    path: "/api/profile/password",
    summary: "Set another password",
    says: "Ends all other sign-ins of the person.",
    ...self,
    body: shapes.passwordChange,
    request: examples.password,
    answers: { 200: { says: "Set", shape: shapes.passwordChanged, example: examples.passwordChanged } },
  }),
  "api.profile.sign-ins.list": row({
    method: "GET",
    path: "/api/profile/sign-ins",
    summary: "List where one is signed in",
    says: "Newest first.",
    ...self,
    answers: { 200: { says: "The open sign-ins", shape: shapes.signInsList, example: examples.signIns } },
  }),
  "api.profile.sign-ins.end": row({
    method: "DELETE",
    path: "/api/profile/sign-ins",
    summary: "End all other sign-ins",
    says: "All but the one that asks.",
    ...self,
    answers: { 200: { says: "Ended", shape: shapes.signInsEnded, example: examples.ended } },
  }),
  "api.profile.sign-in.end": row({
    method: "DELETE",
    path: "/api/profile/sign-ins/{signInId}",
    summary: "End one sign-in",
    says: "At once, everywhere.",
    ...self,
    answers: { 204: { says: "Ended" } },
  }),
  "api.profile.second-factor.begin": row({
    method: "POST",
    path: "/api/profile/two-factor",
    summary: "Begin with an authenticator app",
    says: "Answers the secret that the app takes; nothing is asked for until a code was right.",
    ...self,
    answers: { 200: { says: "The secret", shape: shapes.secondFactorBegun, example: examples.secondFactor } },
  }),
  "api.profile.second-factor.confirm": row({
    method: "POST",
    path: "/api/profile/two-factor/confirm",
    summary: "Confirm an authenticator app",
    says: "From now on a code is asked for at each sign-in. The recovery codes are shown once.",
    ...self,
    body: shapes.codeBody,
    request: examples.code,
    answers: { 200: { says: "Confirmed", shape: shapes.recoveryCodes, example: examples.recoveryCodes } },
  }),
  "api.profile.second-factor.remove": row({
    method: "POST",
    path: "/api/profile/two-factor/remove",
    summary: "Remove the authenticator app",
    says: "By one of a code, a recovery code and the password.",
    ...self,
    body: shapes.secondFactorProof,
    request: examples.code,
    answers: { 200: { says: "Removed", shape: shapes.nothing, example: {} } },
  }),
  "api.profile.recovery-codes": row({
    method: "POST",
    path: "/api/profile/recovery-codes",
    summary: "Make new recovery codes",
    says: "They are shown once; the old ones are void.",
    ...self,
    body: shapes.codeBody,
    request: examples.code,
    answers: { 200: { says: "The codes", shape: shapes.recoveryCodes, example: examples.recoveryCodes } },
  }),
} as const;
