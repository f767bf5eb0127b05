import type { ReactNode } from "react";

type EmptyStateProps = { title: string; text?: ReactNode; actions?: ReactNode; children?: ReactNode };

/** Nothing yet: says what would stand here and the next step, with something to click or copy. */
export function EmptyState({ title, text, actions, children }: EmptyStateProps) {
  return (
    <section className="mx-auto flex max-w-[40rem] flex-col items-start gap-3 px-2 py-12">
      <h2 className="text-section font-semibold">{title}</h2>
      {text && <div className="max-w-[60ch] text-body text-pretty text-ink-soft">{text}</div>}
      {actions && <div className="mt-1 flex flex-wrap gap-2">{actions}</div>}
      {children && <div className="mt-3 w-full min-w-0">{children}</div>}
    </section>
  );
}
