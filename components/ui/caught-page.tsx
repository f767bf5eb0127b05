"use client";

import type { ReactNode } from "react";
import { Caught } from "./caught";
import { FailedPage } from "./failed-page";

/** A whole page that could not be drawn, in the document of all pages. */
export function CaughtPage({ children }: { children: ReactNode }) {
  return <Caught failed={(error, retry) => <FailedPage digest={error.digest} retry={retry} />}>{children}</Caught>;
}
