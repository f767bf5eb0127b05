"use client";

import type { InputHTMLAttributes, ReactNode } from "react";

type SwitchProps = Omit<InputHTMLAttributes<HTMLInputElement>, "type" | "onChange"> & {
  label: ReactNode;
  says?: ReactNode;
  onChange: (on: boolean) => void;
};

/** Something that is on or off and takes effect at once. */
export function Switch({ label, says, onChange, className = "", ...rest }: SwitchProps) {
  return (
    <label className={`flex cursor-pointer items-start gap-3 text-body max-sm:min-h-11 ${className}`}>
      <span className="relative mt-0.5 inline-flex">
        <input
          {...rest}
          type="checkbox"
          role="switch"
          onChange={(event) => onChange(event.currentTarget.checked)}
          className="peer mark-box h-4 w-7 rounded-full"
        />
        <span className="pointer-events-none absolute top-[3px] left-[3px] size-2.5 rounded-full bg-ink-faint transition-[translate] duration-150 peer-checked:translate-x-3 peer-checked:bg-on-accent" />
      </span>
      <span className="min-w-0">
        {label}
        {says && <span className="block text-table text-ink-faint">{says}</span>}
      </span>
    </label>
  );
}
