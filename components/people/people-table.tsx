"use client";

import { Cable, Ellipsis, LogOut, UserMinus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { roles, type Role } from "@/lib/contract/permissions";
import { api } from "../api";
import { roleName } from "../shell/role-name";
import { useViewer } from "../shell/viewer";
import { IconButton } from "../ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { Count } from "../ui/number";
import { NativeSelect } from "../ui/select";
import { SimpleTable, type SimpleColumn } from "../ui/simple-table";
import { Status } from "../ui/status";
import { RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import { ConnectionRolesDialog } from "./connection-roles-dialog";
import { nameOf, useChangePerson, type Person } from "./people-list";
import { RemoveDialog } from "./remove-dialog";

type Asked = { what: "roles" | "remove"; person: Person };

/** The people of the account; who runs it changes roles in the row itself. */
export function PeopleTable({ people }: { people: readonly Person[] }) {
  const { can, account, person: me } = useViewer();
  const [asked, setAsked] = useState<Asked>();
  const columns: SimpleColumn<Person>[] = [
    { key: "person", head: "Person", cell: (person) => <Name person={person} me={person.id === me.id} /> },
    {
      key: "role",
      head: "Role",
      cell: (person) => <RoleCell person={person} me={person.id === me.id} />,
      className: "w-52 card:w-auto",
    },
    {
      key: "connections",
      head: "On connections",
      cell: (person) => <OnConnections person={person} ask={setAsked} />,
      wideOnly: true,
    },
    {
      key: "factor",
      head: "Two-factor",
      wideOnly: true,
      cell: ({ twoFactor }) =>
        twoFactor ? <Status tone="good">On</Status> : <span className="text-ink-faint">Off</span>,
    },
    {
      key: "seen",
      head: "Last seen",
      cell: ({ lastSeenAt }) =>
        lastSeenAt ? (
          <>
            <span className="hidden card:inline">seen </span>
            <RelativeTime time={lastSeenAt} />
          </>
        ) : (
          <span className="text-ink-faint">Never signed in</span>
        ),
    },
    {
      key: "keys",
      head: "Keys",
      numeric: true,
      wideOnly: true,
      cell: ({ id, keys }) =>
        keys > 0 && can("keys-get") ? (
          <Link href={`/a/${account.id}/keys?owner=${id}`} aria-label={`${keys} keys`}>
            <Count value={keys} />
          </Link>
        ) : (
          <Count value={keys} className={keys ? "" : "text-ink-faint"} />
        ),
    },
    {
      key: "do",
      head: <span className="sr-only">Actions</span>,
      numeric: true,
      cell: (person) => <Actions person={person} ask={setAsked} />,
      className: "w-12",
    },
  ];
  return (
    <>
      <SimpleTable caption="People" columns={columns} rows={people} rowKey={({ id }) => String(id)} />
      {asked?.what === "roles" && <ConnectionRolesDialog person={asked.person} onClose={() => setAsked(undefined)} />}
      {asked?.what === "remove" && <RemoveDialog person={asked.person} onClose={() => setAsked(undefined)} />}
    </>
  );
}

function Name({ person, me }: { person: Person; me: boolean }) {
  const name = nameOf(person);
  return (
    <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 py-1">
      <bdi className="wrap-anywhere">{name}</bdi>
      {me && <span className="text-meta font-normal text-ink-faint">you</span>}
      {name !== person.email && <bdi className="font-normal wrap-anywhere text-ink-faint">{person.email}</bdi>}
    </span>
  );
}

function RoleCell({ person, me }: { person: Person; me: boolean }) {
  const { can } = useViewer();
  const change = useChangePerson();
  if (!can("members-put") || me) {
    return <span title={me ? "Another administrator can change your role" : undefined}>{roleName(person.role)}</span>;
  }
  const choose = (role: Role) =>
    change.mutate(
      { id: person.id, change: { role } },
      {
        onSuccess: () =>
          toast.done(`${nameOf(person)} is ${roleName(role)} now`, {
            undo: () => change.mutateAsync({ id: person.id, change: { role: person.role } }),
          }),
        onError: (problem) => toast.failed(problem, "The role could not be changed"),
      },
    );
  return (
    <NativeSelect
      small
      aria-label={`Role of ${nameOf(person)}`}
      value={person.role}
      onChange={(event) => choose(event.target.value as Role)}
    >
      {(Object.keys(roles) as Role[]).map((role) => (
        <option key={role} value={role}>
          {roleName(role)}
        </option>
      ))}
    </NativeSelect>
  );
}

type Ask = { person: Person; ask: (asked: Asked) => void };

function OnConnections({ person, ask }: Ask) {
  const { can } = useViewer();
  const count = person.connectionRoles.length;
  const words = count === 0 ? (person.role === "guest" ? "none given" : "as in the account") : undefined;
  const text = words ?? (count === 1 ? "1 other role" : `${count} other roles`);
  if (!can("members-put")) return <span className={count ? "" : "text-ink-faint"}>{text}</span>;
  return (
    <button
      type="button"
      onClick={() => ask({ what: "roles", person })}
      aria-label={`Roles of ${nameOf(person)} on connections: ${text}`}
      className={`rounded-6 text-left underline decoration-hairline underline-offset-4 hover:decoration-edge ${count ? "text-ink-soft" : "text-ink-faint"}`}
    >
      {text}
    </button>
  );
}

function Actions({ person, ask }: Ask) {
  const { can, person: me } = useViewer();
  const name = nameOf(person);
  if (!can("members-put") && !can("members-delete")) return null;
  const endSignIns = () =>
    api.delete<{ ended: number }>(`/api/people/${person.id}/sign-ins`).then(
      ({ ended }) => toast.done(ended ? `${name} is signed out everywhere` : `${name} was not signed in anywhere`),
      (problem: unknown) => toast.failed(problem, "The sign-ins could not be ended"),
    );
  return (
    <Menu align="end" trigger={<IconButton label={`More about ${name}`} icon={<Ellipsis />} size="small" />}>
      <MenuItem
        icon={<Cable aria-hidden="true" />}
        disabled={!can("members-put")}
        onSelect={() => ask({ what: "roles", person })}
      >
        Roles on connections…
      </MenuItem>
      <MenuItem icon={<LogOut aria-hidden="true" />} disabled={!can("members-put")} onSelect={() => void endSignIns()}>
        End all sign-ins
      </MenuItem>
      <MenuSeparator />
      <MenuItem
        icon={<UserMinus aria-hidden="true" />}
        tone="bad"
        disabled={!can("members-delete") || person.id === me.id}
        onSelect={() => ask({ what: "remove", person })}
      >
        Remove from the account…
      </MenuItem>
    </Menu>
  );
}
