"use client";

import type { ReactNode } from "react";
import { Caught } from "../ui/caught";
import { FailedState } from "../ui/failed-state";

/**
 * A page of the account that could not be drawn; the navigation around it stays. Not an error.tsx: each of those is a
 * request more on every first load.
 */
export function CaughtFailure({ children }: { children: ReactNode }) {
  return (
    <Caught
      failed={(error, retry) => (
        <FailedState
          what="This page could not be shown"
          // What was thrown in the server comes without its words; they are in its log.
          problem={error.digest ? new Error("Nothing was changed by it. Try again.") : error}
          mend={error.digest && `If it happens twice, look for ${error.digest} in the server’s log.`}
          retry={retry}
        />
      )}
    >
      {children}
    </Caught>
  );
}
