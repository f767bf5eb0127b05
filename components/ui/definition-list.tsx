import type { ReactNode } from "react";

export type Fact = { term: ReactNode; value: ReactNode };

/** What is known of one thing: terms and values in two columns, one below 640 px. */
export function Facts({ facts, className = "" }: { facts: readonly Fact[]; className?: string }) {
  return (
    <dl className={`text-body ${className}`}>
      {facts.map(({ term, value }, at) => (
        <div
          key={at}
          className="grid min-h-9 items-baseline gap-x-4 border-b border-hairline py-2 last:border-b-0 sm:grid-cols-[minmax(8rem,12rem)_minmax(0,1fr)]"
        >
          <dt className="text-ink-faint">{term}</dt>
          <dd className="min-w-0 wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
