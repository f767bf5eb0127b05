import type { z } from "zod";
import { examples } from "./examples";
import type { Permission } from "./permissions";
import * as shapes from "./shapes";

type Success = {
  says: string;
  shape?: z.ZodType;
  example?: unknown;
  /** The media type when it is not JSON. */
  type?: string;
};

/** One row: an address, who may call it, what it takes and what it answers. Refusals follow from these facts. */
export type Operation = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  /** Other addresses of the same operation. */
  also?: readonly string[];
  summary: string;
  says: string;
  /** Null: anybody, without a key. */
  permission: Permission | null;
  query?: z.ZodRawShape;
  /** records: one record or many, JSON or NDJSON; record: one; else an object of a shape. */
  body?: "records" | "record" | z.ZodObject;
  /** The record or schema carries an ETag; If-Match is heeded, or asked for. */
  ifMatch?: "heeded" | "required";
  answers: Readonly<Record<number, Success>>;
  request?: unknown;
};

const row = <const Row extends Operation>(declared: Row) => declared;

const v1 = "/public/custom-connections/{connectionId}";
const v1Resource = `${v1}/resources/{resourceId}` as const;
const v2 = "/public/v2/custom-connections";
const v2Resource = `${v2}/{connectionId}/resources/{resourceId}` as const;
const own = "/api/connections";
const ownResource = `${own}/{connectionId}/resources/{resourceId}` as const;

const replaces = "An upsert replaces the record's data; a bad row answers beside the good ones and stops none of them.";

