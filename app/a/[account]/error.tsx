"use client";

import { FailedState } from "@/components/ui/failed-state";

/** A page of the account that could not be drawn; the navigation around it stays. */
export default function AccountError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const mend = error.digest && `If it happens twice, look for ${error.digest} in the server’s log.`;
  return <FailedState what="This page could not be shown" problem={error} mend={mend} retry={reset} />;
}
