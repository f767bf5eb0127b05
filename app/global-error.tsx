"use client";

import { FailedPage } from "@/components/ui/failed-page";
import "./tokens.css";

type RootErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** For a layout that failed: it stands alone, so it brings its own document. */
export default function RootError({ error, reset }: RootErrorProps) {
  return (
    <html lang="en">
      <body className="min-h-dvh">
        <title>Attestry</title>
        <FailedPage digest={error.digest} retry={reset} />
      </body>
    </html>
  );
}
