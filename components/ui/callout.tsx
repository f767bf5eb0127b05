import type { ReactNode } from "react";
import { type Tone, tones } from "./tone";

type CalloutProps = { tone?: Tone; title?: ReactNode; actions?: ReactNode; live?: boolean; children?: ReactNode };

/** Something to know before going on, in the flow of the page. `live` reads it out when it appears. */
export function Callout({ tone = "info", title, actions, live, children }: CalloutProps) {
  const { icon: Icon, ink, wash } = tones[tone];
  return (
    <div
      role={live ? (tone === "bad" ? "alert" : "status") : undefined}
      className={`flex items-start gap-2.5 rounded-6 px-3 py-2.5 text-body ${wash}`}
    >
      {Icon && <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${ink}`} />}
      <div className="min-w-0 flex-1 text-ink-soft">
        {title && <p className={`font-medium ${ink}`}>{title}</p>}
        {children}
      </div>
      {actions && <div className="flex shrink-0 flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
