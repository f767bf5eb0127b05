import type { ReactNode } from "react";
import { Spinner } from "./spinner";
import { type Tone, tones } from "./tone";

type StatusProps = { tone?: Tone; busy?: boolean; className?: string; children: ReactNode };

/** A state in running text or a table cell: its icon and words, without a box. */
export function Status({ tone = "plain", busy, className = "", children }: StatusProps) {
  const { icon: Icon, ink } = tones[tone];
  return (
    <span className={`inline-flex min-w-0 items-baseline gap-1.5 [&>svg]:self-center ${ink} ${className}`}>
      {busy ? (
        <Spinner className="size-3.5 shrink-0" />
      ) : (
        Icon && <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      )}
      <span className="min-w-0">{children}</span>
    </span>
  );
}
