"use client";

import { ChevronRight } from "lucide-react";
import { PageLink } from "../ui/page-link";
import { type Step, steps } from "./import-words";

const words: Record<Step, string> = { file: "File", match: "Match", review: "Review", done: "Done" };

type StepBarProps = { at: Step; open: readonly Step[]; hrefOf: (step: Step) => string };

/** Where an import stands, and the way back to what was chosen. */
export function StepBar({ at, open, hrefOf }: StepBarProps) {
  return (
    <nav aria-label="Steps of this import" className="mb-4">
      <ol className="flex flex-wrap items-center gap-x-1 text-body">
        {steps.map((step, index) => (
          <li key={step} className="flex items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden="true" className="size-3.5 text-ink-faint" />}
            <StepName step={step} number={index + 1} at={at} href={open.includes(step) ? hrefOf(step) : undefined} />
          </li>
        ))}
      </ol>
    </nav>
  );
}

function StepName({ step, number, at, href }: { step: Step; number: number; at: Step; href: string | undefined }) {
  const name = `${number} ${words[step]}`;
  const look = "flex h-8 items-center rounded-6 px-2 max-sm:h-11";
  if (step === at) {
    return (
      <span aria-current="step" className={`${look} bg-accent-wash font-medium text-ink`}>
        {name}
      </span>
    );
  }
  if (href === undefined) return <span className={`${look} text-ink-faint`}>{name}</span>;
  return (
    <PageLink href={href} className={`${look} text-ink-soft no-underline hover:bg-wash hover:text-ink`}>
      {name}
    </PageLink>
  );
}
