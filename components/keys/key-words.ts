import { everyPermission, isPermission, permissions, type Permission } from "@/lib/contract/permissions";

export type Preset = { id: string; label: string; says: string; permissions: readonly Permission[] };

const reading = everyPermission.filter((key) => /^(custom-connections|schemas|evidence)-get$/.test(key));

/** Ready choices for what keys are mostly made for. */
export const presets: readonly Preset[] = [
  {
    id: "push",
    label: "Push records only",
    says: "For a script that delivers. It cannot read anything back.",
    permissions: ["custom-connections-data-post"],
  },
  {
    id: "sync",
    label: "Push, change and read records",
    says: "For a script that keeps a resource in step with its source.",
    permissions: [
      ...["custom-connections-get", "custom-connections-data-post", "custom-connections-data-put"],
      ...["custom-connections-data-delete", "schemas-get"],
    ] as Permission[],
  },
  { id: "read", label: "Read only", says: "Connections, records, schemas and evidence.", permissions: reading },
];

/** What a key may do, in a few words. */
export function scopeWords(held: readonly Permission[]): string {
  const preset = presets.find(({ permissions: chosen }) => sameSet(chosen, held));
  if (preset) return preset.label;
  if (held.length === everyPermission.length) return "Everything its owner may do";
  if (held.length === 0) return "Nothing";
  const [first] = held;
  return held.length === 1 && first
    ? permissions[first].says
    : `${held.length} of ${everyPermission.length} permissions`;
}

function sameSet(one: readonly Permission[], other: readonly Permission[]): boolean {
  return one.length === other.length && one.every((key) => other.includes(key));
}

const causes: Record<string, string> = {
  revoked: "It was revoked",
  expired: "It had expired",
  address: "It came from an address it may not be used from",
  rate: "It asked too often within a minute",
  terms: "The API terms were not accepted",
  plan: "The plan has no Custom Connections",
  forbidden: "It asked for more than it may do",
};

/** Why a key was refused, as its people read it. */
export function causeWords(cause: string): string {
  const missing = /^lacks (.+)$/.exec(cause)?.[1];
  if (missing && isPermission(missing)) return `It lacks “${permissions[missing].label}”`;
  return causes[cause] ?? (cause.startsWith("address ") ? `${causes.address}: ${cause.slice(8)}` : cause);
}

/** What mends it. */
export function mendOf(cause: string): string {
  if (cause.startsWith("lacks ")) return "Make a key with this permission, or give its owner a role that has it.";
  const words: Record<string, string> = {
    revoked: "Whoever still uses it needs a new key.",
    expired: "Make a new key for whoever still uses it.",
    address: "Add the address to a new key, or find out who holds this one.",
    rate: "Push many records in one request, or raise the limit.",
    terms: "Accept the API terms under Settings.",
    plan: "Change the plan under Settings.",
  };
  return words[cause.split(" ")[0] ?? ""] ?? "";
}
