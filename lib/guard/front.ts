import { singleton } from "@/lib/db/singleton";

/** Headers in which our server tells the pages what it knows of a request. A caller's own are dropped before. */
export const told = { address: "x-caller-address", target: "x-page-target" } as const;

const front = () => singleton("front", () => ({ isOurs: false }));

/** Says that our own server stands before Next in this process, so that what these headers say can be believed. */
export function standInFront(): void {
  front().isOurs = true;
}

/** Where a page's request comes from; under `next start` alone nobody can be believed. */
export function callerAddress(headers: Headers): string {
  return (front().isOurs && headers.get(told.address)) || "unknown";
}

/** Path and query of a page's request, for coming back to it; undefined where nobody said it. */
export function pageTarget(headers: Headers): string | undefined {
  return (front().isOurs && headers.get(told.target)) || undefined;
}
