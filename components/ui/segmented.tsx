"use client";

import { type ReactNode, useId } from "react";

type SegmentedProps<V extends string> = {
  label: string;
  value: V;
  onChange: (value: V) => void;
  choices: readonly { value: V; label: ReactNode }[];
  small?: boolean;
};

/** One of two to five short words, all in sight; it takes effect at once. */
export function Segmented<V extends string>({ label, value, onChange, choices, small }: SegmentedProps<V>) {
  const name = useId();
  return (
    <fieldset className="inline-flex rounded-6 bg-wash p-0.5">
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className={`flex cursor-pointer items-center rounded-[4px] px-2.5 font-medium text-ink-soft transition-colors duration-150 hover:text-ink has-checked:bg-float has-checked:text-ink has-checked:ring-1 has-checked:ring-hairline has-focus-visible:outline-2 has-focus-visible:outline-accent max-sm:h-10 ${small ? "h-6 text-table" : "h-7 text-body"}`}
        >
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
            className="sr-only"
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  );
}
