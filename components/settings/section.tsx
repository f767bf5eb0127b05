import type { ReactNode } from "react";

type SectionProps = { id: string; title: string; says?: ReactNode; children: ReactNode };

/** One part of the settings, with an address of its own on the page. */
export function Section({ id, title, says, children }: SectionProps) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="scroll-mt-16 border-b border-hairline py-7 first:pt-0 last:border-b-0"
    >
      <h2 id={`${id}-title`} className="text-section font-semibold">
        {title}
      </h2>
      {says && <p className="mt-0.5 max-w-[60ch] text-body text-pretty text-ink-soft">{says}</p>}
      <div className="mt-4">{children}</div>
    </section>
  );
}
