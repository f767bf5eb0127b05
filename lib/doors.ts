import { createKey } from "@/lib/accounts/create-key";
import { whoAmI } from "@/lib/accounts/me";
import { getKey, listKeys } from "@/lib/accounts/read-keys";
import { revokeKey } from "@/lib/accounts/revoke-key";
import { createConnection, createResource } from "@/lib/connections/create-connection";
import { deleteConnection, deleteResource, restoreConnection } from "@/lib/connections/delete-connection";
import { publishSchema } from "@/lib/connections/publish-schema";
import * as readConnections from "@/lib/connections/read-connections";
import { updateConnection, updateResource } from "@/lib/connections/update-connection";
import { json, type Answer } from "@/lib/contract/answer";
import { Refusal } from "@/lib/contract/errors";
import { openapi } from "@/lib/contract/openapi";
import type { OperationId } from "@/lib/contract/operations";
import { routeOf } from "@/lib/contract/routing";
import { version } from "@/lib/contract/version";
import { env, limits } from "@/lib/db/env";
import { pingDatabase } from "@/lib/db/health";
import type { EvidenceFacts } from "@/lib/evidence/facts";
import { generateEvidence } from "@/lib/evidence/generate";
import { downloadEvidence, getEvidence, listEvidence } from "@/lib/evidence/read";
import type { Peer, Read } from "@/lib/guard/call";
import { open, type Door, type View } from "@/lib/guard/door";
import { handle, refuseAddress } from "@/lib/guard/handle";
import * as answers from "@/lib/records/answers";
import { exportRecords } from "@/lib/records/export";
import * as readRecords from "@/lib/records/read";
import { deleteRecord, updateRecord } from "@/lib/records/update";
import { upsertRecords } from "@/lib/records/upsert";
import type { Context } from "@/lib/changes/context";
import type { Target } from "@/lib/connections/resource";

const ok = (body: unknown): Answer => json(200, body);
const created = (body: unknown): Answer => json(201, body);
const none = (): Answer => ({ status: 204, body: null });

const upsert = (ctx: Context, { params, read }: { params: Target; read: Read }) => upsertRecords(ctx, params, read);

type RecordInput = { params: Target & { recordId: string }; read: Read; ifMatch?: (tag: string | number) => boolean };

const update = (mode: "merge" | "replace") => (ctx: Context, input: RecordInput) => {
  const [row] = input.read.rows;
  if (!row) throw new Error("The gates read the record before the verb runs");
  return updateRecord(ctx, input.params, input.params.recordId, { row, mode, ifMatch: input.ifMatch });
};

const remove = (ctx: Context, { params, ifMatch }: RecordInput) => deleteRecord(ctx, params, params.recordId, ifMatch);

const generate = (ctx: Context, { params }: { params: Target }) => generateEvidence(ctx, params);

function withUrl(facts: EvidenceFacts, { baseUrl }: View) {
  return { ...facts, downloadUrl: baseUrl + facts.downloadUrl };
}

/** The vendor's operation answers the part of the facts that its shape has. */
function generatedAnswer(facts: EvidenceFacts, view: View): Answer {
  const { id, status, fileName, recordCount, sha256, createdAt, downloadUrl } = withUrl(facts, view);
  const body = { id, status, fileName, recordCount, sha256, createdAt, downloadUrl };
  return json(201, body, { location: `/api/evidence/${id}` });
}

function schemaAnswer(facts: { version: number }): Answer {
  return json(200, facts, { etag: `"${facts.version}"` });
}

const expanded = (query: { "expand[]"?: boolean | undefined }) => ({ expand: query["expand[]"] === true });
/** The schema as the caller wrote it; null counts as not sent, as generated clients send it. */
function sourceOf({ members }: Read) {
  const schema = members.get("schema");
  return { schemaText: schema?.value === null ? undefined : schema?.text };
}

