"use client";

import { type ReactNode, useId } from "react";

type RadioGroupProps<V extends string> = {
  label: ReactNode;
  labelHidden?: boolean;
  value: V | undefined;
  onChange: (value: V) => void;
  choices: readonly { value: V; label: ReactNode; says?: ReactNode; disabled?: boolean }[];
};

/** One of a few, all of them in sight, each with room for a sentence. */
export function RadioGroup<V extends string>({ label, labelHidden, value, onChange, choices }: RadioGroupProps<V>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className={labelHidden ? "sr-only" : "mb-1.5 text-body font-medium"}>{label}</legend>
      <div className="flex flex-col gap-2">
        {choices.map((choice) => (
          <label key={choice.value} className="flex cursor-pointer items-start gap-2 text-body max-sm:min-h-11">
            <input
              type="radio"
              name={name}
              value={choice.value}
              checked={choice.value === value}
              disabled={choice.disabled}
              onChange={() => onChange(choice.value)}
              className="mt-0.5 mark-box size-4 rounded-full checked:border-[5px] checked:bg-on-accent"
            />
            <span className="min-w-0">
              {choice.label}
              {choice.says && <span className="block text-table text-ink-faint">{choice.says}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
