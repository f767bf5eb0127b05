"use client";

import { type DehydratedState, HydrationBoundary } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useViewer } from "./shell/viewer";

/**
 * Hands the pages inside what the server has read for them already, so that they are drawn with it and need not ask.
 * Whoever looks as a role asks anew: the server has read as the person they are.
 */
export function Known({ state, children }: { state: DehydratedState; children?: ReactNode }) {
  const { viewAs } = useViewer();
  return <HydrationBoundary state={viewAs ? undefined : state}>{children}</HydrationBoundary>;
}