/** Each operation's verb, bound once. Server and routes read it. */
const doors: Record<OperationId, Door> = {
  "v1.connection.get": open(
    "v1.connection.get",
    (ctx, { params, query }) => readConnections.getConnection(ctx, params.connectionId, expanded(query)),
    ok,
  ),
  "v1.records.upsert": open("v1.records.upsert", upsert, answers.upsertAnswerV1),
  "v1.evidence.generate": open("v1.evidence.generate", generate, generatedAnswer),
  "v1.record.update": open("v1.record.update", update("merge"), answers.updateAnswerV1),
  "v1.record.delete": open("v1.record.delete", remove, answers.deletedV1),

  "v2.connections.list": open(
    "v2.connections.list",
    (ctx, { query }) => readConnections.listConnections(ctx, { ...query, ...expanded(query) }),
    ok,
  ),
  "v2.connections.create": open(
    "v2.connections.create",
    (ctx, { body, read }) => createConnection(ctx, { ...body, ...sourceOf(read) }),
    created,
  ),
  "v2.connection.get": open(
    "v2.connection.get",
    (ctx, { params, query }) => readConnections.getConnection(ctx, params.connectionId, expanded(query)),
    ok,
  ),
  "v2.connection.update": open(
    "v2.connection.update",
    (ctx, { params, body }) => updateConnection(ctx, params.connectionId, body),
    ok,
  ),
  "v2.connection.delete": open(
    "v2.connection.delete",
    (ctx, { params }) => deleteConnection(ctx, params.connectionId),
    none,
  ),
  "v2.records.list": open(
    "v2.records.list",
    // No record has a session before sessions are served, so a session's list is empty.
    (ctx, { params, query: { sessionId, ...query } }) =>
      readRecords.listRecords(ctx, params, sessionId === undefined ? query : { ...query, asOf: "0" }),
    answers.listAnswerV2,
  ),
  "v2.records.upsert": open("v2.records.upsert", upsert, answers.upsertAnswerIso),
  "v2.record.update": open("v2.record.update", update("merge"), answers.updateAnswerV2),
  "v2.record.delete": open("v2.record.delete", remove, answers.deleted),

  "api.health": open(
    "api.health",
    async () => {
      await pingDatabase();
      return { status: "ok", database: "ok", version, time: new Date().toISOString() };
    },
    ok,
  ),
  "api.openapi": open(
    "api.openapi",
    async () => limits(),
    (set, { baseUrl }) => ok(openapi(set, baseUrl)),
  ),
  "api.me": open("api.me", (ctx) => whoAmI(ctx), ok),
  "api.connections.list": open(
    "api.connections.list",
    (ctx, { query }) => readConnections.listConnections(ctx, { ...query, ...expanded(query) }),
    ok,
  ),
  "api.connections.create": open(
    "api.connections.create",
    (ctx, { body, read }) => createConnection(ctx, { ...body, ...sourceOf(read) }),
    created,
  ),
  "api.connection.get": open(
    "api.connection.get",
    (ctx, { params, query }) => readConnections.getConnection(ctx, params.connectionId, expanded(query)),
    ok,
  ),
  "api.connection.update": open(
    "api.connection.update",
    (ctx, { params, body }) => updateConnection(ctx, params.connectionId, body),
    ok,
  ),
  "api.connection.delete": open(
    "api.connection.delete",
    (ctx, { params }) => deleteConnection(ctx, params.connectionId),
    none,
  ),
  "api.connection.restore": open(
    "api.connection.restore",
    (ctx, { params }) => restoreConnection(ctx, params.connectionId),
    ok,
  ),
  "api.resources.list": open(
    "api.resources.list",
    (ctx, { params }) => readConnections.listResources(ctx, params.connectionId),
    ok,
  ),
  "api.resources.create": open(
    "api.resources.create",
    (ctx, { params, body, read }) => createResource(ctx, params.connectionId, { ...body, ...sourceOf(read) }),
    created,
  ),
  "api.resource.get": open("api.resource.get", (ctx, { params }) => readConnections.getResource(ctx, params), ok),
  "api.resource.update": open("api.resource.update", (ctx, { params, body }) => updateResource(ctx, params, body), ok),
  "api.resource.delete": open("api.resource.delete", (ctx, { params }) => deleteResource(ctx, params), none),
  "api.schema.get": open("api.schema.get", (ctx, { params }) => readConnections.getSchema(ctx, params), schemaAnswer),
  "api.schema.publish": open(
    "api.schema.publish",
    (ctx, { params, read, ifMatch }) =>
      publishSchema(ctx, params, { text: read.members.get("schema")?.text ?? "", ifMatch }),
    schemaAnswer,
  ),
  "api.schema.versions": open(
    "api.schema.versions",
    (ctx, { params, query }) => readConnections.listSchemas(ctx, params, query),
    ok,
  ),
  "api.schema.version": open(
    "api.schema.version",
    (ctx, { params }) => readConnections.getSchema(ctx, params, params.version),
    schemaAnswer,
  ),
  "api.records.list": open(
    "api.records.list",
    (ctx, { params, query }) => readRecords.listRecords(ctx, params, query),
    answers.listAnswer,
  ),
  "api.records.upsert": open("api.records.upsert", upsert, answers.upsertAnswerIso),
  "api.record.get": open(
    "api.record.get",
    (ctx, { params, query }) => readRecords.getRecord(ctx, params, params.recordId, query.asOf),
    answers.recordAnswer,
  ),
  "api.record.replace": open("api.record.replace", update("replace"), answers.recordAnswer),
  "api.record.merge": open("api.record.merge", update("merge"), answers.recordAnswer),
  "api.record.delete": open("api.record.delete", remove, answers.deleted),
  "api.record.history": open(
    "api.record.history",
    (ctx, { params, query }) => readRecords.recordHistory(ctx, params, params.recordId, query),
    answers.versionsAnswer,
  ),
  "api.records.export": open(
    "api.records.export",
    (ctx, { params, query }) => exportRecords(ctx, params, query),
    (stream) => ({ status: 200, body: stream, headers: { "content-type": "application/x-ndjson" } }),
  ),
  "api.changes.list": open(
    "api.changes.list",
    (ctx, { params, query }) => readRecords.listChanges(ctx, params, query),
    answers.changesAnswer,
  ),
  "api.pushes.list": open(
    "api.pushes.list",
    (ctx, { params, query }) => readRecords.listPushes(ctx, params, query),
    answers.pushesAnswer,
  ),
  "api.evidence.generate": open("api.evidence.generate", generate, (facts, view) =>
    json(201, withUrl(facts, view), { location: `/api/evidence/${facts.id}` }),
  ),
  "api.evidence.list": open(
    "api.evidence.list",
    (ctx, { query }) => listEvidence(ctx, query),
    ({ data, next }, view) => ok({ data: data.map((facts) => withUrl(facts, view)), next }),
  ),
  "api.evidence.get": open(
    "api.evidence.get",
    (ctx, { params }) => getEvidence(ctx, params.evidenceId),
    (facts, view) => ok(withUrl(facts, view)),
  ),
  "api.evidence.download": open(
    "api.evidence.download",
    (ctx, { params }) => downloadEvidence(ctx, params.evidenceId),
    ({ stream, fileName, byteCount, sha256 }) => ({
      status: 200,
      body: stream,
      headers: {
        "content-type": "application/x-ndjson",
        "content-disposition": `attachment; filename="${fileName}"`,
        "content-length": String(byteCount),
        "repr-digest": `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`,
      },
    }),
  ),
  "api.keys.list": open(
    "api.keys.list",
    (ctx, { query }) => listKeys(ctx, query),
    ({ keys, next }) => ok({ data: keys, next }),
  ),
  "api.keys.create": open(
    "api.keys.create",
    (ctx, { body }) => createKey(ctx, { ...body, accountId: ctx.accountId }),
    ({ accountId: _accountId, ...key }) => created(key),
  ),
  "api.key.get": open("api.key.get", (ctx, { params }) => getKey(ctx, params.keyId), ok),
  "api.key.revoke": open(
    "api.key.revoke",
    (ctx, { params }) => revokeKey(ctx, { keyId: params.keyId, accountId: ctx.accountId }),
    ok,
  ),
};

