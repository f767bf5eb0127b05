"use client";

import { useState } from "react";
import { displayedChoice, sourceOfTyped } from "@/lib/schema/builder/typed-values";
import type { TypeName } from "@/lib/schema/builder/keyword-edits";
import { Field } from "../ui/field";
import { Committed } from "./committed";

type JsonInputProps = {
  label: string;
  hint?: string;
  /** The value as JSON text; nothing where there is none. */
  source: string | undefined;
  /** The kinds of value it is meant to be of; a text may then be typed without quotes. */
  types: readonly TypeName[];
  onSource: (source: string | undefined) => void;
};

/** A value of any kind, typed as people write it; what is no value yet stays in the field and says why. */
export function JsonInput({ label, hint, source, types, onSource }: JsonInputProps) {
  const [wrong, setWrong] = useState<{ text: string; message: string }>();
  const shown = source === undefined ? "" : displayedChoice(source, types);
  return (
    <Field label={label} hint={hint} error={wrong?.message}>
      <Committed
        mono
        value={wrong?.text ?? shown}
        onCommit={(text) => {
          const read = text.trim() === "" ? { ok: true as const, source: undefined } : sourceOfTyped(text, types);
          setWrong(read.ok ? undefined : { text, message: read.message });
          if (read.ok) onSource(read.source);
        }}
      />
    </Field>
  );
}
