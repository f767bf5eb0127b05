export const roles = {
  admin: "Runs the account: everything, people and keys included",
  manager: "Runs compliance: connections, schemas, records and evidence",
  contributor: "Works on records, nothing else",
  auditor: "Reads everything and takes evidence, changes nothing",
  guest: "Sees only the connections given to them, in the role given there",
} as const;

export type Role = keyof typeof roles;

/** on: whether a role on one connection can grant or take it, or the role in the account alone decides. */
type Row = { group: string; label: string; says: string; on: "connection" | "account"; held: readonly Role[] };

const management = "Custom Connections Management";
const data = "Custom Connections Data";
const schemas = "Schemas";
const views = "Saved Views";
const access = "Access";
const people = "People";
const account = "Account";

/**
 * Who may do what. The first eight keys and labels are the vendor's, so that a key made for its API means the same
 * here. Guard, pages, key form, OpenAPI and tests read this table.
 */
export const permissions = {
  "custom-connections-get": {
    group: management,
    label: "List Custom Connections",
    says: "See connections, their resources and records",
    on: "connection",
    held: ["admin", "manager", "contributor", "auditor"],
  },
  "custom-connections-post": {
    group: management,
    label: "Create Custom Connection",
    says: "Create connections and resources",
    on: "connection",
    held: ["admin", "manager"],
  },
  "custom-connections-put": {
    group: management,
    label: "Update Custom Connection",
    says: "Rename and describe connections and resources",
    on: "connection",
    held: ["admin", "manager"],
  },
  "custom-connections-delete": {
    group: management,
    label: "Delete Custom Connection",
    says: "Delete connections and resources",
    on: "connection",
    held: ["admin", "manager"],
  },
  "custom-connections-restore": {
    group: management,
    label: "Restore Custom Connection",
    says: "Bring a deleted connection back",
    on: "connection",
    held: ["admin"],
  },
  "custom-connections-data-post": {
    group: data,
    label: "Create Custom Connection Data",
    says: "Push records",
    on: "connection",
    held: ["admin", "manager", "contributor"],
  },
  "custom-connections-data-put": {
    group: data,
    label: "Create and Update Custom Connection Data",
    says: "Change a record",
    on: "connection",
    held: ["admin", "manager", "contributor"],
  },
  "custom-connections-data-delete": {
    group: data,
    label: "Delete Custom Connection Data",
    says: "Delete a record",
    on: "connection",
    held: ["admin", "manager", "contributor"],
  },
  "imports-post": {
    group: data,
    label: "Import Files",
    says: "Upload a file, plan what it does and commit it",
    on: "connection",
    held: ["admin", "manager", "contributor"],
  },
  "custom-connections-evidence-post": {
    group: data,
    label: "Generate Evidence",
    says: "Turn a resource's records into an evidence file; following it and taking it is Read Evidence",
    on: "connection",
    held: ["admin", "manager", "auditor"],
  },
  "evidence-get": {
    group: data,
    label: "Read Evidence",
    says: "List and download evidence",
    on: "connection",
    held: ["admin", "manager", "auditor"],
  },
  "evidence-share": {
    group: data,
    label: "Share Evidence",
    says: "Make links by which somebody without a sign-in reads one evidence, and end them",
    on: "connection",
    held: ["admin", "manager"],
  },
  "evidence-schedule": {
    group: data,
    label: "Schedule Evidence",
    says: "Have evidence generated at set times, or when records came in",
    on: "connection",
    held: ["admin", "manager"],
  },
  "evidence-delete": {
    group: data,
    label: "Delete Evidence",
    says: "Delete evidence, and set how long it is kept; what it was stays on record",
    on: "connection",
    held: ["admin", "manager"],
  },
  "evidence-hold": {
    group: data,
    label: "Hold Evidence",
    says: "Put evidence under a legal hold, which nobody can delete, and lift it",
    on: "connection",
    held: ["admin"],
  },
  "sensitive-get": {
    group: data,
    label: "Read Sensitive Data",
    says: "Read values that a schema marks as sensitive; for others they are masked",
    on: "connection",
    held: ["admin", "manager"],
  },
  "records-erase": {
    group: data,
    label: "Erase Records",
    says: "Erase a record's values for good, in every version, as the law may ask",
    on: "connection",
    held: ["admin"],
  },
  "schemas-get": {
    group: schemas,
    label: "Read Schemas",
    says: "See a resource's schema and its versions",
    on: "connection",
    held: ["admin", "manager", "contributor", "auditor"],
  },
  "schemas-put": {
    group: schemas,
    label: "Publish Schema",
    says: "Publish a new version of a schema",
    on: "connection",
    held: ["admin", "manager"],
  },
  "audit-get": {
    group: access,
    label: "Read History of What Was Deleted",
    says: "Read the records, history and pushes of deleted connections",
    on: "connection",
    held: ["admin", "auditor"],
  },
  "keys-get": {
    group: access,
    label: "List API Keys",
    says: "See API keys, what they may do and when they were used",
    on: "account",
    held: ["admin", "auditor"],
  },
  "keys-post": { group: access, label: "Create API Key", says: "Create API keys", on: "account", held: ["admin"] },
  "keys-delete": { group: access, label: "Revoke API Key", says: "Revoke API keys", on: "account", held: ["admin"] },
  "signing-keys-manage": {
    group: access,
    label: "Manage Signing Keys",
    says: "Make a new key that evidence is signed with, and revoke one",
    on: "account",
    held: ["admin"],
  },
  "views-put": {
    group: views,
    label: "Share Saved Views",
    says: "Save, change and delete views for everyone",
    on: "connection",
    held: ["admin", "manager"],
  },
  "members-get": {
    group: people,
    label: "List People",
    says: "See people, their roles and open invitations",
    on: "account",
    held: ["admin", "manager", "auditor"],
  },
  "members-post": {
    group: people,
    label: "Invite People",
    says: "Invite people and take invitations back",
    on: "account",
    held: ["admin"],
  },
  "members-put": {
    group: people,
    label: "Change Roles",
    says: "Give people another role, end their sign-ins",
    on: "account",
    held: ["admin"],
  },
  "members-delete": {
    group: people,
    label: "Remove People",
    says: "Remove people, which ends their keys",
    on: "account",
    held: ["admin"],
  },
  "account-get": {
    group: account,
    label: "Read Account Settings",
    says: "See the account's name, time zone, plan, terms and limits",
    on: "account",
    held: ["admin", "manager", "contributor", "auditor", "guest"],
  },
  "account-put": {
    group: account,
    label: "Change Account Settings",
    says: "Change the account's name, time zone, alerts, terms and plan",
    on: "account",
    held: ["admin"],
  },
  "jobs-manage": {
    group: account,
    label: "Manage Jobs",
    says: "See, stop and retry everybody's jobs",
    on: "account",
    held: ["admin"],
  },
  "audit-list": {
    group: account,
    label: "Read Audit Trail",
    says: "See and export who did what, when and through what",
    on: "account",
    held: ["admin", "auditor"],
  },
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

/** Whether a role on one connection counts for a permission; else the role in the account alone does. */
export function isOnConnection(permission: Permission): boolean {
  return permissions[permission].on === "connection";
}
