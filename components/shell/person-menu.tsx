"use client";

import { CircleUserRound, LogOut } from "lucide-react";
import { roles, type Role } from "@/lib/contract/permissions";
import { Menu, MenuChoices, MenuItem, MenuLabel, MenuSeparator } from "../ui/menu";
import { IconButton } from "../ui/icon-button";
import { roleName } from "./role-name";
import { useViewer } from "./viewer";

const everyRole = Object.keys(roles) as Role[];

/** The person: their profile and sign-ins, the account as other roles see it, and the way out. */
export function PersonMenu({ onSignOut }: { onSignOut: () => void }) {
  const { account, person, role, viewAs, setViewAs } = useViewer();
  const name = [person.firstName, person.lastName].filter(Boolean).join(" ");
  const initials = (
    <span className="grid size-7 place-items-center rounded-full bg-accent-wash text-meta font-semibold text-accent">
      {initialsOf(name || person.email)}
    </span>
  );
  const choices = [role, ...everyRole.filter((one) => one !== role)].map((one) => ({
    value: one,
    label: one === role ? `${roleName(one)}, as you are` : roleName(one),
  }));
  return (
    <Menu trigger={<IconButton label={`You, ${name || person.email}`} icon={initials} />}>
      <MenuLabel>
        <bdi className="block truncate text-body font-medium text-ink">{name || person.email}</bdi>
        <span className="block truncate">
          {name ? `${person.email} · ` : ""}
          {roleName(role)}
        </span>
      </MenuLabel>
      <MenuSeparator />
      <MenuItem href={`/a/${account.id}/profile`} icon={<CircleUserRound aria-hidden="true" />}>
        Profile and sign-ins
      </MenuItem>
      {role === "admin" && (
        <>
          <MenuSeparator />
          <MenuLabel>See the account as</MenuLabel>
          <MenuChoices
            label="See the account as"
            value={viewAs ?? role}
            onChange={(next) => setViewAs(next === role ? undefined : next)}
            choices={choices}
          />
        </>
      )}
      <MenuSeparator />
      <MenuItem onSelect={onSignOut} icon={<LogOut aria-hidden="true" />}>
        Sign out
      </MenuItem>
    </Menu>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/[\s@._-]+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? "")
    .join("");
}
