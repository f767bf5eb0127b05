"use client";

import { useState } from "react";
import { Field } from "../ui/field";
import { NativeSelect } from "../ui/select";
import { Switch } from "../ui/switch";
import { hoursInWords } from "./freshness";
import type { ResourceFacts } from "./reads";
import { SettingsSection } from "./settings-section";
import type { Save } from "./settings-tab";

const usualHours = [1, 2, 6, 12, 24, 48, 72, 168, 336, 720];

/** When silence is too long, and whether a change by hand needs a reason. Both take effect at once. */
export function WatchSettings({ facts, save }: { facts: ResourceFacts; save: Save }) {
  const [busy, setBusy] = useState(false);
  const { lateAfterHours, reasonRequired } = facts;
  const offered = lateAfterHours && !usualHours.includes(lateAfterHours) ? [...usualHours, lateAfterHours] : usualHours;
  const change = async (changes: Record<string, unknown>, said: string) => {
    setBusy(true);
    await save(changes, said);
    setBusy(false);
  };
  const setHours = (hours: number | null) =>
    change(
      { lateAfterHours: hours },
      hours ? `A feed is late after ${hoursInWords(hours)} without a push` : "Silence is never called late now",
    );
  return (
    <SettingsSection
      id="watch"
      title="Watching"
      text="A late feed stands first on Home, and the people named in the account’s settings are alerted once."
    >
      <Field
        label="Call it late"
        hint="Counted from the last push, whether it changed anything or not."
        className="w-full max-w-80"
      >
        <NativeSelect
          value={lateAfterHours ?? ""}
          disabled={busy}
          onChange={(event) => void setHours(event.target.value ? Number(event.target.value) : null)}
        >
          <option value="">never</option>
          {offered
            .toSorted((a, b) => a - b)
            .map((hours) => (
              <option key={hours} value={hours}>
                after {hoursInWords(hours)} without a push
              </option>
            ))}
        </NativeSelect>
      </Field>
      <Switch
        label="Ask for a reason"
        says="Whoever edits, deletes or restores a record by hand writes why. Scripts are not asked."
        checked={reasonRequired}
        disabled={busy}
        onChange={(on) =>
          void change(
            { reasonRequired: on },
            on ? "Changes by hand now need a reason" : "Reasons are no longer asked for",
          )
        }
      />
    </SettingsSection>
  );
}
