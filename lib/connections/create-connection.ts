import { Refusal } from "@/lib/contract/errors";
import { noCounts, type Change } from "@/lib/changes/change";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { inferSchema } from "@/lib/schema/infer";
import { connectionFacts, ownResourceFacts } from "./facts";
import { addVersion, checkedDisplayName, checkedSchema, type CheckedSchema } from "./schemas/publish-schema";
import * as store from "./store";

/** A schema as the caller's own text, or one object to infer it from: exactly one of the two. */
type SchemaSource = { schemaText?: string; sampleData?: Record<string, unknown> | null };

export type NewResource = SchemaSource & {
  name: string;
  description?: string | null;
  identifierKey?: string;
  displayNameKey?: string | null;
};

export type NewConnection = NewResource & { providerTypes: readonly string[]; workspaceIds: readonly number[] };

/** Makes a connection and its first resource, named alike. Throws invalid, invalidSchema; forbidden for a bounded key. */
export async function createConnection(ctx: Context, input: NewConnection) {
  if (ctx.connectionIds)
    throw new Refusal("forbidden", { message: "This key is kept to certain connections and cannot create others" });
  const other = input.providerTypes.find((type) => type !== "CUSTOM");
  if (other !== undefined) {
    throw new Refusal("invalid", {
      message: `providerTypes: ${other} connections are not served here, for now; send ["CUSTOM"]`,
    });
  }
  const plan = planned({ ...input, description: null });
  const { accountId } = ctx;
  return write(ctx, async (tx) => {
    const { name, description = null, providerTypes, workspaceIds } = input;
    const createdById = ctx.personId;
    const row = { accountId, name, description, providerTypes, workspaceIds, createdById };
    const connectionId = await store.insertConnection(tx, row);
    const { change } = await addResource(tx, ctx, connectionId, plan);
    const connection = await store.findConnection(tx, accountId, connectionId);
    if (!connection) throw new Error(`Connection ${connectionId} is gone in the transaction that made it`);
    const resources = await store.listResources(tx, accountId, [connectionId]);
    return { result: connectionFacts(connection, resources), change };
  });
}

/** Adds a resource to a connection. Throws invalid, invalidSchema, notFound. */
export async function createResource(ctx: Context, connectionId: number, input: NewResource) {
  if (ctx.connectionIds && !ctx.connectionIds.includes(connectionId)) throw new Refusal("notFound");
  const plan = planned(input);
  return write(ctx, async (tx) => {
    const connection = await store.lockConnection(tx, ctx.accountId, connectionId);
    if (!connection || connection.deleted_at) throw new Refusal("notFound");
    const { resourceId, change } = await addResource(tx, ctx, connectionId, plan);
    const resource = await store.findResource(tx, ctx.accountId, connectionId, resourceId);
    if (!resource) throw new Error(`Resource ${resourceId} is gone in the transaction that made it`);
    return { result: ownResourceFacts({ ...resource, revision: 1 }), change };
  });
}

type Plan = {
  schema: CheckedSchema;
  name: string;
  description: string | null;
  identifierKey: string;
  displayNameKey: string | null;
};

function planned(input: NewResource): Plan {
  const { name, description = null, identifierKey = "id" } = input;
  const schema = checkedSchema(sourceText(input));
  const displayNameKey = checkedDisplayName(schema.schema, input.displayNameKey);
  return { schema, name, description, identifierKey, displayNameKey };
}

function sourceText({ schemaText, sampleData }: SchemaSource): string {
  const given = [schemaText, sampleData ?? undefined].filter((source) => source !== undefined);
  if (given.length !== 1) {
    throw new Refusal("invalid", {
      message: "Send either schema (a JSON Schema) or sampleData (one object to infer it from)",
    });
  }
  return schemaText ?? JSON.stringify(inferSchema(sampleData ?? {}));
}

async function addResource(tx: Tx, ctx: Context, connectionId: number, plan: Plan) {
  const { accountId } = ctx;
  const resourceId = await store.insertResource(tx, { ...plan, accountId, connectionId });
  const head = await tx.lock(accountId, resourceId);
  if (!head) throw new Error(`Resource ${resourceId} is gone in the transaction that made it`);
  await addVersion(tx, head, plan, ctx.actor.label);
  const revisions = [{ kind: "resource.create" as const, counts: noCounts, origin: ctx }];
  const change: Change = { resources: [{ head, revisions }] };
  return { resourceId, change };
}
