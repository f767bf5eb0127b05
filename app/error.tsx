"use client";

import { FailedPage } from "@/components/ui/failed-page";

type PageErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** For a page that failed inside the layout. */
export default function PageError({ error, reset }: PageErrorProps) {
  return <FailedPage digest={error.digest} retry={reset} />;
}
