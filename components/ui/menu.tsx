"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import * as Radix from "radix-ui/dropdown-menu";
import type { ReactElement, ReactNode } from "react";
import "./nonce";

type MenuProps = {
  /** The button that opens it. */
  trigger: ReactElement;
  align?: "start" | "end";
  side?: "top" | "bottom";
  children: ReactNode;
};

/** What else can be done here, behind one button. */
export function Menu({ trigger, align = "end", side = "bottom", children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-[min(24rem,calc(100vw-1rem))] animate-fade overflow-y-auto rounded-6 bg-float p-1 shadow-lift outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const entry =
  "flex min-h-8 w-full cursor-pointer items-center gap-2 rounded-6 px-2 py-1 text-body no-underline outline-none select-none data-disabled:cursor-not-allowed data-disabled:opacity-50 data-highlighted:bg-wash max-sm:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0";

type MenuItemProps = {
  icon?: ReactNode;
  /** Faint at the end, such as a shortcut. */
  hint?: ReactNode;
  /** A second, faint line. */
  says?: ReactNode;
  tone?: "plain" | "bad";
  disabled?: boolean;
  children: ReactNode;
} & ({ href: string; onSelect?: never } | { href?: never; onSelect: (event: Event) => void });

/** One entry: something to do, or somewhere to go. */
export function MenuItem({ icon, hint, says, tone = "plain", disabled, href, onSelect, children }: MenuItemProps) {
  const look = `${entry} ${tone === "bad" ? "text-bad" : "text-ink"}`;
  const inside = (
    <>
      {icon}
      <span className="min-w-0 flex-1 truncate">
        {children}
        {says && <span className="block truncate text-meta text-ink-faint">{says}</span>}
      </span>
      {hint && <span className="text-meta text-ink-faint">{hint}</span>}
    </>
  );
  return (
    <Radix.Item asChild={href !== undefined} disabled={disabled} onSelect={onSelect} className={look}>
      {href === undefined ? inside : <Link href={href}>{inside}</Link>}
    </Radix.Item>
  );
}

type MenuChoicesProps<V extends string> = {
  label: string;
  value: V;
  onChange: (value: V) => void;
  choices: readonly { value: V; label: ReactNode; icon?: ReactNode; says?: ReactNode }[];
};

/** One of a few inside a menu, the chosen one ticked. */
export function MenuChoices<V extends string>({ label, value, onChange, choices }: MenuChoicesProps<V>) {
  return (
    <Radix.RadioGroup aria-label={label} value={value} onValueChange={(next) => onChange(next as V)}>
      {choices.map((choice) => (
        <Radix.RadioItem key={choice.value} value={choice.value} className={entry}>
          {choice.icon}
          <span className="min-w-0 flex-1 truncate">
            {choice.label}
            {choice.says && <span className="block truncate text-meta text-ink-faint">{choice.says}</span>}
          </span>
          <span className="size-4">
            <Radix.ItemIndicator>
              <Check aria-hidden="true" className="text-accent" />
            </Radix.ItemIndicator>
          </span>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

type MenuCheckProps = { checked: boolean; onChange: (checked: boolean) => void; children: ReactNode };

/** Something on or off inside a menu; the menu stays open, as several are often changed together. */
export function MenuCheck({ checked, onChange, children }: MenuCheckProps) {
  return (
    <Radix.CheckboxItem
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
      className={entry}
    >
      <span className="size-4">
        <Radix.ItemIndicator>
          <Check aria-hidden="true" className="text-accent" />
        </Radix.ItemIndicator>
      </span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </Radix.CheckboxItem>
  );
}

/** A word over the entries below it. */
export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="truncate px-2 py-1 text-meta text-ink-faint">{children}</Radix.Label>;
}

/** A hairline between groups. */
export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-hairline" />;
}
