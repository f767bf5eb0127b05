"use client";

import { everyPermission, permissions, type Permission } from "@/lib/contract/permissions";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { presets } from "./key-words";

type ScopeChoiceProps = { value: readonly Permission[]; onChange: (value: Permission[]) => void; error?: string };

const groups = [...new Set(everyPermission.map((key) => permissions[key].group))];

/** What a key may do, in the sentences of the permission table; nobody can give what they do not hold. */
export function ScopeChoice({ value, onChange, error }: ScopeChoiceProps) {
  const { can } = useViewer();
  const choose = (keys: readonly Permission[]) =>
    onChange(everyPermission.filter((key) => keys.includes(key) && can(key)));
  const toggle = (key: Permission) =>
    choose(value.includes(key) ? value.filter((one) => one !== key) : [...value, key]);
  return (
    <fieldset className="min-w-0">
      <legend className="text-body font-medium">What it may do</legend>
      <div className="mt-1.5 flex flex-wrap gap-1.5">
        {presets.map(({ id, label, says, permissions: chosen }) => (
          <Button key={id} size="small" title={says} aria-pressed={same(chosen, value)} onClick={() => choose(chosen)}>
            {label}
          </Button>
        ))}
        <Button
          size="small"
          aria-pressed={value.length === everyPermission.length}
          onClick={() => choose(everyPermission)}
        >
          Everything I may do
        </Button>
      </div>
      {error && (
        <p role="alert" className="mt-1.5 text-table text-bad">
          {error}
        </p>
      )}
      <div className="mt-3 grid gap-x-6 gap-y-4 sm:grid-cols-2">
        {groups.map((group) => (
          <fieldset key={group} className="min-w-0">
            <legend className="mb-1 text-meta font-medium text-ink-faint">{group}</legend>
            <div className="flex flex-col gap-1.5">
              {everyPermission
                .filter((key) => permissions[key].group === group)
                .map((key) => (
                  <Checkbox
                    key={key}
                    checked={value.includes(key)}
                    disabled={!can(key)}
                    onChange={() => toggle(key)}
                    label={permissions[key].says}
                  />
                ))}
            </div>
          </fieldset>
        ))}
      </div>
    </fieldset>
  );
}

const same = (one: readonly Permission[], other: readonly Permission[]) =>
  one.length === other.length && one.every((key) => other.includes(key));
