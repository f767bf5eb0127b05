"use client";

import { useState } from "react";
import { Field } from "../ui/field";
import { NativeSelect } from "../ui/select";
import type { ResourceFacts } from "./reads";
import { SettingsSection } from "./settings-section";
import type { Save } from "./settings-tab";

const shares = [0, 5, 10, 20, 50];

type Guards = Pick<ResourceFacts, "deletionGuard" | "sessionGuard">;

/** How many records may go at once before somebody has to type their number. It takes effect at once. */
export function DeletionGuard({ facts, save }: { facts: ResourceFacts; save: Save }) {
  const [busy, setBusy] = useState(false);
  const change = async (guards: Partial<Guards>, said: string) => {
    setBusy(true);
    await save(guards, said);
    setBusy(false);
  };
  const told = (share: number | null, what: string) =>
    share === null ? `${what} may delete any number of records now` : `${what} ask when more than ${share} % would go`;
  return (
    <SettingsSection
      id="guard"
      title="Deletion guard"
      text="An import that replaces all, or an upload session, deletes what it does not hold. Where more would go than a share of the live records, the number has to be confirmed."
    >
      <Share
        label="On these pages and at the API under /api"
        value={facts.deletionGuard}
        busy={busy}
        onChange={(share) => void change({ deletionGuard: share }, told(share, "Imports and sessions here"))}
      />
      <Share
        label="Sessions that scripts complete"
        hint="A script confirms with confirmDeletes; one that does not know it is refused."
        value={facts.sessionGuard}
        busy={busy}
        onChange={(share) => void change({ sessionGuard: share }, told(share, "Sessions of scripts"))}
      />
    </SettingsSection>
  );
}

type ShareProps = {
  label: string;
  hint?: string;
  value: number | null;
  busy: boolean;
  onChange: (share: number | null) => void;
};

function Share({ label, hint, value, busy, onChange }: ShareProps) {
  const offered = value !== null && !shares.includes(value) ? [...shares, value] : shares;
  return (
    <Field label={label} hint={hint} className="w-full max-w-80">
      <NativeSelect
        value={value ?? ""}
        disabled={busy}
        onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))}
      >
        <option value="">any number may go</option>
        {offered
          .toSorted((a, b) => a - b)
          .map((share) => (
            <option key={share} value={share}>
              {share === 0 ? "ask before any goes" : `ask above ${share} %`}
            </option>
          ))}
      </NativeSelect>
    </Field>
  );
}
