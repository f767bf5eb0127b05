import { signInExamples as examples } from "../examples/sign-in";
import { row } from "../operation";
import * as shapes from "../shapes/sign-in";

/** How people come in who are not in yet: without an account, limited by their address. */
export const entryOperations = {
  "api.sign-in-methods": row({
    method: "GET",
    path: "/api/sign-in-methods",
    summary: "How may people sign in?",
    says: "What the sign-in page offers. Signing in itself is at /api/auth, for browsers.",
    permission: null,
    answers: { 200: { says: "The ways", shape: shapes.signInMethods, example: examples.methods } },
  }),
  "api.password-reset.ask": row({
    method: "POST",
    path: "/api/password-resets",
    summary: "Ask for a link to set a new password",
    says: "It is mailed to the person, if there is one; the answer is the same for everybody.",
    permission: null,
    body: shapes.resetBody,
    request: examples.email,
    answers: { 202: { says: "Heard", shape: shapes.nothing, example: {} } },
  }),
  "api.password-reset.confirm": row({
    method: "POST",
    path: "/api/password-resets/confirm",
    summary: "Set a new password by a link",
    says: "The link works once, within an hour; all sign-ins of the person end.",
    permission: null,
    body: shapes.resetConfirmBody,
    request: examples.reset,
    answers: { 200: { says: "Set", shape: shapes.emailOnly, example: examples.email } },
  }),
  "api.invitation.open": row({
    method: "POST",
    path: "/api/invitations/open",
    summary: "Look at an invitation by its link",
    says: "Who invites whom into what; the link stays good.",
    permission: null,
    body: shapes.invitationTokenBody,
    request: examples.token,
    answers: { 200: { says: "The invitation", shape: shapes.openInvitation, example: examples.openInvitation } },
  }),
  "api.invitation.accept": row({
    method: "POST",
    path: "/api/invitations/accept",
    summary: "Accept an invitation by its link",
    says: "Somebody new sets a password; somebody known is signed in as that address, or shows their password.",
    permission: null,
    maybePerson: true,
    body: shapes.acceptBody,
    request: examples.accept,
    answers: { 200: { says: "A member now", shape: shapes.joined, example: examples.joined } },
  }),
  "api.first-run": row({
    method: "POST",
    path: "/api/first-run",
    summary: "Open a new installation",
    says: "Makes the first account and its admin by the token in the server's log, while nobody is here yet.",
    permission: null,
    body: shapes.firstRunBody,
    request: examples.firstRun,
    answers: { 200: { says: "Opened", shape: shapes.joined, example: examples.joined } },
  }),
} as const;
