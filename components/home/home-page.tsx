"use client";

import { Plus, Search } from "lucide-react";
import { useState } from "react";
import { nameOf } from "../connections/connection-name";
import { usePages } from "../connections/addresses";
import { useNow } from "../connections/use-now";
import { useViewer } from "../shell/viewer";
import { LinkButton } from "../ui/button";
import { FailedState } from "../ui/failed-state";
import { Count } from "../ui/number";
import { PageHeader } from "../ui/page-header";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { Status } from "../ui/status";
import { TextInput } from "../ui/text-input";
import { AccountCallouts } from "./callouts";
import { EmptyHome } from "./empty-home";
import { FeedTable } from "./feed-table";
import { useFirstConnection } from "./first-connection";
import { byUrgency, type ConnectionOverview, type Overview, totalsOf, useOverview } from "./overview";
import { RecentChanges } from "./recent-changes";

const MANY = 12;

/** What the account holds at a glance: what is late, what fails, what has changed. */
export function HomePage() {
  const pages = usePages();
  const overview = useOverview();
  const first = useFirstConnection();
  const { account, can } = useViewer();
  const connections = overview.data?.connections;
  const empty = connections?.length === 0 || first.scripted !== undefined;
  return (
    <>
      <PageHeader
        title="Home"
        meta={connections?.length ? <Totals connections={connections} /> : <bdi>{account.name}</bdi>}
        action={
          !empty &&
          can("custom-connections-post") && (
            <LinkButton icon={<Plus aria-hidden="true" />} href={pages.newConnection}>
              New connection
            </LinkButton>
          )
        }
      />
      <AccountCallouts />
      {overview.error && !overview.data ? (
        <FailedState
          what="The overview could not be read"
          problem={overview.error}
          retry={() => void overview.refetch()}
        />
      ) : empty ? (
        <EmptyHome first={first} />
      ) : overview.data ? (
        <FilledHome overview={overview.data} />
      ) : (
        <HomeSkeleton />
      )}
    </>
  );
}

function Totals({ connections }: { connections: readonly ConnectionOverview[] }) {
  const { records, late, failing, moreFailing } = totalsOf(connections);
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <Count value={records} of={["record", "records"]} />
      {late > 0 ? (
        <Status tone="bad">
          <Count value={late} of={["feed is late", "feeds are late"]} />
        </Status>
      ) : (
        <Status tone="good">no feed is late</Status>
      )}
      {failing > 0 && (
        <Status tone="caution">
          {moreFailing && "more than "}
          <Count value={failing} of={["record fails", "records fail"]} /> the present schema
        </Status>
      )}
    </span>
  );
}

function FilledHome({ overview }: { overview: Overview }) {
  const now = useNow();
  const [words, setWords] = useState("");
  const wanted = words.trim().toLocaleLowerCase();
  const found = byUrgency(overview.connections).filter((connection) =>
    [nameOf(connection), ...connection.resources.map(({ name }) => name)].some((name) =>
      name.toLocaleLowerCase().includes(wanted),
    ),
  );
  return (
    <div className="grid items-start gap-x-10 gap-y-10 lg:grid-cols-[minmax(0,1fr)_19rem] 2xl:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="min-w-0">
        {overview.connections.length >= MANY && (
          <div className="mb-4 max-w-80">
            <TextInput
              type="search"
              small
              icon={<Search aria-hidden="true" />}
              aria-label="Search feeds"
              placeholder="Search feeds"
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          </div>
        )}
        {found.length ? (
          <FeedTable connections={found} now={now} />
        ) : (
          <p className="py-6 text-body text-ink-soft">No connection or resource is called “{words.trim()}”.</p>
        )}
      </div>
      <RecentChanges changes={overview.recentChanges} />
    </div>
  );
}

function HomeSkeleton() {
  return (
    <div className="grid items-start gap-x-10 gap-y-10 lg:grid-cols-[minmax(0,1fr)_19rem] 2xl:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="flex flex-col gap-6">
        {[3, 2].map((rows) => (
          <div key={rows}>
            <Skeleton className="mb-2.5 h-4 w-48" />
            <SkeletonRows rows={rows} columns={4} label="Loading feeds" />
          </div>
        ))}
      </div>
      <div>
        <Skeleton className="mb-2.5 h-4 w-32" />
        <SkeletonRows rows={6} columns={2} label="Loading recent changes" />
      </div>
    </div>
  );
}
