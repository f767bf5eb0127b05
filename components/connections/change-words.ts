import type { ChangeFacts } from "./reads";

const kinds: Record<string, string> = {
  "records.upsert": "Pushed records",
  "record.update": "Changed a record",
  "record.delete": "Deleted a record",
  "record.revert": "Reverted a record",
  "record.erase": "Erased a record",
  "records.restore": "Restored records",
  "records.bulk-edit": "Changed records in bulk",
  "records.bulk-delete": "Deleted records in bulk",
  "records.undo": "Undid a change",
  "resource.create": "Made the resource",
  "resource.update": "Changed the resource",
  "resource.delete": "Deleted the resource",
  "resource.restore": "Restored the resource",
  "schema.publish": "Published a schema",
  "records.import": "Imported a file",
  "records.session": "Made an upload session live",
  "records.migrate": "Published a schema and changed records by its steps",
  "schema.rekey": "Published a schema and another identifier key",
};

const publishes = new Set(["schema.publish", "records.migrate", "schema.rekey"]);

/** The kinds that a list of Changes can be narrowed to. */
export const recordKinds: readonly string[] = Object.keys(kinds);

/** A Change as one of a list: a schema is told with the version that it made. */
export function changeInWords({ kind, schemaVersion }: Pick<ChangeFacts, "kind" | "schemaVersion">): string {
  return publishes.has(kind) ? `${kindInWords(kind)}: version ${schemaVersion}` : kindInWords(kind);
}

/** What a Change was, as people say it; a kind without words of its own is shown as it is named. */
export function kindInWords(kind: string): string {
  const known = kinds[kind];
  if (known) return known;
  const words = kind.replaceAll(/[._-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const channels: Record<string, string> = {
  v1: "API v1",
  v2: "API v2",
  api: "API",
  page: "the pages",
  job: "a job",
  admin: "the admin command",
};

/** Through what something came: a person works in the pages, a key asks the API. */
export function channelInWords(channel: string, actorKind: string): string {
  if (channel === "api" && actorKind === "person") return "the pages";
  return channels[channel] ?? channel;
}

/** How many records came to what, the counts that are not zero. */
export function countsInWords(counts: Pick<ChangeFacts, "created" | "updated" | "deleted"> & { rejected?: number }) {
  const said: [number, string][] = [
    [counts.created, "created"],
    [counts.updated, "updated"],
    [counts.deleted, "deleted"],
    [counts.rejected ?? 0, "refused"],
  ];
  return said.filter(([count]) => count > 0);
}
