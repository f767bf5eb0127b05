"use client";

import { useState } from "react";
import { RadioGroup } from "../ui/radio-group";
import type { ResourceFacts } from "./reads";
import { SettingsSection } from "./settings-section";
import type { Save } from "./settings-tab";

type Policy = ResourceFacts["failingPolicy"];

/** What becomes of rows that fail the schema. It takes effect at once. */
export function FailingPolicy({ facts, save }: { facts: ResourceFacts; save: Save }) {
  const [busy, setBusy] = useState(false);
  const change = async (failingPolicy: Policy) => {
    setBusy(true);
    const said =
      failingPolicy === "mark" ? "Rows that fail are stored and marked now" : "Rows that fail are refused now";
    await save({ failingPolicy }, said);
    setBusy(false);
  };
  return (
    <SettingsSection
      id="failing"
      title="Records that fail the schema"
      text="Records that are there already stay as they are whatever is published; those that fail are marked."
    >
      <RadioGroup<Policy>
        label="A new row that fails"
        value={facts.failingPolicy}
        onChange={(policy) => void change(policy)}
        choices={[
          {
            value: "refuse",
            label: "is refused",
            says: "Its sender is told why, and the refused rows stand under Pushes.",
            disabled: busy,
          },
          {
            value: "mark",
            label: "is stored and marked",
            says: "Its sender gets a warning beside the success, and the record stands among those that fail.",
            disabled: busy,
          },
        ]}
      />
    </SettingsSection>
  );
}
