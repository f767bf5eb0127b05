import { changePerson } from "@/lib/accounts/people/change-person";
import { listPeople } from "@/lib/accounts/people/list-people";
import { removePerson } from "@/lib/accounts/people/remove-person";
import { reviewAccess, reviewCsv } from "@/lib/accounts/people/access-review";
import { endSignInsOf } from "@/lib/accounts/people/end-sign-ins-of";
import { json } from "@/lib/contract/answer";
import type { OperationId } from "@/lib/contract/operations";
import { open, type Door } from "@/lib/guard/door";
import { attached, ok } from "./bindings";

export const peopleDoors = {
  "api.people.list": open("api.people.list", (ctx) => listPeople(ctx), ok),
  "api.person.update": open(
    "api.person.update",
    (ctx, { params, body }) => changePerson(ctx, params.personId, body),
    ok,
  ),
  "api.person.remove": open("api.person.remove", (ctx, { params }) => removePerson(ctx, params.personId), ok),
  "api.person.signOut": open("api.person.signOut", (ctx, { params }) => endSignInsOf(ctx, params.personId), ok),
  "api.access.export": open(
    "api.access.export",
    (ctx, { query }) => reviewAccess(ctx, query.format),
    ({ review, format, fileName }) =>
      format === "csv"
        ? { status: 200, body: reviewCsv(review), headers: attached(fileName, "text/csv; charset=utf-8") }
        : json(200, review, attached(fileName)),
  ),
} satisfies Partial<Record<OperationId, Door>>;
