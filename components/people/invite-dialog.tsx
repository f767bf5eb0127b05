"use client";

import { useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { roles, type Role } from "@/lib/contract/permissions";
import { problemOf } from "../api";
import { roleName } from "../shell/role-name";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { RadioGroup } from "../ui/radio-group";
import { TextInput } from "../ui/text-input";
import { ExactTime } from "../ui/time";
import { ConnectionRoles } from "./connection-roles";
import { useInvite, type Invited } from "./invitation-list";
import type { ConnectionRole } from "./people-list";

type Values = { email: string; role: Role; connectionRoles: ConnectionRole[] };

const choices = (Object.keys(roles) as Role[]).map((role) => ({
  value: role,
  label: roleName(role),
  says: roles[role],
}));

/** Asks whom to invite and as what; then hands over the link, which nobody sees again. */
export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [invited, setInvited] = useState<Invited>();
  const close = () => {
    setInvited(undefined);
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={invited ? `${invited.email} is invited` : "Invite somebody"}
      description={
        invited ? undefined : "They get a link, choose a password and are in. The link works for a few days."
      }
    >
      {invited ? (
        <InvitedNote invited={invited} onClose={close} />
      ) : (
        <InviteForm onInvited={setInvited} onClose={close} />
      )}
    </Dialog>
  );
}

function InviteForm({ onInvited, onClose }: { onInvited: (invited: Invited) => void; onClose: () => void }) {
  const invite = useInvite();
  const form = useForm<Values>({ defaultValues: { email: "", role: "auditor", connectionRoles: [] } });
  const { errors } = form.formState;
  const [role, connectionRoles] = useWatch({ control: form.control, name: ["role", "connectionRoles"] });

  const send = form.handleSubmit(async ({ email, ...rest }) => {
    const body = {
      email: email.trim(),
      role: rest.role,
      ...(rest.connectionRoles.length && { connectionRoles: rest.connectionRoles }),
    };
    await invite.mutateAsync(body).then(onInvited, (thrown: unknown) => {
      form.setError("email", { message: problemOf(thrown).message });
    });
  });
  const email = form.register("email", {
    required: "Write whom to invite",
    pattern: { value: /^\s*[^\s@]+@[^\s@]+\s*$/, message: "This is not an e-mail address" },
  });
  return (
    <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-4">
      <Field label="E-mail address" error={errors.email?.message} required>
        <TextInput type="email" autoComplete="off" autoFocus {...email} />
      </Field>
      <RadioGroup
        label="Role in the account"
        value={role}
        onChange={(next) => form.setValue("role", next)}
        choices={choices}
      />
      <details open={role === "guest"} className="group">
        <summary className="cursor-pointer rounded-6 text-body font-medium">
          {role === "guest" ? "Connections they are given" : "Another role on single connections"}
        </summary>
        <div className="mt-2">
          <ConnectionRoles
            role={role}
            value={connectionRoles}
            onChange={(next) => form.setValue("connectionRoles", next)}
          />
        </div>
      </details>
      <div className="flex flex-wrap justify-end gap-2 max-sm:*:flex-1">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={invite.isPending}>
          Send invitation
        </Button>
      </div>
    </form>
  );
}

function InvitedNote({ invited, onClose }: { invited: Invited; onClose: () => void }) {
  const { email, role, link, mailed, expiresAt } = invited;
  return (
    <div className="flex flex-col gap-4">
      {mailed ? (
        <Callout tone="good" live title={`Mailed to ${email}`}>
          The same link, should the mail get lost:
        </Callout>
      ) : (
        <Callout tone="caution" live title="Hand over this link yourself">
          This installation sends no mail. The link is shown once; whoever has it can join as {email}.
        </Callout>
      )}
      <div className="flex items-end gap-2">
        <Field label="Invitation link" className="flex-1">
          <TextInput readOnly mono value={link} onFocus={(event) => event.target.select()} />
        </Field>
        <CopyButton text={link} what="invitation link" />
      </div>
      <p className="text-table text-ink-faint">
        {roleName(role)} · the link works until <ExactTime time={expiresAt} />
      </p>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}
