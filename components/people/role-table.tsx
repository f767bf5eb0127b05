"use client";

import { Check, Eye } from "lucide-react";
import { Fragment } from "react";
import {
  everyPermission,
  permissions,
  permissionsOf,
  roles,
  type Permission,
  type Role,
} from "@/lib/contract/permissions";
import { roleName } from "../shell/role-name";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";

const everyRole = Object.keys(roles) as Role[];
const groups = [...new Set(everyPermission.map((key) => permissions[key].group))];

/** Who may do what, from the very table that decides it. */
export function RoleTable() {
  const { setViewAs, viewAs } = useViewer();
  return (
    <section aria-labelledby="roles-title" className="mt-10">
      <h2 id="roles-title" className="text-section font-semibold">
        What each role may do
      </h2>
      <p className="mt-0.5 max-w-[70ch] text-body text-ink-soft">
        A role on one connection replaces the role in the account there, up or down. Look through a role’s eyes to see
        what its people see.
      </p>
      <ul className="mt-3 grid gap-x-6 gap-y-2 text-body sm:grid-cols-2 lg:grid-cols-3">
        {everyRole.map((role) => (
          <li key={role} className="flex items-start justify-between gap-3 border-t border-hairline pt-2">
            <span>
              <span className="font-medium">{roleName(role)}</span>
              <span className="block text-table text-ink-faint">{roles[role]}</span>
            </span>
            <Button
              size="small"
              variant="quiet"
              icon={<Eye aria-hidden="true" />}
              disabled={viewAs === role}
              aria-label={`View as ${roleName(role)}`}
              onClick={() => setViewAs(role)}
            >
              View as
            </Button>
          </li>
        ))}
      </ul>
      <div className="relative mt-5 overflow-x-auto" tabIndex={0} role="region" aria-label="Permissions by role">
        <table className="w-full min-w-[44rem] text-table">
          <caption className="sr-only">Permissions by role</caption>
          <thead>
            <tr className="border-b border-hairline text-left text-ink-faint">
              <th scope="col" className="h-8 px-2 font-medium">
                Permission
              </th>
              {everyRole.map((role) => (
                <th key={role} scope="col" className="w-28 px-2 text-center font-medium">
                  {roleName(role)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <Fragment key={group}>
                <tr>
                  <th
                    scope="colgroup"
                    colSpan={everyRole.length + 1}
                    className="px-2 pt-4 pb-1 text-left text-meta font-medium text-ink-faint"
                  >
                    {group}
                  </th>
                </tr>
                {everyPermission
                  .filter((key) => permissions[key].group === group)
                  .map((key) => (
                    <PermissionRow key={key} permission={key} />
                  ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function PermissionRow({ permission }: { permission: Permission }) {
  const { says, label } = permissions[permission];
  return (
    <tr className="border-b border-hairline hover:bg-wash">
      <th scope="row" title={`${label} (${permission})`} className="h-8 px-2 text-left font-normal text-ink">
        {says}
      </th>
      {everyRole.map((role) => (
        <td key={role} className="px-2 text-center">
          {permissionsOf(role).has(permission) ? (
            <>
              <Check aria-hidden="true" className="mx-auto size-4 text-good" />
              <span className="sr-only">yes</span>
            </>
          ) : (
            <>
              <span aria-hidden="true" className="text-ink-faint">
                –
              </span>
              <span className="sr-only">no</span>
            </>
          )}
        </td>
      ))}
    </tr>
  );
}
