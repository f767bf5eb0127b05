import { signInExamples as examples } from "../examples/sign-in";
import { row } from "../operation";
import * as shapes from "../shapes/sign-in";

/** Invitations into the account. */
export const invitationsOperations = {
  "api.invitations.list": row({
    method: "GET",
    path: "/api/invitations",
    summary: "List invitations",
    says: "Newest first, those that were accepted too; never their links.",
    permission: "members-get",
    anyPlan: true,
    answers: { 200: { says: "The invitations", shape: shapes.invitationsList, example: examples.invitations } },
  }),
  "api.invitations.create": row({
    method: "POST",
    path: "/api/invitations",
    summary: "Invite somebody",
    says: "Answers the link, and mails it where there is a mail server. An earlier one for that address is void.",
    permission: "members-post",
    anyPlan: true,
    body: shapes.invitationBody,
    request: examples.invitation,
    answers: { 201: { says: "Invited", shape: shapes.newInvitation, example: examples.newInvitation } },
  }),
  "api.invitation.delete": row({
    method: "DELETE",
    path: "/api/invitations/{invitationId}",
    summary: "Take an invitation back",
    says: "Its link leads nowhere from then on.",
    permission: "members-post",
    anyPlan: true,
    answers: { 204: { says: "Taken back" } },
  }),
} as const;
