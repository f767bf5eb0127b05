"use client";

import { ChevronsUpDown } from "lucide-react";
import type { Ref, SelectHTMLAttributes } from "react";
import { useField } from "./field";

type NativeSelectProps = SelectHTMLAttributes<HTMLSelectElement> & { small?: boolean; ref?: Ref<HTMLSelectElement> };

/** The browser's own choice from a list, in our look: the first choice for short lists and for phones. */
export function NativeSelect({ small, className = "", children, ...rest }: NativeSelectProps) {
  return (
    <span className={`relative inline-flex w-full ${className}`}>
      <select
        {...useField()}
        {...rest}
        className={`control cursor-pointer appearance-none truncate pr-7 ${small ? "sm:h-7 sm:text-table" : ""}`}
      >
        {children}
      </select>
      <ChevronsUpDown
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 right-2 my-auto size-3.5 text-ink-faint"
      />
    </span>
  );
}
