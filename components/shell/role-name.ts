import type { Role } from "@/lib/contract/permissions";

const names: Record<Role, string> = {
  admin: "Administrator",
  manager: "Compliance manager",
  contributor: "Contributor",
  auditor: "Auditor",
  guest: "Guest",
};

/** A role as people read it. */
export function roleName(role: Role): string {
  return names[role];
}
