import { isoDate, isoDateOrNull } from "@/lib/contract/dates";
import type { ConnectionRow, ResourceRow, SchemaRow } from "./store";

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
    filterFields: fieldsOfSlots(JSON.parse(row.filter_slots) as Record<string, string[]>),
    schemaVersion: row.schema_version,
    revision: row.revision,
    recordCount: row.record_count,
    lastPushAt: isoDateOrNull(row.last_push_at),
    lateAfterHours: row.late_after_hours,
    reasonRequired: row.reason_required,
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
    schema: JSON.parse(row.schema_text) as Record<string, unknown>,
    createdAt: isoDate(row.created_at),
    createdBy: row.created_by,
  };
}

export type FilterField = { pointer: string; type: "text" | "number" | "date" };

const SLOTS_PER_KIND = 4;

/** JSON pointer to path: "/a~1b/0" is ["a/b", "0"]. */
export function pathOfPointer(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function pointerOfPath(path: readonly string[]): string {
  return path.map((step) => `/${step.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The slots that fields are kept in: text_1…4 for text, number_1…4 or date_1…4 for the rest; undefined: too many. */
export function slotsOfFields(fields: readonly FilterField[]): Record<string, string[]> | undefined {
  const used = { text: 0, number: 0 };
  const slots = Object.fromEntries(
    fields.map(({ pointer, type }) => [
      `${type}_${++used[type === "text" ? "text" : "number"]}`,
      pathOfPointer(pointer),
    ]),
  );
  return used.text > SLOTS_PER_KIND || used.number > SLOTS_PER_KIND ? undefined : slots;
}

/** The fields behind slots. */
export function fieldsOfSlots(slots: Record<string, readonly string[]>): FilterField[] {
  return Object.entries(slots)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([slot, path]) => ({ pointer: pointerOfPath(path), type: slot.split("_")[0] as FilterField["type"] }));
}
