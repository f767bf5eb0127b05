"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import * as Radix from "radix-ui/select";
import type { ReactNode, Ref, SelectHTMLAttributes } from "react";
import { useField } from "./field";
import { useMounted } from "./mounted";
import { pageNonce } from "./nonce";

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

export type Choice = { value: string; label: string; says?: ReactNode; disabled?: boolean };

type SelectProps = {
  value: string;
  onChange: (value: string) => void;
  choices: readonly Choice[];
  /** Needed outside a Field. */
  label?: string;
  placeholder?: string;
  small?: boolean;
  disabled?: boolean;
  className?: string;
};

/** A choice from a list whose entries need a second line. Values must not be empty texts. */
export function Select({ value, onChange, choices, label, placeholder, small, disabled, className = "" }: SelectProps) {
  const field = useField();
  const look = `control inline-flex items-center justify-between gap-2 text-left ${small ? "sm:h-7 sm:text-table" : ""} ${className}`;
  const chosen = choices.find((choice) => choice.value === value);
  const shown = <span className={`truncate ${chosen ? "" : "text-ink-faint"}`}>{chosen?.label ?? placeholder}</span>;
  const arrow = <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-faint" />;
  if (!useMounted()) {
    return (
      <span className={look} aria-hidden="true">
        {shown}
        {arrow}
      </span>
    );
  }
  return (
    <Radix.Root value={value} onValueChange={onChange} disabled={disabled}>
      <Radix.Trigger id={field.id} aria-describedby={field["aria-describedby"]} aria-label={label} className={look}>
        {shown}
        {arrow}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-80 min-w-(--radix-select-trigger-width) max-w-[min(26rem,calc(100vw-1rem))] animate-fade overflow-hidden rounded-6 bg-float shadow-lift"
        >
          <Radix.Viewport nonce={pageNonce()} className="p-1">
            {choices.map((choice) => (
              <Entry key={choice.value} {...choice} />
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Entry({ value, label, says, disabled }: Choice) {
  return (
    <Radix.Item
      value={value}
      disabled={disabled}
      className="relative cursor-pointer rounded-6 py-1.5 pr-3 pl-7 text-body outline-none data-disabled:opacity-50 data-highlighted:bg-wash max-sm:min-h-11"
    >
      <Radix.ItemIndicator className="absolute top-2 left-2">
        <Check aria-hidden="true" className="size-4 text-accent" />
      </Radix.ItemIndicator>
      <Radix.ItemText>{label}</Radix.ItemText>
      {says && <span className="block text-table text-ink-faint">{says}</span>}
    </Radix.Item>
  );
}
