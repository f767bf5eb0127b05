/**
 * Every refusal there is: status, code, name and the words the caller reads. Codes 28022, 26430 and 10000 are the
 * vendor's; the others are ours. Log, answers, OpenAPI and tests read this table.
 */
export const errors = {
  malformed: { status: 400, code: 40000, name: "MalformedBody", message: "The body could not be read" },
  invalid: { status: 400, code: 40001, name: "InvalidRequest", message: "The request is not valid" },
  invalidId: { status: 400, code: 40002, name: "InvalidIdentifier", message: "The identifier is not valid" },
  recordTooLarge: { status: 400, code: 40003, name: "RecordTooLarge", message: "The record is too large" },
  recordTooDeep: { status: 400, code: 40004, name: "RecordTooDeep", message: "The record is nested too deeply" },
  notAnObject: { status: 400, code: 40005, name: "RecordNotAnObject", message: "A record is a JSON object" },
  invalidSchema: { status: 400, code: 40006, name: "InvalidSchema", message: "The schema is not a valid JSON Schema" },
  reasonRequired: {
    status: 400,
    code: 40008,
    name: "ReasonRequired",
    message: "This resource asks people why they change its records: send the reason in x-change-reason",
  },
  hiddenValue: {
    status: 400,
    code: 40020,
    name: "HiddenValue",
    message: `"•••" stands for a sensitive value that you may not read, and there is no stored value to keep in its place: send the value itself, or leave it out`,
  },
  recordFailsSchema: { status: 400, code: 28022, name: "SchemaValidationFailed", message: "Schema validation failed" },
  noAuthorization: { status: 401, code: 26430, name: "Unauthorized", message: "Invalid Authorization" },
  keyRefused: { status: 401, code: 10000, name: "Unauthorized", message: "Invalid Authorization" },
  signInEnded: { status: 401, code: 40101, name: "SignInEnded", message: "Your sign-in has ended; sign in again" },
  planLacksFeature: {
    status: 402,
    code: 40200,
    name: "PaymentRequired",
    message: "You must upgrade your plan to use this feature",
  },
  forbidden: { status: 403, code: 40300, name: "Forbidden", message: "You are not allowed to perform this action" },
  crossSite: {
    status: 403,
    code: 40301,
    name: "CrossSite",
    message: "Another site asked for this with your cookie; only pages of this installation may change something",
  },
  personOnly: {
    status: 403,
    code: 40302,
    name: "PersonOnly",
    message: "An API key cannot do this for a person; sign in and do it yourself",
  },
  notFound: { status: 404, code: 40400, name: "NotFound", message: "Not Found" },
  methodNotAllowed: { status: 405, code: 40500, name: "MethodNotAllowed", message: "Method Not Allowed" },
  conflict: { status: 409, code: 40900, name: "Conflict", message: "This contradicts what is already there" },
  inFlight: {
    status: 409,
    code: 40901,
    name: "RequestInFlight",
    message: "A request with this Idempotency-Key is still being worked on; ask again in a moment",
  },
  termsNotAccepted: {
    status: 412,
    code: 41200,
    name: "TermsNotAccepted",
    message: "You must accept the terms and conditions to use the API",
  },
  stale: {
    status: 412,
    code: "stale",
    name: "Stale",
    message: "Somebody changed this since you read it; read it again and decide anew",
  },
  tooLarge: { status: 413, code: 41300, name: "PayloadTooLarge", message: "The file was too large to upload" },
  tooManyRecords: { status: 413, code: 41301, name: "PayloadTooLarge", message: "Too many records in one request" },
  unsupportedMedia: {
    status: 415,
    code: 41500,
    name: "UnsupportedMediaType",
    message: "Send application/json or application/x-ndjson, plain or gzip",
  },
  keyReused: {
    status: 422,
    code: 42200,
    name: "IdempotencyKeyReused",
    message: "This Idempotency-Key was used with another request; take a new one",
  },
  deletionsUnconfirmed: {
    status: 422,
    code: 42201,
    name: "DeletionsUnconfirmed",
    message: "This would delete more records than may go unconfirmed; send confirmDeletes with their number",
  },
  emptySession: {
    status: 422,
    code: 42202,
    name: "EmptySession",
    message: "Cannot complete a session with no data records",
  },
  needsIfMatch: {
    status: 428,
    code: 42800,
    name: "PreconditionRequired",
    message: "Replacing needs If-Match with the ETag you read, so that nobody's work is overwritten unseen",
  },
  tooManyRequests: { status: 429, code: 42900, name: "TooManyRequests", message: "Too many requests" },
  internal: { status: 500, code: 50000, name: "InternalServerError", message: "Internal server error" },
  busy: {
    status: 503,
    code: 50300,
    name: "ServiceUnavailable",
    message: "Too much is waiting for its turn here; nothing was written, try again after Retry-After seconds",
  },
  databaseAway: {
    status: 503,
    code: 50301,
    name: "ServiceUnavailable",
    message: "The database cannot be reached at the moment; try again after Retry-After seconds",
  },
} as const;

export type ErrorKind = keyof typeof errors;

export type Problem = { pointer: string; keyword: string; message: string };

type Details = {
  message?: string;
  headers?: Record<string, string>;
  errors?: readonly Problem[];
  cause?: string;
  because?: unknown;
};

/** A refusal on its way to the caller. cause and because are for the log and the key's page, never for the answer. */
export class Refusal extends Error {
  readonly attestry = "refusal";
  readonly kind: ErrorKind;
  readonly headers: Record<string, string>;
  readonly errors?: readonly Problem[];
  readonly told?: string;

  constructor(kind: ErrorKind, details: Details = {}) {
    super(details.message ?? errors[kind].message, { cause: details.because });
    this.kind = kind;
    this.headers = details.headers ?? {};
    this.errors = details.errors;
    this.told = details.cause;
  }
}

/** Whether an error is one of ours; by its mark, since several copies of this module live in one process. */
export function isRefusal(error: unknown): error is Refusal {
  return typeof error === "object" && error !== null && "attestry" in error && error.attestry === "refusal";
}

/** The body every face answers a refusal with. */
export function errorBody(refusal: Refusal, requestId: string) {
  const { status, code, name } = errors[refusal.kind];
  const body = { name, statusCode: status, message: refusal.message, code, requestId };
  return refusal.errors?.length ? { ...body, errors: refusal.errors } : body;
}
