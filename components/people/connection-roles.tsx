"use client";

import { permissionsOf, roles, type Role } from "@/lib/contract/permissions";
import { roleName } from "../shell/role-name";
import { NativeSelect } from "../ui/select";
import { SkeletonLines } from "../ui/skeleton";
import { useConnectionNames } from "./connections";
import type { ConnectionRole } from "./people-list";

type ConnectionRolesProps = {
  /** The role that counts where none is chosen. */
  role: Role;
  value: readonly ConnectionRole[];
  onChange: (value: ConnectionRole[]) => void;
};

const FOLLOW = "follow";

/** For each connection, the role that counts there instead of the one in the account. */
export function ConnectionRoles({ role, value, onChange }: ConnectionRolesProps) {
  const connections = useConnectionNames();
  if (connections.isPending) return <SkeletonLines label="Loading connections" />;
  if (connections.isError) return <p className="text-body text-bad">{connections.error.message}</p>;
  if (connections.data.length === 0) return <p className="text-body text-ink-soft">There are no connections yet.</p>;

  const choose = (connectionId: number, chosen: string) => {
    const others = value.filter((one) => one.connectionId !== connectionId);
    onChange(chosen === FOLLOW ? others : [...others, { connectionId, role: chosen as Role }]);
  };
  return (
    <ul className="divide-y divide-hairline rounded-6 border border-hairline">
      {connections.data.map(({ id, name }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
          <label htmlFor={`role-on-${id}`} className="min-w-40 flex-1 truncate text-body">
            <bdi>{name}</bdi>
          </label>
          <NativeSelect
            id={`role-on-${id}`}
            small
            className="sm:w-56!"
            value={value.find(({ connectionId }) => connectionId === id)?.role ?? FOLLOW}
            onChange={(event) => choose(id, event.target.value)}
          >
            <option value={FOLLOW}>{follows(role)}</option>
            {(Object.keys(roles) as Role[]).map((each) => (
              <option key={each} value={each}>
                {each === "guest" ? "No access" : roleName(each)}
              </option>
            ))}
          </NativeSelect>
        </li>
      ))}
    </ul>
  );
}

function follows(role: Role): string {
  return permissionsOf(role).has("custom-connections-get") ? `As in the account: ${roleName(role)}` : "Not given";
}
