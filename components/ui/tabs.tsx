"use client";

import { usePathname } from "next/navigation";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from "react";
import { PageLink } from "./page-link";

const strip = "flex gap-1 overflow-x-auto border-b border-hairline [scrollbar-width:none]";
const tab =
  "relative flex h-9 shrink-0 items-center gap-1.5 rounded-t-6 px-2.5 text-body whitespace-nowrap no-underline -outline-offset-2! max-sm:h-11";
const off = "text-ink-soft hover:text-ink";
const on = "font-medium text-ink after:absolute after:inset-x-2.5 after:bottom-0 after:h-0.5 after:bg-accent";

type LinkTab = { href: string; label: ReactNode; count?: ReactNode };

/** Parts of one thing, each under its own address. The longest address that the page's begins with is the current one. */
export function LinkTabs({
  label,
  tabs,
  className = "",
}: {
  label: string;
  tabs: readonly LinkTab[];
  className?: string;
}) {
  const here = usePathname();
  const within = tabs.filter(({ href }) => here === href || here.startsWith(`${href}/`));
  const current = within.toSorted((a, b) => b.href.length - a.href.length)[0]?.href;
  const nav = useRef<HTMLElement>(null);
  // On a phone the strip is longer than the screen; the tab one is on must be in sight.
  useEffect(() => {
    nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [current]);
  return (
    <nav ref={nav} aria-label={label} className={`${strip} ${className}`}>
      {tabs.map(({ href, label, count }) => (
        <PageLink
          key={href}
          href={href}
          aria-current={href === current ? "page" : undefined}
          className={`${tab} ${href === current ? on : off}`}
        >
          {label}
          {count !== undefined && <span className="text-meta font-normal text-ink-faint tabular-nums">{count}</span>}
        </PageLink>
      ))}
    </nav>
  );
}

type TabsProps<V extends string> = {
  label: string;
  value: V;
  onChange: (value: V) => void;
  tabs: readonly { value: V; label: ReactNode; count?: ReactNode }[];
  className?: string;
  /** The chosen tab's panel. */
  children: ReactNode;
};

const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

/** Parts of one thing inside a page or drawer. Arrow keys go from one to the next, Home and End to the ends. */
export function Tabs<V extends string>({ label, value, onChange, tabs, className = "", children }: TabsProps<V>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);

  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex((one) => one.value === value);
    const ends: Record<string, number> = { Home: 0, End: tabs.length - 1 };
    const step = steps[event.key];
    const to = ends[event.key] ?? (step === undefined ? undefined : (at + step + tabs.length) % tabs.length);
    const next = to === undefined ? undefined : tabs[to];
    if (!next || to === undefined) return;
    event.preventDefault();
    onChange(next.value);
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[to]?.focus();
  };

  return (
    <>
      <div ref={list} role="tablist" aria-label={label} onKeyDown={move} className={`${strip} ${className}`}>
        {tabs.map((one) => (
          <button
            key={one.value}
            type="button"
            role="tab"
            id={`${id}-${one.value}`}
            aria-selected={one.value === value}
            aria-controls={`${id}-panel`}
            tabIndex={one.value === value ? 0 : -1}
            onClick={() => onChange(one.value)}
            className={`${tab} ${one.value === value ? on : off}`}
          >
            {one.label}
            {one.count !== undefined && <span className="text-meta font-normal text-ink-faint">{one.count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`} className="min-w-0">
        {children}
      </div>
    </>
  );
}
