import type { ReactNode } from "react";

type SettingsSectionProps = { id: string; title: string; text?: ReactNode; children: ReactNode };

/** A part of a settings page: what it is about at the left, its controls at the right. */
export function SettingsSection({ id, title, text, children }: SettingsSectionProps) {
  return (
    <section
      aria-labelledby={id}
      className="grid gap-x-10 gap-y-4 border-b border-hairline py-6 first:pt-2 md:grid-cols-[15rem_minmax(0,1fr)]"
    >
      <div>
        <h2 id={id} className="text-section font-semibold">
          {title}
        </h2>
        {text && <p className="mt-1 text-table text-pretty text-ink-faint">{text}</p>}
      </div>
      <div className="flex min-w-0 flex-col items-start gap-4">{children}</div>
    </section>
  );
}
