import type { ReactNode } from "react";
import { type Tone, tones } from "./tone";

type BadgeProps = { tone?: Tone; icon?: ReactNode; title?: string; children: ReactNode };

/** A state in a word, on a wash of its meaning, with its icon. */
export function Badge({ tone = "plain", icon, title, children }: BadgeProps) {
  const { icon: Icon, ink, wash } = tones[tone];
  return (
    <span
      title={title}
      className={`inline-flex h-5 max-w-full items-center gap-1 rounded-6 px-1.5 text-meta font-medium whitespace-nowrap [&_svg]:size-3.5 [&_svg]:shrink-0 ${ink} ${wash}`}
    >
      {icon ?? (Icon && <Icon aria-hidden="true" />)}
      <span className="truncate">{children}</span>
    </span>
  );
}
