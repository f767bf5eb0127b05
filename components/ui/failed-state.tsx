"use client";

import { RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { problemOf } from "../api";
import { Button } from "./button";
import { CopyableId } from "./copyable";
import { NotAllowed } from "./not-allowed";
import { tones } from "./tone";

type FailedStateProps = {
  /** What could not be done, as "The records could not be read". */
  what: string;
  /** What was thrown. */
  problem: unknown;
  retry?: () => void;
  /** How to mend it, when the API's own words do not say so. */
  mend?: ReactNode;
};

/** A part of a page that could not be read: what, why, how to mend it, and the request id to copy. */
export function FailedState({ what, problem, retry, mend }: FailedStateProps) {
  const { status, message, errors, requestId } = problemOf(problem);
  if (status === 403) return <NotAllowed what={message} />;
  const Icon = tones.bad.icon;
  return (
    <section role="alert" className="mx-auto flex w-full max-w-[40rem] flex-col items-start gap-2 px-2 py-12 text-body">
      <h2 className="flex items-center gap-2 text-section font-semibold">
        {Icon && <Icon aria-hidden="true" className="size-4 text-bad" />}
        {what}
      </h2>
      <p className="text-ink-soft wrap-anywhere">{message}</p>
      {errors.length > 0 && (
        <ul className="list-disc pl-5 text-ink-soft">
          {errors.slice(0, 5).map(({ pointer, message: says }) => (
            <li key={pointer + says}>
              {pointer && <code className="font-mono text-table">{pointer}</code>} {says}
            </li>
          ))}
        </ul>
      )}
      {mend && <p className="text-ink-soft">{mend}</p>}
      {requestId && (
        <p className="flex max-w-full items-center gap-1.5 text-table text-ink-faint">
          Request <CopyableId value={requestId} what="request id" />
        </p>
      )}
      {retry && (
        <Button onClick={retry} icon={<RotateCw aria-hidden="true" />} className="mt-2">
          Try again
        </Button>
      )}
    </section>
  );
}
