import { isoDate } from "@/lib/contract/dates";
import { Refusal } from "@/lib/contract/errors";
import type { MigrationStep } from "@/lib/contract/migration-step";
import type { Context } from "@/lib/changes/context";
import type { Tx } from "@/lib/changes/tx";
import { write } from "@/lib/changes/write";
import { reader } from "@/lib/db/client";
import { parseExact } from "@/lib/schema/exact-json";
import { pointerNames } from "@/lib/schema/columns";
import { fieldsOfSlots, slotsOf, slotsOfFields, type FilterField } from "../facts";
import { resourceAt, type Resource, type Target } from "../resource";
import { checkedDisplayName, checkedSchema } from "./publish-schema";
import * as store from "./store";

/** What is sent of a draft; what is not sent stays as the draft has it, or as it holds now. */
export type DraftInput = {
  schemaText: string;
  identifierKey?: string;
  displayNameKey?: string | null;
  filterFields?: readonly FilterField[];
  /** JSON text of the steps, so that a default keeps its digits. */
  stepsText?: string;
  steps?: readonly MigrationStep[];
  baseVersion?: number;
  ifMatch?: (edit: number) => boolean;
};

/** A draft as it is shown, with numbers as `parseExact` carries them. presentVersion: what holds now; another one than the base was published meanwhile. */
function draftFacts(row: store.DraftRow, presentVersion: number) {
  return {
    edit: row.edit,
    baseVersion: row.base_version,
    presentVersion,
    schema: parseExact(row.schema_text) as Record<string, unknown>,
    schemaText: row.schema_text,
    identifierKey: row.identifier_key,
    displayNameKey: row.display_name_key,
    filterFields: JSON.parse(row.filter_fields) as FilterField[],
    steps: parseExact(row.steps) as MigrationStep[],
    updatedAt: isoDate(row.updated_at),
    updatedBy: row.updated_by,
    hasImpact: row.has_impact,
  };
}

const placeOf = (resource: Resource) => ({ accountId: resource.account_id, resourceId: resource.id });

/** The draft of a resource's next schema. Throws notFound when there is none. */
export async function getDraft(ctx: Context, target: Target) {
  const resource = await resourceAt(ctx, target);
  const row = await store.findDraft(reader, placeOf(resource));
  if (!row) throw new Refusal("notFound", { message: "There is no draft of this schema" });
  return draftFacts(row, resource.schema_version);
}

/**
 * Keeps a draft. It has to be a schema that could be published, since what it would do is reckoned from it. ifMatch: the
 * edit the caller read, 0 for none. Throws invalid, invalidSchema, stale, notFound.
 */
export async function saveDraft(ctx: Context, target: Target, input: DraftInput) {
  const schema = checkedSchema(input.schemaText);
  const resource = await resourceAt(ctx, target);
  return write(ctx, async (tx) => {
    const head = await tx.lockLive(ctx.accountId, resource.id);
    const present = await store.findDraft(tx, head);
    if (input.ifMatch && !input.ifMatch(present?.edit ?? 0)) throw stale(present);
    const draft = drafted(resource, present, input);
    checkedDisplayName(schema.schema, draft.display_name_key);
    checkFields(JSON.parse(draft.filter_fields) as FilterField[], resource);
    checkSteps(JSON.parse(draft.steps) as MigrationStep[], draft.identifier_key);
    const kept = { ...draft, base_version: input.baseVersion ?? present?.base_version ?? head.schemaVersion };
    if (kept.base_version > head.schemaVersion) {
      throw new Refusal("invalid", { message: `baseVersion: the newest version is ${head.schemaVersion}` });
    }
    const row = await store.saveDraft(tx, head, { ...kept, updated_by: ctx.actor.label });
    const result = draftFacts(row, head.schemaVersion);
    return { result, change: { resources: [], audit: audited(ctx, resource, "schema.draft") } };
  });
}

function drafted(resource: Resource, present: store.DraftRow | undefined, input: DraftInput) {
  const fields = input.filterFields && JSON.stringify(input.filterFields);
  return {
    schema_text: input.schemaText,
    identifier_key: input.identifierKey ?? present?.identifier_key ?? resource.identifier_key,
    display_name_key:
      input.displayNameKey !== undefined
        ? input.displayNameKey
        : present
          ? present.display_name_key
          : resource.display_name_key,
    filter_fields: fields ?? present?.filter_fields ?? JSON.stringify(fieldsOfSlots(slotsOf(resource))),
    steps: input.stepsText ?? present?.steps ?? "[]",
  };
}

function checkFields(fields: readonly FilterField[], resource: Resource): void {
  if (slotsOfFields(fields, slotsOf(resource))) return;
  throw new Refusal("invalid", { message: "filterFields: at most 4 of text and 4 of number or date can be declared" });
}

function checkSteps(steps: readonly MigrationStep[], identifierKey: string): void {
  for (const [at, step] of steps.entries()) {
    const pointers = step.kind === "rename" ? [step.from, step.to] : [step.pointer];
    const touched = pointers.find((pointer) => pointerNames(pointer)[0] === identifierKey);
    if (touched === undefined) continue;
    throw new Refusal("invalid", {
      message: `steps/${at}: "${identifierKey}" is what records are told apart by and stays as it is`,
    });
  }
}

function stale(present: store.DraftRow | undefined): Refusal {
  return new Refusal("stale", {
    message: present
      ? `${present.updated_by} saved this draft meanwhile; read it again and decide anew`
      : "The draft was published or discarded meanwhile; read what holds now and decide anew",
  });
}

/** Drops a draft and what was reckoned for it. Throws notFound, stale. */
export async function discardDraft(ctx: Context, target: Target, ifMatch?: (edit: number) => boolean): Promise<void> {
  const resource = await resourceAt(ctx, target);
  await write(ctx, async (tx) => {
    const head = await tx.lockLive(ctx.accountId, resource.id);
    await presentDraft(tx, head, ifMatch);
    await store.removeDraft(tx, head);
    return { result: undefined, change: { resources: [], audit: audited(ctx, resource, "schema.discard") } };
  });
}

/** The draft as it is inside a write. Throws notFound, stale. */
export async function presentDraft(
  tx: Tx,
  place: { accountId: number; resourceId: number },
  ifMatch?: (edit: number) => boolean,
): Promise<store.DraftRow> {
  const row = await store.findDraft(tx, place);
  if (!row && !ifMatch) throw new Refusal("notFound", { message: "There is no draft of this schema" });
  if (!row || (ifMatch && !ifMatch(row.edit))) throw stale(row);
  return row;
}

function audited(ctx: Context, resource: Resource, action: string) {
  return { accountId: ctx.accountId, action, target: `resource ${resource.id}`, origin: ctx };
}
