"use client";

import { type InputHTMLAttributes, type ReactNode, useEffect, useRef } from "react";

type CheckboxProps = Omit<InputHTMLAttributes<HTMLInputElement>, "type"> & {
  /** Beside the box. Without it, give `aria-label`. */
  label?: ReactNode;
  says?: ReactNode;
  /** Some but not all of what the box stands for. */
  indeterminate?: boolean;
};

/** A box to tick, the browser's own underneath, so that forms, labels and keys work as everywhere. */
export function Checkbox({ label, says, indeterminate = false, className = "", ...rest }: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = indeterminate;
  }, [indeterminate, rest.checked]);

  const input = (
    <span className="relative inline-grid size-4 shrink-0 place-items-center before:absolute before:-inset-2 max-sm:before:-inset-3.5">
      <input {...rest} ref={box} type="checkbox" className="peer relative mark-box size-4 rounded-[4px]" />
      <svg
        viewBox="0 0 16 16"
        aria-hidden="true"
        className="pointer-events-none absolute size-4 fill-none stroke-on-accent stroke-2 opacity-0 peer-checked:opacity-100 peer-indeterminate:opacity-0"
      >
        <path d="m4 8.5 2.7 2.6L12 5.5" />
      </svg>
      <svg
        viewBox="0 0 16 16"
        aria-hidden="true"
        className="pointer-events-none absolute size-4 fill-none stroke-on-accent stroke-2 opacity-0 peer-indeterminate:opacity-100"
      >
        <path d="M4 8h8" />
      </svg>
    </span>
  );
  if (label === undefined) return <label className={`inline-flex ${className}`}>{input}</label>;
  return (
    <label className={`flex min-w-0 cursor-pointer items-start gap-2 text-body max-sm:py-2 ${className}`}>
      <span className="mt-0.5 inline-flex">{input}</span>
      <span className="min-w-0">
        {label}
        {says && <span className="block text-table text-ink-faint">{says}</span>}
      </span>
    </label>
  );
}
