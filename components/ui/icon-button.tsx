"use client";

import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { buttonLook, type Variant } from "./button";
import { Spinner } from "./spinner";
import { Tooltip } from "./tooltip";

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children" | "aria-label"> & {
  label: string;
  icon: ReactNode;
  /** Shown in the tooltip after the label, such as a shortcut. */
  hint?: ReactNode;
  variant?: Variant;
  size?: "normal" | "small";
  busy?: boolean;
  ref?: Ref<HTMLButtonElement>;
};

/** A button that is only an icon: its label is what readers of the page's text hear and everybody sees on hover and focus. */
export function IconButton({
  label,
  icon,
  hint,
  variant = "quiet",
  size,
  busy,
  className = "",
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip
      text={
        <>
          {label} {hint && <span className="ml-1 opacity-75">{hint}</span>}
        </>
      }
    >
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-busy={busy || undefined}
        className={`${buttonLook({ variant, size })} aspect-square px-0! max-sm:min-w-11 ${className}`}
      >
        {busy ? <Spinner /> : icon}
      </button>
    </Tooltip>
  );
}
