import { isoDate, isoDateOrNull } from "@/lib/contract/dates";
import { pointerNames } from "@/lib/schema/columns";
import type { SchemaRow } from "./schemas/store";
import type { ConnectionRow, ResourceRow } from "./store";

/** A resource as every face shows it. */
function resourceFacts(row: ResourceRow) {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    schema: JSON.parse(row.schema_text) as Record<string, unknown>,
    createdAt: isoDate(row.created_at),
    updatedAt: isoDate(row.updated_at),
    deletedAt: isoDateOrNull(row.deleted_at),
  };
}

/** A resource as our own face shows it. */
export function ownResourceFacts(row: ResourceRow) {
  return {
    ...resourceFacts(row),
    connectionId: row.connection_id,
    identifierKey: row.identifier_key,
    displayNameKey: row.display_name_key,
    filterFields: fieldsOfSlots(slotsOf(row)),
    schemaVersion: row.schema_version,
    revision: row.revision,
    recordCount: row.record_count,
    lastPushAt: isoDateOrNull(row.last_push_at),
    lateAfterHours: row.late_after_hours,
    reasonRequired: row.reason_required,
    failingPolicy: row.failing_policy,
    deletionGuard: row.deletion_guard,
    sessionGuard: row.session_guard,
    draftEdit: row.draft_edit,
    fillingFields: fieldsOfSlots(only(slotsOf(row), row.filling)).map(({ pointer }) => pointer),
  };
}

/** A connection as every face shows it; resources only when they were asked for. */
export function connectionFacts(row: ConnectionRow, resources?: readonly ResourceRow[]) {
  const creator = row.creator === null ? undefined : (JSON.parse(row.creator) as Creator);
  return {
    id: row.id,
    clientAlias: row.client_alias,
    description: row.description,
    providerTypes: row.provider_types,
    createdAt: isoDate(row.created_at),
    updatedAt: isoDate(row.updated_at),
    createdById: row.created_by_id,
    ...(resources && { customResources: resources.map(resourceFacts) }),
    ...(creator && {
      createdByUser: {
        ...creator,
        createdAt: new Date(creator.createdAt).toISOString(),
        updatedAt: new Date(creator.updatedAt).toISOString(),
      },
    }),
  };
}

type Creator = { id: number; email: string; firstName: string; lastName: string; createdAt: string; updatedAt: string };

/** One version of a schema. */
export function schemaFacts(row: SchemaRow) {
  return {
    version: row.version,
    hash: row.hash,
    schemaText: row.schema_text,
    schema: JSON.parse(row.schema_text) as Record<string, unknown>,
    identifierKey: row.identifier_key,
    displayNameKey: row.display_name_key,
    revision: row.revision,
    reason: row.reason,
    restoredFrom: row.restored_from,
    createdAt: isoDate(row.created_at),
    createdBy: row.created_by,
  };
}

export type FilterField = { pointer: string; type: "text" | "number" | "date" };

function pointerOfPath(path: readonly string[]): string {
  return path.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

export type Slots = Record<string, readonly string[]>;

/** The slots of a resource's declared fields. */
export function slotsOf({ filter_slots }: Pick<ResourceRow, "filter_slots">): Slots {
  return JSON.parse(filter_slots) as Slots;
}

const only = (slots: Slots, names: readonly string[]): Slots =>
  Object.fromEntries(Object.entries(slots).filter(([name]) => names.includes(name)));

/**
 * The slots that fields are kept in: text_1…4 for text, number_1…4 or date_1…4 for the rest; undefined: too many. A field
 * that is declared already keeps its slot, and others take those that nobody had, where there are such.
 */
export function slotsOfFields(fields: readonly FilterField[], present: Slots = {}): Slots | undefined {
  const slots: Record<string, readonly string[]> = {};
  const taken = new Set<string>();
  const column = (slot: string) => slot.replace("date", "number");
  const wanted = fields.map(({ pointer, type }) => ({ type, path: pointerNames(pointer) }));
  const keeps = ({ type, path }: (typeof wanted)[number]) =>
    Object.entries(present).find(([slot, kept]) => slot.startsWith(type) && samePath(kept, path))?.[0];
  for (const field of wanted) {
    const slot = keeps(field);
    if (slot === undefined || taken.has(column(slot))) continue;
    slots[slot] = field.path;
    taken.add(column(slot));
  }
  const before = new Set(Object.keys(present).map(column));
  for (const field of wanted) {
    if (Object.entries(slots).some(([slot, path]) => slot.startsWith(field.type) && samePath(path, field.path)))
      continue;
    const free = [1, 2, 3, 4]
      .map((at) => `${field.type}_${at}`)
      .filter((slot) => !taken.has(column(slot)))
      .sort((a, b) => Number(before.has(column(a))) - Number(before.has(column(b))));
    const [slot] = free;
    if (slot === undefined) return undefined;
    slots[slot] = field.path;
    taken.add(column(slot));
  }
  return slots;
}

const samePath = (a: readonly string[], b: readonly string[]) => JSON.stringify(a) === JSON.stringify(b);

/** Slots whose values records do not have yet, once other fields are declared. */
export function slotsToFill(present: Slots, filling: readonly string[], next: Slots): string[] {
  return Object.keys(next).filter((slot) => {
    const kept = present[slot];
    return filling.includes(slot) || !kept || !samePath(kept, next[slot] ?? []);
  });
}

/** The fields behind slots, in the slots' order. */
export function fieldsOfSlots(slots: Slots): FilterField[] {
  return Object.entries(slots)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([slot, path]) => ({ pointer: pointerOfPath(path), type: slot.split("_")[0] as FilterField["type"] }));
}
