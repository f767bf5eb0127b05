"use client";

import { Undo2 } from "lucide-react";
import { roleName } from "../shell/role-name";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { SimpleTable, type SimpleColumn } from "../ui/simple-table";
import { Status } from "../ui/status";
import { RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import { isOver, useInvitations, useRevokeInvitation, type Invitation } from "./invitation-list";

/** Invitations that wait for an answer; nothing where there are none. */
export function Invitations() {
  const { can } = useViewer();
  const invitations = useInvitations();
  const revoke = useRevokeInvitation();
  if (!invitations.data?.length) return null;

  const takeBack = ({ id, email }: Invitation) =>
    revoke.mutate(id, {
      onSuccess: () => toast.done(`The invitation of ${email} no longer works`),
      onError: (problem) => toast.failed(problem, "The invitation could not be taken back"),
    });
  const columns: SimpleColumn<Invitation>[] = [
    { key: "email", head: "Invited", cell: ({ email }) => <bdi>{email}</bdi> },
    { key: "role", head: "Role", cell: ({ role }) => roleName(role) },
    { key: "by", head: "By", cell: ({ createdBy }) => createdBy, wideOnly: true },
    { key: "since", head: "Since", cell: ({ createdAt }) => <RelativeTime time={createdAt} />, wideOnly: true },
    { key: "until", head: "Works until", cell: (invitation) => <Until of={invitation} /> },
    {
      key: "do",
      head: <span className="sr-only">Actions</span>,
      numeric: true,
      cell: (invitation) =>
        can("members-post") && (
          <Button
            size="small"
            variant="quiet"
            icon={<Undo2 aria-hidden="true" />}
            aria-label={`Take back the invitation of ${invitation.email}`}
            onClick={() => takeBack(invitation)}
          >
            Take back
          </Button>
        ),
    },
  ];
  return (
    <section aria-labelledby="invitations-title" className="mt-8">
      <h2 id="invitations-title" className="mb-1 text-section font-semibold">
        Open invitations
      </h2>
      <SimpleTable
        caption="Open invitations"
        columns={columns}
        rows={invitations.data}
        rowKey={({ id }) => String(id)}
      />
    </section>
  );
}

function Until({ of }: { of: Invitation }) {
  return isOver(of) ? <Status tone="caution">Expired</Status> : <RelativeTime time={of.expiresAt} />;
}
