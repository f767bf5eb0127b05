import { z } from "zod";
import { errors } from "./errors";
import { examples } from "./examples";
import { faceOf, operationIds, operationOf, type Operation } from "./operations";
import { permissions } from "./permissions";
import { errorShape, idParam } from "./shapes";
import { kid } from "./shapes/signing";
import { version } from "./version";

type Limits = {
  bodyBytesMax: number;
  recordsPerRequestMax: number;
  recordBytesMax: number;
  recordDepthMax: number;
  schemaBytesMax: number;
  ratePerMinute: number;
};

type Json = Record<string, unknown>;

const tags = {
  v1: "The vendor's first edition: scripts written for it need only this base URL.",
  v2: "The vendor's second edition.",
  api: "Ours: everything the pages do, scripts can do too.",
};

/** The whole document: OpenAPI 3.1 of the operations table, with an example per operation. */
export function openapi(limits: Limits, baseUrl: string): Json {
  const paths: Record<string, Json> = {};
  for (const id of operationIds) {
    const operation = operationOf(id);
    const path = (paths[operation.path] ??= {});
    path[operation.method.toLowerCase()] = { operationId: id, ...operationObject(operation) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Attestry",
      version,
      summary: "Push any record, prove it later.",
      description: describeLimits(limits),
      license: { name: "AGPL-3.0-only", identifier: "AGPL-3.0-only" },
    },
    servers: [{ url: baseUrl, description: "This installation" }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key, shown once when it was made." },
        signIn: {
          type: "apiKey",
          in: "cookie",
          name: "attestry.sign-in",
          description:
            "The cookie of a signed-in person, whose account is named by the header x-account-id (or account in the query). " +
            "Behind https its name begins with __Host-. What changes something must come from a page of this installation.",
        },
      },
      schemas: { Error: jsonSchema(errorShape, "output") },
      responses: Object.fromEntries(documentedStatuses().map((status) => [`Error${status}`, errorResponse(status)])),
    },
  };
}

function describeLimits(limits: Limits): string {
  return [
    "Limits of this installation:",
    `- a body has at most ${limits.bodyBytesMax} bytes after decompression and ${limits.recordsPerRequestMax} records`,
    `- a record has at most ${limits.recordBytesMax} bytes and ${limits.recordDepthMax} levels`,
    `- a schema has at most ${limits.schemaBytesMax} bytes`,
    limits.ratePerMinute === 0
      ? "- requests are not limited"
      : `- a key may ask ${limits.ratePerMinute} times a minute`,
    "",
    "Bodies may be sent with Content-Encoding: gzip. POST heeds Idempotency-Key; writes of records heed",
    "Prefer: return=minimal and ?dryRun=true. Every answer carries X-Request-Id.",
  ].join("\n");
}

