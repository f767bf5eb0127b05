"use client";

import { PlainPage } from "./plain-page";

/** What people see when a page could not be drawn. The digest finds the cause in the server's log. */
export function FailedPage({ digest, retry }: { digest: string | undefined; retry: () => void }) {
  return (
    <PlainPage title="This page could not be shown">
      <p>Nothing was changed by it. Try again; if it happens twice, look for the number below in the server’s log.</p>
      {digest && <code className="font-mono text-table text-ink select-all">{digest}</code>}
      <button
        type="button"
        onClick={retry}
        className="h-8 rounded-6 border border-edge bg-sheet px-3 text-body font-medium text-ink hover:border-ink max-sm:h-11"
      >
        Try again
      </button>
    </PlainPage>
  );
}
