export const roles = {
  admin: "Runs the account: everything, people and keys included",
  manager: "Compliance manager: connections, schemas, records and evidence",
  contributor: "Works on records, nothing else",
  auditor: "Reads everything and takes evidence, changes nothing",
} as const;

export type Role = keyof typeof roles;

type Row = { group: string; label: string; says: string; held: readonly Role[] };

const management = "Custom Connections Management";
const data = "Custom Connections Data";
const schemas = "Schemas";
const access = "Access";

/**
 * Who may do what. The first eight keys and labels are the vendor's, so that a key made for its API means the same
 * here. Guard, pages, key form, OpenAPI and tests read this table.
 */
export const permissions = {
  "custom-connections-get": {
    group: management,
    label: "List Custom Connections",
    says: "See connections, their resources and records",
    held: ["admin", "manager", "contributor", "auditor"],
  },
  "custom-connections-post": {
    group: management,
    label: "Create Custom Connection",
    says: "Create connections and resources",
    held: ["admin", "manager"],
  },
  "custom-connections-put": {
    group: management,
    label: "Update Custom Connection",
    says: "Rename and describe connections and resources",
    held: ["admin", "manager"],
  },
  "custom-connections-delete": {
    group: management,
    label: "Delete Custom Connection",
    says: "Delete connections and resources",
    held: ["admin", "manager"],
  },
  "custom-connections-restore": {
    group: management,
    label: "Restore Custom Connection",
    says: "Bring a deleted connection back",
    held: ["admin"],
  },
  "custom-connections-data-post": {
    group: data,
    label: "Create Custom Connection Data",
    says: "Push records",
    held: ["admin", "manager", "contributor"],
  },
  "custom-connections-data-put": {
    group: data,
    label: "Create and Update Custom Connection Data",
    says: "Change a record",
    held: ["admin", "manager", "contributor"],
  },
  "custom-connections-data-delete": {
    group: data,
    label: "Delete Custom Connection Data",
    says: "Delete a record",
    held: ["admin", "manager", "contributor"],
  },
  "custom-connections-evidence-post": {
    group: data,
    label: "Generate Evidence",
    says: "Turn a resource's records into an evidence file",
    held: ["admin", "manager", "auditor"],
  },
  "evidence-get": {
    group: data,
    label: "Read Evidence",
    says: "List and download evidence",
    held: ["admin", "manager", "auditor"],
  },
  "schemas-get": {
    group: schemas,
    label: "Read Schemas",
    says: "See a resource's schema and its versions",
    held: ["admin", "manager", "contributor", "auditor"],
  },
  "schemas-put": {
    group: schemas,
    label: "Publish Schema",
    says: "Publish a new version of a schema",
    held: ["admin", "manager"],
  },
  "audit-get": {
    group: access,
    label: "Read History of What Was Deleted",
    says: "Read the records, history and pushes of deleted connections",
    held: ["admin", "auditor"],
  },
  "keys-get": {
    group: access,
    label: "List API Keys",
    says: "See API keys, what they may do and when they were used",
    held: ["admin", "auditor"],
  },
  "keys-post": { group: access, label: "Create API Key", says: "Create API keys", held: ["admin"] },
  "keys-delete": { group: access, label: "Revoke API Key", says: "Revoke API keys", held: ["admin"] },
} as const satisfies Record<string, Row>;

export type Permission = keyof typeof permissions;

/** Every permission, in the table's order. */
export const everyPermission = Object.keys(permissions) as Permission[];

/** Whether a text names a permission. */
export function isPermission(text: string): text is Permission {
  return Object.hasOwn(permissions, text);
}

/** What a role may do. */
export function permissionsOf(role: Role): ReadonlySet<Permission> {
  return new Set(everyPermission.filter((key) => (permissions[key].held as readonly Role[]).includes(role)));
}
