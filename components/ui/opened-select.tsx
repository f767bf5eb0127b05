"use client";

import { Check, ChevronsUpDown } from "lucide-react";
import * as Radix from "radix-ui/select";
import { useField } from "./field";
import { pageNonce } from "./nonce";
import { type Choice, selectLook, type SelectProps } from "./select";

/** The select from its first opening on. */
export default function OpenedSelect(props: SelectProps) {
  const { value, onChange, choices, label, placeholder, disabled } = props;
  const field = useField();
  const chosen = choices.find((choice) => choice.value === value);
  return (
    <Radix.Root value={value} onValueChange={onChange} disabled={disabled} defaultOpen>
      <Radix.Trigger
        id={field.id}
        aria-describedby={field["aria-describedby"]}
        aria-label={label}
        className={selectLook(props)}
      >
        <span className={`truncate ${chosen ? "" : "text-ink-faint"}`}>{chosen?.label ?? placeholder}</span>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-faint" />
      </Radix.Trigger>
      <Radix.Portal>
        <section aria-label="Choices">
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
        </section>
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
