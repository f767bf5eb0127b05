import { accessExamples as examples } from "../examples/access";
import { row } from "../operation";
import * as shapes from "../shapes/access";

/** People of an account and what they may do. */
export const peopleOperations = {
  "api.people.list": row({
    method: "GET",
    path: "/api/people",
    summary: "List people",
    says: "Everybody who belongs to the account: role, roles on single connections, last seen, keys that work.",
    permission: "members-get",
    anyPlan: true,
    answers: { 200: { says: "All of them", shape: shapes.people, example: examples.people } },
  }),
  "api.person.update": row({
    method: "PATCH",
    path: "/api/people/{personId}",
    summary: "Change a person's roles",
    says: "Bites within a second, their keys included. The last admin stays one.",
    permission: "members-put",
    conflicts: true,
    anyPlan: true,
    body: shapes.personUpdate,
    request: examples.personUpdate,
    answers: { 200: { says: "Changed", shape: shapes.person, example: examples.person } },
  }),
  "api.person.remove": row({
    method: "DELETE",
    path: "/api/people/{personId}",
    summary: "Remove a person",
    says: "Ends their access and revokes their keys, at once. What they did stays in history. The last admin stays.",
    permission: "members-delete",
    conflicts: true,
    anyPlan: true,
    answers: { 200: { says: "Removed", shape: shapes.removedPerson, example: examples.removedPerson } },
  }),
  "api.person.signOut": row({
    method: "DELETE",
    path: "/api/people/{personId}/sign-ins",
    summary: "End a person's sign-ins",
    says: "On every device, within a second. They can sign in again.",
    permission: "members-put",
    anyPlan: true,
    answers: { 200: { says: "How many ended", shape: shapes.endedSignIns, example: examples.endedSignIns } },
  }),
  "api.access.export": row({
    method: "GET",
    path: "/api/access-export",
    summary: "Export who can do what",
    says: "For the access review: people, roles, connections, permissions, keys and last use. Needs `members-get`, too.",
    permission: "keys-get",
    anyPlan: true,
    query: shapes.accessReviewQuery,
    answers: {
      200: {
        says: "The review, as of now",
        shape: shapes.accessReview,
        example: examples.accessReview,
        or: { "text/csv": examples.accessReviewCsv },
      },
    },
  }),
} as const;