function operationObject(operation: Operation): Json {
  const { permission, also } = operation;
  const unkeyed = operation.person ? "Needs a signed-in person." : "Needs no key.";
  const needs = permission ? `Needs *${permissions[permission].label}* (\`${permission}\`).` : unkeyed;
  const elsewhere = also ? `Also answers at ${also.map((path) => `\`${path}\``).join(" and ")}.` : "";
  return {
    tags: [faceOf(operation.path)],
    summary: operation.summary,
    description: [operation.says, needs, elsewhere].filter(Boolean).join("\n\n"),
    ...securityOf(operation),
    parameters: parametersOf(operation),
    ...(operation.body !== undefined && { requestBody: requestBody(operation) }),
    responses: { ...successes(operation), ...refusals(operation) },
  };
}

/** Who may ask: a key everywhere, a signed-in person on our own face, nobody in particular where nothing is needed. */
function securityOf({ permission, person, path }: Operation): Json {
  if (person) return { security: [{ signIn: [] }] };
  if (permission === null) return { security: [] };
  return faceOf(path) === "api" ? { security: [{ key: [] }, { signIn: [] }] } : {};
}

function parametersOf({ path, query = {}, method, permission, ifMatch, body, later }: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    ...stepOf(name),
  }));
  const inQuery = Object.entries(jsonSchema(z.object(query), "input").properties ?? {}).map(([name, schema]) => {
    const { description, ...rest } = schema as Json;
    return { name, in: "query", required: false, ...(description !== undefined && { description }), schema: rest };
  });
  const inHeader = [
    method === "POST" &&
      permission !== null &&
      header("Idempotency-Key", "The same request again gets the same answer for 24 hours", false, 255),
    ifMatch && header("If-Match", "The ETag that was read", ifMatch === "required"),
    faceOf(path) === "api" &&
      method !== "GET" &&
      header("X-Change-Reason", "Why, percent-encoded as UTF-8; kept with the change and shown in history", false),
    ...(body === "records" && faceOf(path) === "v1" ? sessionHeaders : []),
    (body === "records" || body === "record") &&
      header("Prefer", "return=minimal leaves the records out of the answer", false),
    later && header("Prefer", "respond-async: a job does it, and the answer is the job", false),
  ].filter((each) => each !== false && each !== undefined);
  return [...inPath, ...inQuery, ...inHeader];
}

const sessionHeaders = [
  header("x-session-id", "Stages the records in the upload session of that name; false or empty: in none", false, 64),
  header("x-session-complete", "true: completes the session after the records of this body", false),
  header("x-session-abort", "true: cancels the session after the records of this body", false),
];

/** What stands in a step of the path. */
function stepOf(name: string): Json {
  if (name === "signInId") return { description: "The id of the sign-in", schema: { type: "string", format: "uuid" } };
  if (name === "kid") return { description: "What the signing key is called", schema: jsonSchema(kid, "input") };
  if (name === "sessionId") {
    return {
      description: "What its caller calls the session, or its number where sessions of the account are read",
      schema: { type: "string", pattern: "^[A-Za-z0-9_-]{1,64}$" },
    };
  }
  if (name === "fileName") {
    return {
      description: "A name that the evidence lists",
      schema: { type: "string", pattern: "^[A-Za-z0-9_.-]{1,200}$" },
    };
  }
  if (name === "token") {
    return { description: "What the auditor link carries", schema: { type: "string", pattern: "^\\d+\\.[\\w-]{43}$" } };
  }
  if (name !== "recordId") {
    return { description: `The number of the ${name.replace(/Id$/, "")}`, schema: jsonSchema(idParam, "input") };
  }
  const description = "The record's identifier, percent-encoded once";
  return { description, schema: { type: "string", minLength: 1, maxLength: 255 } };
}

function header(name: string, description: string, required: boolean, maxLength?: number): Json {
  return { name, in: "header", required, description, schema: { type: "string", ...(maxLength && { maxLength }) } };
}

const record = { type: "object", additionalProperties: true, description: "Any JSON object that the schema accepts" };

function requestBody({ body, request, bodyOptional }: Operation): Json {
  if (body === "records") {
    const data = { oneOf: [record, { type: "array", items: record }], description: "One record, or many" };
    return {
      required: true,
      content: {
        "application/json": { schema: envelope(data), example: request },
        "application/x-ndjson": { schema: record, example: examples.oneRecord.data },
      },
    };
  }
  if (body === "file") {
    // Media types carry no schema of bytes; whatever type is sent, the file is told by its content.
    return {
      required: false,
      content: { "application/octet-stream": { schema: { type: "string", format: "binary" }, example: request } },
    };
  }
  const schema = body === "record" || body === undefined ? envelope(record) : jsonSchema(body, "input");
  return { required: bodyOptional !== true, content: { "application/json": { schema, example: request } } };
}

function envelope(data: Json): Json {
  return { type: "object", required: ["data"], properties: { data } };
}

function successes({ answers, ifMatch }: Operation): Json {
  const entries = Object.entries(answers).map(
    ([status, { says, shape, example, type = "application/json", or = {} }]) => {
      const schema = shape ? jsonSchema(shape, "output") : { type: "string" };
      // A line of NDJSON is documented as the text that it is.
      const shown = shape ? example : JSON.stringify(example);
      const texts = Object.entries(or).map(([name, text]) => [name, { schema: { type: "string" }, example: text }]);
      const media = { [type]: { schema, example: shown }, ...(Object.fromEntries(texts) as Json) };
      const content = shape || example !== undefined ? { content: media } : {};
      const tagged =
        ifMatch && status === "200"
          ? { headers: { ETag: { description: "For If-Match", schema: { type: "string" } } } }
          : {};
      return [status, { description: says, ...tagged, ...content }];
    },
  );
  return Object.fromEntries(entries) as Json;
}

/** The refusals an operation can answer with, from what it takes. */
export function refusalStatuses({
  permission,
  person,
  maybePerson,
  conflicts,
  path,
  query,
  body,
  method,
  ifMatch,
}: Operation): number[] {
  const statuses = new Set([405, 500, 503]);
  const add = (when: unknown, ...more: number[]) => when && more.forEach((status) => statuses.add(status));
  add(permission, 401, 402, 403, 412, 429);
  add(person, 401, 403, 429);
  // Without an account: limited by address and e-mail address, and led to by links that are dead one day.
  add(!permission && !person && method === "POST", 404, 429);
  add(maybePerson, 403);
  add(!permission && person && method === "POST", 409);
  // A person may name an account that is not theirs.
  add(permission && faceOf(path) === "api", 404);
  add(path.includes("{"), 400, 404);
  add(query || faceOf(path) === "api", 400);
  add(body, 400, 413, 415);
  add(method === "POST" && permission, 400, 409, 422);
  add(conflicts, 409);
  add(ifMatch === "required", 428);
  return [...statuses].sort();
}

function refusals(operation: Operation): Json {
  const entries = refusalStatuses(operation).map((status) => [
    status,
    { $ref: `#/components/responses/Error${status}` },
  ]);
  return Object.fromEntries(entries) as Json;
}

function documentedStatuses(): number[] {
  return [...new Set(operationIds.flatMap((id) => refusalStatuses(operationOf(id))))].sort();
}

function errorResponse(status: number): Json {
  const kinds = Object.values(errors).filter((error) => error.status === status);
  const [first] = kinds;
  const example = {
    name: first?.name,
    statusCode: status,
    message: first?.message,
    code: first?.code,
    requestId: "3f1c7f0e",
  };
  return {
    description: [...new Set(kinds.map(({ message }) => message))].join(" · "),
    content: { "application/json": { schema: { $ref: "#/components/schemas/Error" }, example } },
  };
}

function jsonSchema(shape: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: "any" });
  return schema;
}
