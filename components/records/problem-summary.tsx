"use client";

import type { PageProblem } from "@/lib/schema/page-judge";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { useFieldName } from "./field-name";

const SHOWN = 10;

type SummaryProps = {
  problems: readonly PageProblem[];
  /** Why the problems are told. */
  title: string;
  onGo: (pointer: string) => void;
  /** Sends it all the same; the API has the last word. */
  onAnyway?: () => void;
};

/** Everything that is wrong, each a way to its field. */
export function ProblemSummary({ problems, title, onGo, onAnyway }: SummaryProps) {
  const rest = problems.length - SHOWN;
  const nameOf = useFieldName();
  return (
    <Callout tone="bad" live title={title}>
      <ul className="mt-1 flex flex-col gap-0.5 text-table">
        {problems.slice(0, SHOWN).map(({ pointer, message }) => (
          <li key={pointer + message} className="min-w-0">
            <button
              type="button"
              onClick={() => onGo(pointer)}
              className="max-w-full py-0.5 text-left wrap-anywhere underline underline-offset-2 hover:text-ink max-sm:min-h-11"
            >
              <bdi>{nameOf(pointer)}</bdi>
            </button>
            {": "}
            <span className="wrap-anywhere">{message}</span>
          </li>
        ))}
        {rest > 0 && <li>and {rest} more</li>}
      </ul>
      {onAnyway && (
        <Button size="small" variant="quiet" className="mt-1 -ml-2.5" onClick={onAnyway}>
          Send it anyway; the server decides
        </Button>
      )}
    </Callout>
  );
}
