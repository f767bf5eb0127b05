import { permissionsOf, type Permission, type Role } from "@/lib/contract/permissions";

export type Viewer = {
  person: { id: number; email: string; firstName: string | null; lastName: string | null };
  account: { id: number; name: string; timeZone: string; plan: string; termsAccepted: boolean };
  role: Role;
  permissions: Permission[];
  connectionRoles: Record<string, Role>;
  accounts: { id: number; name: string }[];
  signInId: string;
};

export async function viewerOf(accountId: number): Promise<Viewer> {
  return {
    person: { id: 1, email: "ada.moreau@acme.example", firstName: "Ada", lastName: "Moreau" },
    account: { id: accountId, name: "Acme", timeZone: "Europe/Berlin", plan: "scale", termsAccepted: true },
    role: "admin",
    permissions: [...permissionsOf("admin")],
    connectionRoles: {},
    accounts: [
      { id: accountId, name: "Acme" },
      { id: 2, name: "Northwind with a rather long name GmbH & Co. KG" },
    ],
    signInId: "x",
  };
}
