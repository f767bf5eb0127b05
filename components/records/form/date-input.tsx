"use client";

import { useState } from "react";
import { TextInput } from "../../ui/text-input";

const DATE = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d)?(\.\d+)?([Zz]|[+-]\d\d:?\d\d)?$/;

type DateInputProps = { value: string; onChange: (value: string) => void; readOnly?: boolean };

/** A day, by the browser's own calendar; a text that is no day yet is shown as the text it is. */
export function DateInput({ value, onChange, readOnly }: DateInputProps) {
  const [native] = useState(value === "" || DATE.test(value));
  return (
    <TextInput
      type={native ? "date" : "text"}
      value={value}
      readOnly={readOnly}
      onChange={(event) => onChange(event.target.value)}
      className="max-w-64 tabular-nums"
    />
  );
}

/**
 * A moment, edited as its own wall clock. Its zone stays as it was written, and so do digits finer than milliseconds
 * as long as the fraction is not touched.
 */
export function MomentInput({ value, onChange, readOnly }: DateInputProps) {
  const [native] = useState(value === "" || MOMENT.test(value));
  if (!native) {
    return <TextInput value={value} readOnly={readOnly} onChange={(event) => onChange(event.target.value)} />;
  }
  const [, day = "", minutes = "", seconds = "", fraction = "", zone = ""] = MOMENT.exec(value) ?? [];
  const shown = day && `${day}T${minutes}${seconds || ":00"}${fraction.slice(0, 4)}`;
  const change = (typed: string) => {
    const now = MOMENT.exec(typed);
    if (!now) return onChange("");
    const [, newDay, newMinutes, newSeconds = ":00", newFraction = ""] = now;
    // The browser drops a fraction of zeros and cannot hold more than three digits; only another fraction replaces it.
    const same = Number(`0${newFraction}`) === Number(`0${fraction.slice(0, 4)}`);
    onChange(`${newDay}T${newMinutes}${newSeconds}${same ? fraction : newFraction}${zone || "Z"}`);
  };
  return (
    <span className="flex items-center gap-2">
      <TextInput
        type="datetime-local"
        step={fraction ? 0.001 : 1}
        value={shown}
        readOnly={readOnly}
        onChange={(event) => change(event.target.value)}
        className="max-w-80 tabular-nums"
      />
      <span className="shrink-0 text-table text-ink-faint">{/^[Zz]?$/.test(zone) ? "UTC" : `UTC${zone}`}</span>
    </span>
  );
}
