import { accessExamples as examples } from "../examples/access";
import { row } from "../operation";
import * as shapes from "../shapes/access";

/** The account's own settings. */
export const accountOperations = {
  "api.account.get": row({
    method: "GET",
    path: "/api/account",
    summary: "Get the account",
    says: "Its name, time zone, plan, terms, limits, and whom alerts tell.",
    permission: "account-get",
    anyPlan: true,
    answers: { 200: { says: "The account", shape: shapes.account, example: examples.account } },
  }),
  "api.account.update": row({
    method: "PATCH",
    path: "/api/account",
    summary: "Change the account",
    says: "A new webhook address gets a new secret, shown once.",
    permission: "account-put",
    anyPlan: true,
    body: shapes.accountUpdate,
    request: examples.accountUpdate,
    answers: { 200: { says: "Changed", shape: shapes.changedAccount, example: examples.changedAccount } },
  }),
  "api.account.retention": row({
    method: "GET",
    path: "/api/account/retention",
    summary: "Try how long history is kept",
    says: "What a number of days would remove today, resource by resource; nothing is removed by asking.",
    permission: "account-put",
    anyPlan: true,
    query: shapes.retentionQuery,
    answers: { 200: { says: "What would go", shape: shapes.retentionPreview, example: examples.retentionPreview } },
  }),
  "api.account.testAlerts": row({
    method: "POST",
    path: "/api/account/alerts/test",
    summary: "Send a test alert",
    says: "By mail and by webhook, to whoever is set; answers what came of each.",
    permission: "account-put",
    anyPlan: true,
    answers: { 200: { says: "What came of it", shape: shapes.testedAlerts, example: examples.testedAlerts } },
  }),
  "api.account.terms": row({
    method: "POST",
    path: "/api/account/terms",
    summary: "Accept the API terms",
    says: "Or withdraw that: keys are answered 412 until somebody accepts them again.",
    permission: "account-put",
    anyPlan: true,
    body: shapes.termsBody,
    request: examples.terms,
    answers: { 200: { says: "The account", shape: shapes.account, example: examples.account } },
  }),
  "api.account.plan": row({
    method: "POST",
    path: "/api/account/plan",
    summary: "Set the plan",
    says: "The basic plan has no Custom Connections: requests for them are answered 402.",
    permission: "account-put",
    anyPlan: true,
    body: shapes.planBody,
    request: examples.plan,
    answers: { 200: { says: "The account", shape: shapes.account, example: examples.account } },
  }),
} as const;
