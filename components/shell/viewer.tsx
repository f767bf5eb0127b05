"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect, useMemo, useSyncExternalStore } from "react";
import { isOnConnection, permissionsOf, roles, type Permission, type Role } from "@/lib/contract/permissions";
import { keepViewAs, viewAsOf } from "../api";
import { ZoneProvider } from "../ui/time";

/** Who looks at which account, as the server found it for this page. */
export type ViewerFacts = {
  person: { id: number; email: string; firstName: string | null; lastName: string | null };
  account: { id: number; name: string; timeZone: string; plan: string; termsAccepted: boolean };
  role: Role;
  permissions: readonly Permission[];
  connectionRoles: Readonly<Record<string, Role>>;
  accounts: readonly { id: number; name: string }[];
  signInId: string;
};

export type Viewer = ViewerFacts & {
  /** Whether pages should offer something. A courtesy: the API decides by itself. */
  can: (permission: Permission, connectionId?: number) => boolean;
  /** The role through whose eyes this tab looks at the account, if not one's own. */
  viewAs: Role | undefined;
  setViewAs: (role: Role | undefined) => void;
};

const ViewerContext = createContext<Viewer | undefined>(undefined);

/** The person, the account and what may be done here. Only under /a/{account}. */
export function useViewer(): Viewer {
  const viewer = use(ViewerContext);
  if (!viewer) throw new Error("useViewer stands outside ViewerProvider: this component belongs under /a/{account}.");
  return viewer;
}

const watching = new Set<() => void>();

function watch(tell: () => void): () => void {
  watching.add(tell);
  return () => watching.delete(tell);
}

const isRole = (text: string | undefined): text is Role => text !== undefined && Object.hasOwn(roles, text);

/** Hands the viewer to every page of the account, and keeps "view as" for this tab. */
export function ViewerProvider({ facts, children }: { facts: ViewerFacts; children: ReactNode }) {
  const queries = useQueryClient();
  const account = String(facts.account.id);
  const kept = useSyncExternalStore(
    watch,
    () => viewAsOf(account),
    () => undefined,
  );
  const viewAs = isRole(kept) ? kept : undefined;
  // A page that is loaded anew comes with what the person may see, before this tab's role is known.
  useEffect(() => {
    if (viewAsOf(account)) void queries.resetQueries();
  }, [account, queries]);

  const viewer = useMemo<Viewer>(() => {
    const seen = viewAs && permissionsOf(viewAs);
    return {
      ...facts,
      viewAs,
      can: (permission, connectionId) => {
        const given = connectionId === undefined ? undefined : facts.connectionRoles[connectionId];
        const here = isOnConnection(permission) ? given : undefined;
        const held = here ? permissionsOf(here).has(permission) : facts.permissions.includes(permission);
        return held && (seen?.has(permission) ?? true);
      },
      setViewAs: (role) => {
        keepViewAs(account, role);
        watching.forEach((tell) => tell());
        void queries.resetQueries();
      },
    };
  }, [facts, viewAs, account, queries]);

  return (
    <ViewerContext value={viewer}>
      <ZoneProvider zone={facts.account.timeZone}>{children}</ZoneProvider>
    </ViewerContext>
  );
}
