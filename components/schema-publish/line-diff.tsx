"use client";

import { useMemo } from "react";
import { diffLines, type DiffLine } from "@/lib/schema/compare/lines";

const AROUND = 3;
const SHOWN_MAX = 2_000;

const looks = {
  same: { mark: " ", className: "text-ink-soft" },
  added: { mark: "+", className: "bg-good-wash text-good" },
  removed: { mark: "−", className: "bg-bad-wash text-bad" },
} as const;

/** Two schemas line by line: what goes, what comes, and a few lines around. */
export function LineDiff({ before, after }: { before: string; after: string }) {
  const { lines, cut } = useMemo(() => diffLines(before, after), [before, after]);
  const shown = useMemo(() => nearChanges(lines).slice(0, SHOWN_MAX), [lines]);
  if (shown.length === 0) return <p className="text-body text-ink-soft">The two texts say the same.</p>;
  return (
    <section aria-labelledby="line-diff">
      <h2 id="line-diff" className="mb-1 text-body font-medium">
        Line by line
      </h2>
      {cut && (
        <p className="mb-1 text-table text-ink-faint">They differ so much that the middle is shown as replaced.</p>
      )}
      <div
        tabIndex={0}
        role="region"
        aria-label="Lines that differ"
        className="max-h-128 overflow-auto rounded-6 border border-hairline py-1 font-mono text-table"
      >
        {shown.map((line, at) => (
          <Line key={at} line={line} gap={at > 0 && !follows(shown[at - 1], line)} />
        ))}
      </div>
    </section>
  );
}

function Line({ line, gap }: { line: DiffLine; gap: boolean }) {
  const { mark, className } = looks[line.kind];
  return (
    <>
      {gap && <div className="px-3 text-ink-faint">⋯</div>}
      <div className={`px-3 whitespace-pre-wrap wrap-anywhere ${className}`}>
        <span aria-hidden="true" className="inline-block w-4 select-none">
          {mark}
        </span>
        {line.kind !== "same" && <span className="sr-only">{line.kind}: </span>}
        {line.text}
      </div>
    </>
  );
}

function nearChanges(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Set<number>();
  lines.forEach(({ kind }, at) => {
    if (kind === "same") return;
    for (let index = at - AROUND; index <= at + AROUND; index += 1) near.add(index);
  });
  return lines.filter((_line, at) => near.has(at));
}

/** Whether nothing was left out between two lines. */
function follows(above: DiffLine | undefined, below: DiffLine): boolean {
  if (!above) return true;
  const next = (a: number | undefined, b: number | undefined) => a === undefined || b === undefined || b === a + 1;
  return next(above.before, below.before) && next(above.after, below.after);
}
