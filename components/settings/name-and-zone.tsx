"use client";

import { useForm, useWatch } from "react-hook-form";
import { problemOf } from "../api";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { useMounted } from "../ui/mounted";
import { NativeSelect } from "../ui/select";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { useUpdateAccount, type Account } from "./account";
import { Section } from "./section";

type Values = { name: string; timeZone: string };

/** What the account is called, and in which time zone its times are shown and its days counted. */
export function NameAndZone({ account }: { account: Account }) {
  const { can } = useViewer();
  const update = useUpdateAccount();
  const values = { name: account.name, timeZone: account.timeZone };
  const form = useForm<Values>({ values });
  const { errors, isDirty } = form.formState;
  const timeZone = useWatch({ control: form.control, name: "timeZone" });
  const save = form.handleSubmit(async (next) => {
    await update.mutateAsync({ name: next.name.trim(), timeZone: next.timeZone }).then(
      () => toast.done("Saved", { undo: () => update.mutateAsync(values) }),
      (thrown: unknown) => form.setError("root", { message: problemOf(thrown).message }),
    );
  });
  return (
    <Section
      id="account"
      title="Name and time zone"
      says="Every time in these pages is shown in the time zone, and days begin in it."
    >
      <form noValidate onSubmit={(event) => void save(event)} className="flex max-w-md flex-col gap-4">
        <Field label="Name" error={errors.name?.message} required>
          <TextInput
            disabled={!can("account-put")}
            {...form.register("name", { validate: (name) => name.trim() !== "" || "Give it a name" })}
          />
        </Field>
        <Field label="Time zone" hint={<Clock zone={timeZone} />} error={errors.root?.message}>
          <NativeSelect disabled={!can("account-put")} {...form.register("timeZone")}>
            <Zones present={account.timeZone} />
          </NativeSelect>
        </Field>
        {can("account-put") && (
          <div>
            <Button type="submit" variant="primary" disabled={!isDirty} busy={update.isPending}>
              Save
            </Button>
          </div>
        )}
      </form>
    </Section>
  );
}

function Zones({ present }: { present: string }) {
  const known = useMounted() ? Intl.supportedValuesOf("timeZone") : [];
  const all = [...new Set(["UTC", present, ...known])];
  return all.map((zone) => (
    <option key={zone} value={zone}>
      {zone.replaceAll("_", " ")}
    </option>
  ));
}

/** What a clock there shows now, so that nobody has to know the zone's name by heart. */
function Clock({ zone }: { zone: string }) {
  const mounted = useMounted();
  if (!mounted) return "It is now …";
  const time = new Intl.DateTimeFormat(undefined, { timeZone: zone, dateStyle: "medium", timeStyle: "short" });
  return `It is now ${time.format(new Date())}`;
}
