"use client";

import { useState } from "react";
import { roleName } from "../shell/role-name";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { toast } from "../ui/toast";
import { ConnectionRoles } from "./connection-roles";
import { nameOf, useChangePerson, type Person } from "./people-list";

/** Gives somebody other roles on single connections. */
export function ConnectionRolesDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const [roles, setRoles] = useState(person.connectionRoles);
  const change = useChangePerson();
  const before = person.connectionRoles;

  const save = () =>
    change.mutate(
      { id: person.id, change: { connectionRoles: roles } },
      {
        onSuccess: () => {
          toast.done(`The roles of ${nameOf(person)} are changed`, {
            undo: () => change.mutateAsync({ id: person.id, change: { connectionRoles: before } }),
          });
          onClose();
        },
        onError: (problem) => toast.failed(problem, "The roles could not be changed"),
      },
    );
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Roles of ${nameOf(person)} on connections`}
      description={`In the account: ${roleName(person.role)}. What is chosen here replaces that on the connection, within a second.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={change.isPending} onClick={save}>
            Save roles
          </Button>
        </>
      }
    >
      <ConnectionRoles role={person.role} value={roles} onChange={setRoles} />
    </Dialog>
  );
}
