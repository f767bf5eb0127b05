"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from "react";
import { useMenuParts } from "./menu-parts";

const load = () => import("./opened-menu");
const OpenedMenu = lazy(load);

type TriggerProps = { onClick?: () => void; "aria-haspopup"?: "menu"; "aria-expanded"?: boolean };

export type MenuProps = {
  /** The button that opens it. */
  trigger: ReactElement<TriggerProps>;
  align?: "start" | "end";
  side?: "top" | "bottom";
  children: ReactNode;
};

/** What else can be done here, behind one button. What draws it is loaded when somebody comes near the button. */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false);
  const closed = cloneElement(props.trigger, {
    onClick: () => setWanted(true),
    "aria-haspopup": "menu",
    "aria-expanded": false,
  });
  if (wanted) {
    return (
      <Suspense fallback={closed}>
        <OpenedMenu {...props} />
      </Suspense>
    );
  }
  return (
    <span className="contents" onPointerOver={() => void load()} onFocus={() => void load()}>
      {closed}
    </span>
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
  const Radix = useMenuParts();
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
  const Radix = useMenuParts();
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

/** A word over the entries below it. */
export function MenuLabel({ children }: { children: ReactNode }) {
  const Radix = useMenuParts();
  return <Radix.Label className="truncate px-2 py-1 text-meta text-ink-faint">{children}</Radix.Label>;
}

/** A hairline between groups. */
export function MenuSeparator() {
  const Radix = useMenuParts();
  return <Radix.Separator className="-mx-1 my-1 h-px bg-hairline" />;
}
