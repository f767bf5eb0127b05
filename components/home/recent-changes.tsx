"use client";

import Link from "next/link";
import { usePages } from "../connections/addresses";
import { channelInWords, kindInWords } from "../connections/change-words";
import { Counts } from "../connections/counts";
import { RelativeTime } from "../ui/time";
import type { RecentChange } from "./overview";

/** Who changed what, newest first, each leading to the resource's changes. */
export function RecentChanges({ changes }: { changes: readonly RecentChange[] }) {
  const pages = usePages();
  return (
    <section aria-labelledby="recent-changes" className="min-w-0">
      <h2 id="recent-changes" className="border-b border-hairline pb-1.5 text-body font-semibold">
        Recent changes
      </h2>
      {changes.length === 0 && (
        <p className="py-2.5 text-table text-ink-faint">Every push, edit and deletion will stand here.</p>
      )}
      <ol>
        {changes.map((change) => (
          <li
            key={`${change.resourceId}-${change.revision}`}
            className="border-b border-hairline py-2 text-table text-ink-soft"
          >
            <div className="flex items-baseline justify-between gap-3">
              <Link
                href={`${pages.resource(change, "changes")}#revision-${change.revision}`}
                className="min-w-0 truncate text-ink no-underline hover:underline max-sm:py-1"
              >
                {kindInWords(change.kind)} · <bdi>{change.resourceName}</bdi>
              </Link>
              <RelativeTime time={change.at} className="shrink-0 text-ink-faint" />
            </div>
            <div className="flex min-w-0 items-baseline justify-between gap-3">
              <span className="min-w-0 truncate text-ink-faint">
                <bdi>{change.actor.label}</bdi>, {channelInWords(change.channel, change.actor.kind)}
              </span>
              <span className="shrink-0">
                <Counts counts={change} />
              </span>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
