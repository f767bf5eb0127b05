"use client";

import { useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { problemOf } from "../api";
import type { Permission } from "@/lib/contract/permissions";
import { useConnectionNames } from "../people/connections";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Checkbox } from "../ui/checkbox";
import { Drawer } from "../ui/drawer";
import { Field } from "../ui/field";
import { NativeSelect } from "../ui/select";
import { TextArea, TextInput } from "../ui/text-input";
import { inDays, useCreateKey, type NewKey } from "./key-list";
import { presets } from "./key-words";
import { NewKeyNote } from "./new-key-note";
import { ScopeChoice } from "./scope-choice";

type Values = {
  name: string;
  permissions: Permission[];
  days: string;
  addresses: string;
  kept: boolean;
  connectionIds: number[];
};

/** Asks what a key is for, makes it, and shows it once. */
export function CreateKey({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<NewKey>();
  return (
    <Drawer
      open
      modal
      width="wide"
      onClose={onClose}
      title={made ? `Key “${made.name}” is ready` : "Create an API key"}
      meta={made ? undefined : "It acts within your role, and loses its power when you lose yours"}
    >
      {made ? <NewKeyNote made={made} onClose={onClose} /> : <KeyForm onMade={setMade} onClose={onClose} />}
    </Drawer>
  );
}

function KeyForm({ onMade, onClose }: { onMade: (made: NewKey) => void; onClose: () => void }) {
  const create = useCreateKey();
  const form = useForm<Values>({
    defaultValues: {
      ...{ name: "", permissions: [...(presets[0]?.permissions ?? [])], days: "365", addresses: "" },
      ...{ kept: false, connectionIds: [] },
    },
  });
  const { errors } = form.formState;
  const [scopes, kept, connectionIds] = useWatch({
    control: form.control,
    name: ["permissions", "kept", "connectionIds"],
  });

  const send = form.handleSubmit(async (values) => {
    if (values.permissions.length === 0) return form.setError("permissions", { message: "Choose at least one thing" });
    if (values.kept && values.connectionIds.length === 0) {
      return form.setError("connectionIds", { message: "Choose at least one connection, or let it use all" });
    }
    const wish = {
      name: values.name.trim(),
      permissions: values.permissions,
      expiresAt: values.days === "never" ? null : inDays(Number(values.days)),
      addresses: values.addresses.split(/[\s,]+/).filter(Boolean),
      connectionIds: values.kept ? values.connectionIds : null,
    };
    await create
      .mutateAsync(wish)
      .then(onMade, (thrown: unknown) => form.setError("root", { message: problemOf(thrown).message }));
  });
  return (
    <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-5 pb-2">
      {errors.root && (
        <Callout tone="bad" live title="The key could not be made">
          {errors.root.message}
        </Callout>
      )}
      <Field label="Name" hint="What uses it, so that people know it in a list" error={errors.name?.message} required>
        <TextInput
          autoFocus
          autoComplete="off"
          placeholder="nightly inventory push"
          {...form.register("name", {
            required: "Give it a name",
            maxLength: { value: 255, message: "255 characters at most" },
          })}
        />
      </Field>
      <ScopeChoice
        value={scopes}
        error={errors.permissions?.message}
        onChange={(next) => {
          form.clearErrors("permissions");
          form.setValue("permissions", next);
        }}
      />
      <ConnectionChoice
        kept={kept}
        value={connectionIds}
        error={errors.connectionIds?.message}
        onChange={(next) => {
          form.clearErrors("connectionIds");
          form.setValue("kept", next.kept);
          form.setValue("connectionIds", next.ids);
        }}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="It ends" hint="Rotate it before, with an overlap">
          <NativeSelect {...form.register("days")}>
            <option value="30">in 30 days</option>
            <option value="90">in 90 days</option>
            <option value="365">in a year</option>
            <option value="never">never</option>
          </NativeSelect>
        </Field>
        <Field label="Only from these addresses" hint="IPv4, IPv6 or ranges like 10.0.0.0/8; empty: from anywhere">
          <TextArea rows={2} mono {...form.register("addresses")} />
        </Field>
      </div>
      <div className="flex flex-wrap justify-end gap-2 border-t border-hairline pt-4 max-sm:*:flex-1">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={create.isPending}>
          Create the key
        </Button>
      </div>
    </form>
  );
}

type ConnectionChoiceProps = {
  kept: boolean;
  value: readonly number[];
  error?: string;
  onChange: (next: { kept: boolean; ids: number[] }) => void;
};

/** Keeps the key to some connections. */
function ConnectionChoice({ kept, value, error, onChange }: ConnectionChoiceProps) {
  const connections = useConnectionNames();
  const toggle = (id: number) =>
    onChange({ kept, ids: value.includes(id) ? value.filter((one) => one !== id) : [...value, id] });
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-body font-medium">Where it may do that</legend>
      <Checkbox
        checked={kept}
        onChange={(event) => onChange({ kept: event.target.checked, ids: [...value] })}
        label="Only on some connections"
        says={kept ? undefined : "Otherwise on all of them, those made later included"}
      />
      {kept && (
        <ul className="mt-2 flex max-h-56 flex-col gap-1.5 overflow-y-auto rounded-6 border border-hairline px-3 py-2">
          {connections.data?.map(({ id, name }) => (
            <li key={id}>
              <Checkbox checked={value.includes(id)} onChange={() => toggle(id)} label={<bdi>{name}</bdi>} />
            </li>
          ))}
          {connections.data?.length === 0 && <li className="text-body text-ink-soft">There are no connections yet.</li>}
        </ul>
      )}
      {error && (
        <p role="alert" className="mt-1.5 text-table text-bad">
          {error}
        </p>
      )}
    </fieldset>
  );
}
