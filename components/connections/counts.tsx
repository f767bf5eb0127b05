"use client";

import { Fragment } from "react";
import { Count } from "../ui/number";
import { countsInWords } from "./change-words";

type CountsProps = { counts: Parameters<typeof countsInWords>[0]; none?: string };

/** "3 created, 1 refused": what became of the records. */
export function Counts({ counts, none = "" }: CountsProps) {
  const said = countsInWords(counts);
  if (said.length === 0) return <span className="text-ink-faint">{none}</span>;
  return (
    <span>
      {said.map(([count, word], at) => (
        <Fragment key={word}>
          {at > 0 && ", "}
          <span className={word === "refused" ? "text-bad" : undefined}>
            <Count value={count} /> {word}
          </span>
        </Fragment>
      ))}
    </span>
  );
}