/**
 * Answers a request whose address is one of ours; undefined leaves it to the pages. target: path and query as the
 * first line said them.
 */
export async function answer(request: Request, peer: Peer): Promise<Response | undefined> {
  const found = routeOf(request.method === "HEAD" ? "GET" : request.method, peer.target);
  if (found && "id" in found) return handle(found.id, doors[found.id], request, peer, found.params);
  if (found === undefined) {
    const ours = /^\/(api|public)(\/|$|\?)/.test(peer.target);
    return ours ? refuseAddress(new Refusal("notFound"), request, peer) : undefined;
  }
  if ("allow" in found) {
    const headers = { allow: found.allow.join(", ") };
    return refuseAddress(new Refusal("methodNotAllowed", { headers }), request, peer);
  }
  const message = "The address holds a percent sign that encodes nothing; encode each step once, as UTF-8";
  return refuseAddress(new Refusal("invalid", { message }), request, peer);
}

/** The same door for Next's route handlers, where the server in front is not ours: development, serverless hosts. */
export async function route(request: Request): Promise<Response> {
  const target = request.url.slice(request.url.split("/", 3).join("/").length);
  // Only a proxy that is named as trusted may say where a caller is; a key kept to addresses is refused otherwise.
  const forwarded = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim();
  const address = (env().ATTESTRY_TRUSTED_PROXIES && forwarded) || "unknown";
  const peer = { address, target };
  return (await answer(request, peer)) ?? refuseAddress(new Refusal("notFound"), request, peer);
}
