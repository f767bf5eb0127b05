"use client";

import Link from "next/link";
import { usePages, type Place } from "../connections/addresses";

/** What each refusal means for whoever runs the script, and what mends it. */
export function Troubles({ place }: { place: Place }) {
  const pages = usePages();
  const rows = [
    {
      says: "401 Invalid Authorization",
      mend: (
        <>
          The key is mistyped, expired, revoked or used from an address it is not kept to. Its page under{" "}
          <Link href={pages.keys}>API keys</Link> says which.
        </>
      ),
    },
    { says: "403 Forbidden", mend: "The key lacks the permission to push records, or its owner does." },
    { says: "404 Not Found", mend: "The key is kept to other connections, or the ids are of another account." },
    {
      says: "412 TermsNotAccepted",
      mend: (
        <>
          An administrator accepts the terms under <Link href={pages.settings}>Settings</Link>; then the same line
          works.
        </>
      ),
    },
    {
      says: "400, code 28022",
      mend: (
        <>
          The record does not fit the schema; the answer names each field. In a list, the other records were stored.{" "}
          <Link href={pages.resource(place, "pushes")}>Pushes</Link> keeps every refused row.
        </>
      ),
    },
    { says: "429 or 503", mend: "Send it again after the seconds that Retry-After names; nothing was stored." },
  ];
  return (
    <details className="group border-t border-hairline pt-3">
      <summary className="w-fit cursor-pointer py-1 text-body font-medium max-sm:py-3">When it does not arrive</summary>
      <dl className="mt-2 text-body">
        {rows.map(({ says, mend }) => (
          <div
            key={says}
            className="grid gap-x-4 border-b border-hairline py-2 last:border-b-0 sm:grid-cols-[13rem_minmax(0,1fr)]"
          >
            <dt className="font-mono text-table">{says}</dt>
            <dd className="text-ink-soft">{mend}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
