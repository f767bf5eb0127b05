import {
  ArchiveIcon,
  Cable,
  House,
  KeyRound,
  ListChecks,
  type LucideIcon,
  ScrollText,
  Settings,
  UsersRound,
} from "lucide-react";
import type { Permission } from "@/lib/contract/permissions";
import type { ShortcutId } from "./shortcuts";
import type { Viewer } from "./viewer";

export type Place = {
  label: string;
  /** Under /a/{account}; the home page has none. */
  path: string;
  icon: LucideIcon;
  shortcut?: ShortcutId;
  /** Without it the place is not offered; who goes there by its address reads why. */
  permission?: Permission;
  /** Whether it is about running the account, and stands under the line. */
  running?: boolean;
  /** Whether the job tray leads there, so that the navigation beside it need not. */
  inTray?: boolean;
};

/** The places of an account, in the order of the navigation. */
export const places: readonly Place[] = [
  { label: "Home", path: "", icon: House, shortcut: "home" },
  { label: "Connections", path: "/connections", icon: Cable, shortcut: "connections" },
  { label: "Evidence", path: "/evidence", icon: ArchiveIcon, shortcut: "evidence", permission: "evidence-get" },
  { label: "Audit", path: "/audit", icon: ScrollText, shortcut: "audit", permission: "audit-list" },
  { label: "Jobs", path: "/jobs", icon: ListChecks, permission: "custom-connections-get", inTray: true },
  { label: "People", path: "/people", icon: UsersRound, shortcut: "people", permission: "members-get", running: true },
  { label: "API keys", path: "/keys", icon: KeyRound, shortcut: "keys", permission: "keys-get", running: true },
  {
    label: "Settings",
    path: "/settings",
    icon: Settings,
    shortcut: "settings",
    permission: "account-get",
    running: true,
  },
];

/** Whether this person is offered a place. */
export function isOffered({ permission }: Place, { can }: Viewer): boolean {
  return permission === undefined || can(permission);
}