/** Every operation of the three faces. Doors, server, routes, OpenAPI and tests read this table. */
export const operations = {
  // v1: the vendor's first edition -----------------------------------------------------------------------------------
  "v1.connection.get": row({
    method: "GET",
    path: v1,
    summary: "Get a custom connection",
    says: "One connection, with its resources and schemas when expanded.",
    permission: "custom-connections-get",
    query: shapes.expandQuery,
    answers: { 200: { says: "The connection", shape: shapes.connection, example: examples.connectionWithResources } },
  }),
  "v1.records.upsert": row({
    method: "POST",
    path: `${v1Resource}/records`,
    summary: "Upsert one record or many",
    says: replaces,
    permission: "custom-connections-data-post",
    query: shapes.dryRunQuery,
    body: "records",
    request: examples.oneRecord,
    answers: {
      200: { says: "Updated; or one item per row, in order", shape: shapes.upsertV1, example: examples.bulkV1 },
      201: { says: "Created", shape: shapes.createdV1, example: examples.upsertedV1 },
    },
  }),
  "v1.evidence.generate": row({
    method: "POST",
    path: `${v1Resource}/evidence`,
    also: [`${v1Resource}/generate-evidence`, `${v1Resource}/records/evidence`],
    summary: "Generate evidence",
    says: "Turns the records, exactly as they stand at one revision, into a file whose bytes come out the same again.",
    permission: "custom-connections-evidence-post",
    answers: { 201: { says: "Generated", shape: shapes.generatedEvidence, example: examples.evidence } },
  }),
  "v1.record.update": row({
    method: "PUT",
    path: `${v1Resource}/records/{recordId}`,
    summary: "Update a record",
    says: "Changes the top-level members that are sent and keeps the others; the whole is judged by the schema.",
    permission: "custom-connections-data-put",
    query: shapes.dryRunQuery,
    body: "record",
    request: examples.change,
    answers: { 200: { says: "Updated", shape: shapes.v1Updated, example: examples.updatedV1 } },
  }),
  "v1.record.delete": row({
    method: "DELETE",
    path: `${v1Resource}/records/{recordId}`,
    summary: "Delete a record",
    says: "The record stops being live; its versions stay in history.",
    permission: "custom-connections-data-delete",
    query: shapes.dryRunQuery,
    answers: { 200: { says: "Deleted", shape: shapes.nothing, example: examples.nothing } },
  }),

  // v2: its second edition ---------------------------------------------------------------------------------------------
  "v2.connections.list": row({
    method: "GET",
    path: v2,
    summary: "List custom connections",
    says: "In the order of creation unless sorted otherwise.",
    permission: "custom-connections-get",
    query: { ...shapes.v2List, ...shapes.expandQuery },
    answers: { 200: { says: "A page", shape: shapes.connectionsPage, example: examples.connectionsPage } },
  }),
  "v2.connections.create": row({
    method: "POST",
    path: v2,
    summary: "Create a custom connection",
    says: "With one resource, named alike; its schema is given or inferred from a sample. Nothing is required unless the schema says so.",
    permission: "custom-connections-post",
    body: shapes.connectionBody,
    request: examples.newConnection,
    answers: { 201: { says: "Created", shape: shapes.connection, example: examples.connectionWithResources } },
  }),
  "v2.connection.get": row({
    method: "GET",
    path: `${v2}/{connectionId}`,
    summary: "Get a custom connection",
    says: "One connection, with its resources and schemas when expanded.",
    permission: "custom-connections-get",
    query: shapes.expandQuery,
    answers: { 200: { says: "The connection", shape: shapes.connection, example: examples.connection } },
  }),
  "v2.connection.update": row({
    method: "PUT",
    path: `${v2}/{connectionId}`,
    summary: "Update a custom connection",
    says: "Its alias and description only; null empties, other members are ignored.",
    permission: "custom-connections-put",
    body: shapes.connectionUpdate,
    request: examples.connectionChange,
    answers: { 200: { says: "Updated", shape: shapes.connection, example: examples.connection } },
  }),
  "v2.connection.delete": row({
    method: "DELETE",
    path: `${v2}/{connectionId}`,
    summary: "Delete a custom connection",
    says: "Its records stop being live; history and evidence stay, and an admin can restore it.",
    permission: "custom-connections-delete",
    answers: { 204: { says: "Deleted" } },
  }),
  "v2.records.list": row({
    method: "GET",
    path: `${v2Resource}/records`,
    summary: "List records",
    says: "In the order of creation unless sorted otherwise.",
    permission: "custom-connections-get",
    query: { ...shapes.v2List, sessionId: shapes.sessionIdQuery },
    answers: { 200: { says: "A page", shape: shapes.recordsPage, example: examples.recordsPage } },
  }),
  "v2.records.upsert": row({
    method: "POST",
    path: `${v2Resource}/records`,
    summary: "Upsert one record or many",
    says: replaces,
    permission: "custom-connections-data-post",
    query: shapes.dryRunQuery,
    body: "records",
    request: examples.manyRecords,
    answers: {
      200: { says: "Updated; or one item per row, in order", shape: shapes.upsertIso, example: examples.bulk },
      201: { says: "Created", shape: shapes.createdIso, example: examples.upserted },
    },
  }),
  "v2.record.update": row({
    method: "PUT",
    path: `${v2Resource}/records/{recordId}`,
    summary: "Update a record",
    says: "Changes the top-level members that are sent and keeps the others; the whole is judged by the schema.",
    permission: "custom-connections-data-put",
    query: shapes.dryRunQuery,
    body: "record",
    request: examples.change,
    answers: { 200: { says: "Updated", shape: shapes.recordItem, example: examples.item } },
  }),
  "v2.record.delete": row({
    method: "DELETE",
    path: `${v2Resource}/records/{recordId}`,
    summary: "Delete a record",
    says: "The record stops being live; its versions stay in history.",
    permission: "custom-connections-data-delete",
    query: shapes.dryRunQuery,
    answers: { 204: { says: "Deleted" } },
  }),

  // ours ---------------------------------------------------------------------------------------------------------------
  "api.health": row({
    method: "GET",
    path: "/api/health",
    summary: "Is it up?",
    says: "Asks the database, too; 503 while it is away.",
    permission: null,
    answers: { 200: { says: "Up", shape: shapes.health, example: examples.health } },
  }),
  "api.openapi": row({
    method: "GET",
    path: "/openapi.json",
    summary: "This document",
    says: "OpenAPI 3.1, generated from the table that serves the operations.",
    permission: null,
    answers: { 200: { says: "The document", shape: shapes.document, example: { openapi: "3.1.0" } } },
  }),
  "api.me": row({
    method: "GET",
    path: "/api/me",
    summary: "Who am I?",
    says: "The account and the power of the key that asks.",
    permission: "custom-connections-get",
    answers: { 200: { says: "The key", shape: shapes.me, example: examples.me } },
  }),
  "api.connections.list": row({
    method: "GET",
    path: own,
    summary: "List connections",
    says: "With deleted=true those that are gone, for who may read what was deleted.",
    permission: "custom-connections-get",
    query: { ...shapes.v2List, ...shapes.expandQuery, ...shapes.deletedQuery },
    answers: { 200: { says: "A page", shape: shapes.connectionsPage, example: examples.connectionsPage } },
  }),
  "api.connections.create": row({
    method: "POST",
    path: own,
    summary: "Create a connection",
    says: "With one resource, named alike; its schema is given or inferred from a sample.",
    permission: "custom-connections-post",
    body: shapes.connectionBody.strict(),
    request: examples.newConnection,
    answers: { 201: { says: "Created", shape: shapes.connection, example: examples.connectionWithResources } },
  }),
  "api.connection.get": row({
    method: "GET",
    path: `${own}/{connectionId}`,
    summary: "Get a connection",
    says: "One connection, with its resources and schemas when expanded.",
    permission: "custom-connections-get",
    query: shapes.expandQuery,
    answers: { 200: { says: "The connection", shape: shapes.connection, example: examples.connection } },
  }),
  "api.connection.update": row({
    method: "PATCH",
    path: `${own}/{connectionId}`,
    summary: "Rename or describe a connection",
    says: "Members that are not sent stay as they are; null empties.",
    permission: "custom-connections-put",
    body: shapes.connectionUpdate.strict(),
    request: examples.connectionChange,
    answers: { 200: { says: "Updated", shape: shapes.connection, example: examples.connection } },
  }),
  "api.connection.delete": row({
    method: "DELETE",
    path: `${own}/{connectionId}`,
    summary: "Delete a connection",
    says: "Its records stop being live; history and evidence stay, and an admin can restore it.",
    permission: "custom-connections-delete",
    answers: { 204: { says: "Deleted" } },
  }),
  "api.connection.restore": row({
    method: "POST",
    path: `${own}/{connectionId}/restore`,
    summary: "Restore a deleted connection",
    says: "With the resources that were deleted together with it, and their records.",
    permission: "custom-connections-restore",
    answers: { 200: { says: "Restored", shape: shapes.connection, example: examples.connection } },
  }),
  "api.resources.list": row({
    method: "GET",
    path: `${own}/{connectionId}/resources`,
    summary: "List a connection's resources",
    says: "Oldest first.",
    permission: "custom-connections-get",
    answers: { 200: { says: "The resources", shape: shapes.resourcesList, example: examples.resources } },
  }),
  "api.resources.create": row({
    method: "POST",
    path: `${own}/{connectionId}/resources`,
    summary: "Add a resource to a connection",
    says: "Its schema is given or inferred from a sample.",
    permission: "custom-connections-post",
    body: shapes.resourceBody,
    request: examples.newResource,
    answers: { 201: { says: "Created", shape: shapes.resource, example: examples.ownResource } },
  }),
  "api.resource.get": row({
    method: "GET",
    path: ownResource,
    summary: "Get a resource",
    says: "Its schema, keys, revision and record count.",
    permission: "custom-connections-get",
    answers: { 200: { says: "The resource", shape: shapes.resource, example: examples.ownResource } },
  }),
  "api.resource.update": row({
    method: "PATCH",
    path: ownResource,
    summary: "Change a resource",
    says: "Its name, description, display-name key and the fields it is filtered and sorted by at speed.",
    permission: "custom-connections-put",
    body: shapes.resourceUpdate,
    request: examples.resourceChange,
    answers: { 200: { says: "Updated", shape: shapes.resource, example: examples.ownResource } },
  }),
  "api.resource.delete": row({
    method: "DELETE",
    path: ownResource,
    summary: "Delete a resource",
    says: "Its records stop being live; history and evidence stay.",
    permission: "custom-connections-delete",
    answers: { 204: { says: "Deleted" } },
  }),
  "api.schema.get": row({
    method: "GET",
    path: `${ownResource}/schema`,
    summary: "Get the present schema",
    says: "With its version as ETag.",
    permission: "schemas-get",
    answers: { 200: { says: "The schema", shape: shapes.schemaVersion, example: examples.version } },
  }),
  "api.schema.publish": row({
    method: "PUT",
    path: `${ownResource}/schema`,
    summary: "Publish a schema",
    says: "Makes a new version; records keep the version they were judged by. The present schema again changes nothing.",
    permission: "schemas-put",
    body: shapes.schemaBody,
    ifMatch: "heeded",
    request: examples.schemaBody,
    answers: { 200: { says: "Published", shape: shapes.schemaVersion, example: examples.version } },
  }),
  "api.schema.versions": row({
    method: "GET",
    path: `${ownResource}/schema/versions`,
    summary: "List the versions of a schema",
    says: "Newest first.",
    permission: "schemas-get",
    query: shapes.belowQuery,
    answers: { 200: { says: "A page", shape: shapes.schemaVersions, example: examples.schemaVersions } },
  }),
  "api.schema.version": row({
    method: "GET",
    path: `${ownResource}/schema/versions/{version}`,
    summary: "Get one version of a schema",
    says: "As it was published.",
    permission: "schemas-get",
    answers: { 200: { says: "The version", shape: shapes.schemaVersion, example: examples.version } },
  }),
  "api.records.list": row({
    method: "GET",
    path: `${ownResource}/records`,
    summary: "List records, filtered and sorted, now or as of a moment",
    says: "Declared fields are fast at any size; any other JSON pointer works too.",
    permission: "custom-connections-get",
    query: shapes.recordsQuery,
    answers: { 200: { says: "A page", shape: shapes.ownRecordsPage, example: examples.ownRecordsPage } },
  }),
  "api.records.upsert": row({
    method: "POST",
    path: `${ownResource}/records`,
    summary: "Upsert one record or many",
    says: replaces,
    permission: "custom-connections-data-post",
    query: shapes.dryRunQuery,
    body: "records",
    request: examples.manyRecords,
    answers: {
      200: { says: "Updated; or one item per row, in order", shape: shapes.upsertIso, example: examples.bulk },
      201: { says: "Created", shape: shapes.createdIso, example: examples.upserted },
    },
  }),
  "api.record.get": row({
    method: "GET",
    path: `${ownResource}/records/{recordId}`,
    summary: "Get a record, now or as of a moment",
    says: "With its revision as ETag.",
    permission: "custom-connections-get",
    query: shapes.asOfQuery,
    answers: { 200: { says: "The record", shape: shapes.ownRecord, example: examples.ownItem } },
  }),
  "api.record.replace": row({
    method: "PUT",
    path: `${ownResource}/records/{recordId}`,
    summary: "Replace a record",
    says: "If-Match carries the ETag that was read, so that nobody's work is overwritten unseen.",
    permission: "custom-connections-data-put",
    query: shapes.dryRunQuery,
    body: "record",
    ifMatch: "required",
    request: examples.oneRecord,
    answers: { 200: { says: "Replaced", shape: shapes.changedRecord, example: examples.ownItem } },
  }),
  "api.record.merge": row({
    method: "PATCH",
    path: `${ownResource}/records/{recordId}`,
    summary: "Change some members of a record",
    says: "Top-level members that are sent change, the others stay.",
    permission: "custom-connections-data-put",
    query: shapes.dryRunQuery,
    body: "record",
    ifMatch: "heeded",
    request: examples.change,
    answers: { 200: { says: "Changed", shape: shapes.changedRecord, example: examples.ownItem } },
  }),
  "api.record.delete": row({
    method: "DELETE",
    path: `${ownResource}/records/{recordId}`,
    summary: "Delete a record",
    says: "The record stops being live; its versions stay in history.",
    permission: "custom-connections-data-delete",
    query: shapes.dryRunQuery,
    ifMatch: "heeded",
    answers: { 204: { says: "Deleted" } },
  }),
  "api.record.history": row({
    method: "GET",
    path: `${ownResource}/records/{recordId}/history`,
    summary: "Every version of a record",
    says: "Newest first: what it was, who made it and through what, who ended it.",
    permission: "custom-connections-get",
    query: shapes.belowQuery,
    answers: { 200: { says: "A page", shape: shapes.versionsPage, example: examples.versions } },
  }),
  "api.records.export": row({
    method: "GET",
    path: `${ownResource}/export`,
    summary: "Export all records that match",
    says: "One JSON line per record, in the order of the ids' bytes, of one moment; streamed.",
    permission: "custom-connections-get",
    query: shapes.exportQuery,
    answers: { 200: { says: "Lines", type: "application/x-ndjson", example: examples.exportLine } },
  }),
  "api.changes.list": row({
    method: "GET",
    path: `${ownResource}/changes`,
    summary: "List the changes of a resource",
    says: "Newest first: who, through what, and how many records came to what.",
    permission: "custom-connections-get",
    query: shapes.belowQuery,
    answers: { 200: { says: "A page", shape: shapes.changesPage, example: examples.changes } },
  }),
  "api.pushes.list": row({
    method: "GET",
    path: `${ownResource}/pushes`,
    summary: "List the last pushes of a resource",
    says: "Newest first, also those that changed nothing, with the rows they refused and why.",
    permission: "custom-connections-get",
    query: shapes.belowQuery,
    answers: { 200: { says: "A page", shape: shapes.pushesPage, example: examples.pushes } },
  }),
  "api.evidence.generate": row({
    method: "POST",
    path: `${ownResource}/evidence`,
    summary: "Generate evidence",
    says: "Turns the records, exactly as they stand at one revision, into a file whose bytes come out the same again.",
    permission: "custom-connections-evidence-post",
    answers: { 201: { says: "Generated", shape: shapes.evidence, example: examples.ownEvidence } },
  }),
  "api.evidence.list": row({
    method: "GET",
    path: "/api/evidence",
    summary: "List evidence",
    says: "Newest first, of the account or of one resource.",
    permission: "evidence-get",
    query: { ...shapes.belowQuery, ...shapes.resourceIdQuery },
    answers: { 200: { says: "A page", shape: shapes.evidenceList, example: examples.evidenceList } },
  }),
  "api.evidence.get": row({
    method: "GET",
    path: "/api/evidence/{evidenceId}",
    summary: "Get an evidence and its manifest",
    says: "What the file holds, at which revision and schema version, under which hash.",
    permission: "evidence-get",
    answers: {
      200: { says: "The evidence", shape: shapes.evidenceWithManifest, example: examples.evidenceWithManifest },
    },
  }),
  "api.evidence.download": row({
    method: "GET",
    path: "/api/evidence/{evidenceId}/download",
    summary: "Download an evidence file",
    says: "Canonical JSON lines; the download is written to the audit trail.",
    permission: "evidence-get",
    answers: { 200: { says: "The file", type: "application/x-ndjson", example: examples.oneRecord.data } },
  }),
  "api.keys.list": row({
    method: "GET",
    path: "/api/keys",
    summary: "List API keys",
    says: "Oldest first: what they may do, when they were last used, and why they were last refused.",
    permission: "keys-get",
    query: shapes.afterQuery,
    answers: { 200: { says: "A page", shape: shapes.keysList, example: examples.keys } },
  }),
  "api.keys.create": row({
    method: "POST",
    path: "/api/keys",
    summary: "Create an API key",
    says: "The key is shown once. It cannot hold what its maker does not hold.",
    permission: "keys-post",
    body: shapes.keyBody,
    request: examples.newKeyBody,
    answers: { 201: { says: "Created", shape: shapes.newKey, example: examples.newKey } },
  }),
  "api.key.get": row({
    method: "GET",
    path: "/api/keys/{keyId}",
    summary: "Get an API key",
    says: "Never its secret.",
    permission: "keys-get",
    answers: { 200: { says: "The key", shape: shapes.key, example: examples.key } },
  }),
  "api.key.revoke": row({
    method: "DELETE",
    path: "/api/keys/{keyId}",
    summary: "Revoke an API key",
    says: "At once, everywhere; again changes nothing.",
    permission: "keys-delete",
    answers: { 200: { says: "Revoked", shape: shapes.revokedKey, example: examples.revokedKey } },
  }),
} as const;

export type OperationId = keyof typeof operations;

type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** What a door gets of a request: path and query as their types, the body as the row asks for it. */
export type InputOf<Id extends OperationId> = (typeof operations)[Id] extends infer Row extends Operation
  ? {
      params: { [Name in Names<Row["path"]>]: Name extends "recordId" ? string : number };
      query: Row["query"] extends z.ZodRawShape ? z.output<z.ZodObject<Row["query"]>> : Record<string, never>;
      body: Row["body"] extends z.ZodObject ? z.output<Row["body"]> : undefined;
    }
  : never;

/** The row of an operation, without the literal types that only doors need. */
export function operationOf(id: OperationId): Operation {
  return operations[id];
}

/** All ids, in the table's order. */
export const operationIds = Object.keys(operations) as OperationId[];

/** Which face an operation belongs to. */
export function faceOf(path: string): "v1" | "v2" | "api" {
  if (path.startsWith("/public/v2/")) return "v2";
  return path.startsWith("/public/") ? "v1" : "api";
}
