"use client";

import { CircleAlert, CircleCheck } from "lucide-react";
import Link from "next/link";
import { Freshness } from "../connections/freshness";
import { usePages } from "../connections/addresses";
import { nameOf } from "../connections/connection-name";
import { Count } from "../ui/number";
import { Sparkline } from "../ui/sparkline";
import type { ConnectionOverview, FeedFacts } from "./overview";

const columns =
  "grid items-center gap-x-4 gap-y-1 grid-cols-[minmax(0,1fr)_auto] sm:grid-cols-[minmax(0,1fr)_5.5rem_7rem] xl:grid-cols-[minmax(0,1fr)_6rem_4.5rem_6.5rem_9.5rem]";

/** The feeds of each connection, one line each: how many, how fresh, how often, how many fail. */
export function FeedTable({ connections, now }: { connections: readonly ConnectionOverview[]; now: number }) {
  return (
    <div className="flex flex-col">
      <div
        className={`${columns} border-b border-hairline px-2 pb-1.5 text-table text-ink-faint max-xl:hidden`}
        aria-hidden="true"
      >
        <span className="font-medium">Resource</span>
        <span className="font-medium">14 days</span>
        <span className="text-right font-medium">Records</span>
        <span className="font-medium">Present schema</span>
        <span className="font-medium">Last push</span>
      </div>
      {connections.map((connection, at) => (
        <div
          key={connection.id}
          className={at > 0 && !(isOneLine(connection) && isOneLine(connections[at - 1])) ? "mt-5" : ""}
        >
          <ConnectionFeeds connection={connection} now={now} />
        </div>
      ))}
    </div>
  );
}

/** A connection is made with one resource of its own name; saying it twice would say nothing. */
function isOneLine(connection: ConnectionOverview | undefined): boolean {
  const [only, ...others] = connection?.resources ?? [];
  return connection !== undefined && only?.name === nameOf(connection) && others.length === 0;
}

function ConnectionFeeds({ connection, now }: { connection: ConnectionOverview; now: number }) {
  const pages = usePages();
  const name = nameOf(connection);
  const alike = isOneLine(connection);
  return (
    <section aria-label={name} className="min-w-0">
      <h2 className={alike ? "sr-only" : "border-b border-hairline px-2 pb-1.5 text-body font-semibold"}>
        <Link
          href={pages.connection(connection.id)}
          tabIndex={alike ? -1 : undefined}
          className="line-clamp-2 wrap-anywhere text-ink no-underline hover:underline max-sm:my-2"
        >
          <bdi>{name}</bdi>
        </Link>
      </h2>
      {connection.resources.length === 0 && <p className="px-2 py-2.5 text-table text-ink-faint">No resource yet.</p>}
      <ul>
        {connection.resources.map((feed) => (
          <FeedLine key={feed.id} connectionId={connection.id} feed={feed} now={now} strong={alike} />
        ))}
      </ul>
    </section>
  );
}

type FeedLineProps = { connectionId: number; feed: FeedFacts; now: number; strong: boolean };

function FeedLine({ connectionId, feed, now, strong }: FeedLineProps) {
  const pages = usePages();
  const place = { connectionId, resourceId: feed.id };
  return (
    <li className={`${columns} min-h-9 border-b border-hairline px-2 py-1.5 text-table hover:bg-wash max-sm:py-2.5`}>
      <Link
        href={pages.resource(place)}
        className={`min-w-0 truncate text-body text-ink no-underline hover:underline max-sm:py-1 ${strong ? "font-semibold" : "xl:text-table"}`}
      >
        <bdi>{feed.name}</bdi>
      </Link>
      <Sparkline
        values={feed.pushesPerDay.map(({ pushes }) => pushes)}
        says={pushesInWords(feed)}
        className="h-5 w-24 max-xl:order-last max-xl:w-full max-sm:hidden xl:w-24"
      />
      <Count value={feed.recordCount} className="text-right text-ink-soft xl:hidden" of={["record", "records"]} />
      <Count value={feed.recordCount} className="text-right text-ink-soft max-xl:hidden" />
      <Failing href={`${pages.resource(place)}?failing=true`} failing={feed.failing} empty={feed.recordCount === 0} />
      <span className="min-w-0 max-xl:text-right max-sm:text-left">
        <Freshness feed={feed} now={now} />
      </span>
    </li>
  );
}

function pushesInWords({ pushesPerDay }: FeedFacts): string {
  const total = pushesPerDay.reduce((sum, { pushes }) => sum + pushes, 0);
  const refused = pushesPerDay.reduce((sum, { rejected }) => sum + rejected, 0);
  const pushes = `${total} ${total === 1 ? "push" : "pushes"} in 14 days`;
  return refused > 0 ? `${pushes}, ${refused} records refused` : pushes;
}

type FailingProps = { href: string; failing: FeedFacts["failing"]; empty: boolean };

function Failing({ href, failing: { count, more, checking }, empty }: FailingProps) {
  if (count > 0) {
    return (
      <Link
        href={href}
        className="inline-flex items-center gap-1.5 text-caution underline-offset-4 hover:underline max-sm:justify-self-end max-sm:py-1 sm:order-none"
      >
        <CircleAlert aria-hidden="true" className="size-3.5 shrink-0" />
        <span>
          <Count value={count} />
          {more && "+"} {count === 1 && !more ? "fails" : "fail"}
        </span>
      </Link>
    );
  }
  if (empty) return <span aria-hidden="true" />;
  if (checking) return <span className="text-ink-faint">checking…</span>;
  return (
    <span className="inline-flex items-center gap-1.5 text-ink-faint max-sm:justify-self-end">
      <CircleCheck aria-hidden="true" className="size-3.5 shrink-0 text-good" />
      all fit
    </span>
  );
}
