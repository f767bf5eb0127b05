"use client";

import { Download, UserPlus } from "lucide-react";
import { useMemo, useState } from "react";
import { addressOf } from "../api";
import { useActions } from "../shell/actions";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { FailedState } from "../ui/failed-state";
import { Menu, MenuItem } from "../ui/menu";
import { NotAllowed } from "../ui/not-allowed";
import { Count } from "../ui/number";
import { PageHeader } from "../ui/page-header";
import { SkeletonRows } from "../ui/skeleton";
import { Invitations } from "./invitations";
import { InviteDialog } from "./invite-dialog";
import { usePeople } from "./people-list";
import { PeopleTable } from "./people-table";
import { RoleTable } from "./role-table";

/** Who belongs to the account and what they may do. */
export function PeoplePage() {
  const { account, can } = useViewer();
  const [inviting, setInviting] = useState(false);
  const crumbs = [{ label: account.name, href: `/a/${account.id}` }];
  const mayInvite = can("members-post");
  const actions = useMemo(
    () => (mayInvite ? [{ id: "invite", label: "Invite somebody", run: () => setInviting(true) }] : []),
    [mayInvite],
  );
  useActions(actions);
  if (!can("members-get")) {
    return (
      <>
        <PageHeader crumbs={crumbs} title="People" />
        <NotAllowed permission="members-get" />
        <RoleTable />
      </>
    );
  }
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title="People"
        meta={<PeopleCount />}
        action={
          <>
            <ExportMenu />
            {mayInvite && (
              <Button variant="primary" icon={<UserPlus aria-hidden="true" />} onClick={() => setInviting(true)}>
                Invite somebody
              </Button>
            )}
          </>
        }
      />
      <PeopleList />
      <Invitations />
      <RoleTable />
      <InviteDialog open={inviting} onClose={() => setInviting(false)} />
    </>
  );
}

function PeopleCount() {
  const people = usePeople();
  return people.data ? <Count value={people.data.data.length} of={["person", "people"]} /> : null;
}

function PeopleList() {
  const people = usePeople();
  if (people.isPending) return <SkeletonRows columns={6} rows={5} label="Loading people" />;
  if (people.isError) {
    return (
      <FailedState what="The people could not be read" problem={people.error} retry={() => void people.refetch()} />
    );
  }
  return <PeopleTable people={people.data.data} />;
}

/** The access review as a file: who can do what, with which keys, last used when. */
function ExportMenu() {
  const { account, can, viewAs } = useViewer();
  if (!can("keys-get")) return null;
  const take = (format: "csv" | "json") =>
    window.location.assign(addressOf("/api/access-export", { format, account: account.id, viewAs }));
  return (
    <Menu align="end" trigger={<Button icon={<Download aria-hidden="true" />}>Export access review</Button>}>
      <MenuItem says="One line for each person, role and key" onSelect={() => take("csv")}>
        CSV, for a spreadsheet
      </MenuItem>
      <MenuItem says="The same with every permission, for programs" onSelect={() => take("json")}>
        JSON
      </MenuItem>
    </Menu>
  );
}
