import { type ReactNode, useId } from "react";

type FormSectionProps = { title: string; says?: ReactNode; children: ReactNode };

/** One question of a long form, with what its answer means. */
export function FormSection({ title, says, children }: FormSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-3">
      <div>
        <h3 id={id} className="text-body font-semibold">
          {title}
        </h3>
        {says && <p className="max-w-[62ch] text-table text-ink-faint">{says}</p>}
      </div>
      {children}
    </section>
  );
}
