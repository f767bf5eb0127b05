"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, RotateCcw, Search } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { api } from "../api";
import { type ConnectionOverview, useOverview } from "../home/overview";
import { useViewer } from "../shell/viewer";
import { Button, LinkButton } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { Count } from "../ui/number";
import { PageHeader } from "../ui/page-header";
import { SimpleTable } from "../ui/simple-table";
import { SkeletonRows } from "../ui/skeleton";
import { TextInput } from "../ui/text-input";
import { usePages } from "./addresses";
import { useConnectionActions } from "./connection-actions";
import { nameOf } from "./connection-name";
import { Freshness, isLate } from "./freshness";
import { type ConnectionFacts, names } from "./reads";
import { useNow } from "./use-now";

const MANY = 12;

/** All connections of the account, and those that were deleted for who may see them. */
export function ConnectionsPage() {
  const pages = usePages();
  const overview = useOverview();
  const { can } = useViewer();
  const connections = overview.data?.connections;
  return (
    <>
      <PageHeader
        title="Connections"
        meta={connections && <Count value={connections.length} of={["connection", "connections"]} />}
        action={
          can("custom-connections-post") && (
            <LinkButton variant="primary" icon={<Plus aria-hidden="true" />} href={pages.newConnection}>
              New connection
            </LinkButton>
          )
        }
      />
      {overview.error && !connections ? (
        <FailedState
          what="The connections could not be read"
          problem={overview.error}
          retry={() => void overview.refetch()}
        />
      ) : connections ? (
        <ConnectionList connections={connections} />
      ) : (
        <SkeletonRows rows={6} columns={4} label="Loading connections" />
      )}
      {can("audit-get") && <DeletedConnections />}
    </>
  );
}

function ConnectionList({ connections }: { connections: readonly ConnectionOverview[] }) {
  const pages = usePages();
  const now = useNow();
  const { can } = useViewer();
  const [words, setWords] = useState("");
  if (connections.length === 0) {
    return (
      <EmptyState
        title="No connection yet"
        text="A connection is where records come from: a scanner, a spreadsheet, a nightly script. It holds one or more resources, each with its own schema."
        actions={
          can("custom-connections-post") && (
            <>
              <LinkButton variant="primary" href={`${pages.newConnection}?from=sample`}>
                Create from a sample
              </LinkButton>
              <LinkButton href={`${pages.newConnection}?from=library`}>Start from the library</LinkButton>
              <LinkButton href={`${pages.newConnection}?from=schema`}>Create from a schema</LinkButton>
            </>
          )
        }
      />
    );
  }
  const wanted = words.trim().toLocaleLowerCase();
  const found = connections.filter((connection) =>
    [nameOf(connection), ...connection.resources.map(({ name }) => name)].some((name) =>
      name.toLocaleLowerCase().includes(wanted),
    ),
  );
  return (
    <>
      {connections.length >= MANY && (
        <div className="mb-3 max-w-80">
          <TextInput
            type="search"
            small
            icon={<Search aria-hidden="true" />}
            aria-label="Search connections"
            placeholder="Search connections"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </div>
      )}
      <SimpleTable
        caption="Connections"
        rows={found}
        rowKey={({ id }) => String(id)}
        empty={`No connection or resource is called “${words.trim()}”.`}
        columns={[
          {
            key: "name",
            head: "Connection",
            cell: (row) => (
              <Link
                href={pages.connection(row.id)}
                className="my-2 line-clamp-2 font-medium wrap-anywhere text-ink underline-offset-4 hover:underline"
              >
                <bdi>{nameOf(row)}</bdi>
              </Link>
            ),
          },
          {
            key: "resources",
            head: "Resources",
            className: "max-w-80",
            cell: ({ resources }) => (
              <span className="line-clamp-1 wrap-anywhere">
                {resources.length === 1 ? (
                  <bdi>{resources[0]?.name}</bdi>
                ) : (
                  <Count value={resources.length} of={["resource", "resources"]} />
                )}
              </span>
            ),
          },
          {
            key: "records",
            head: "Records",
            numeric: true,
            cell: ({ resources }) => {
              const records = resources.reduce((sum, { recordCount }) => sum + recordCount, 0);
              return (
                <>
                  <Count value={records} />
                  <span className="sr-only card:not-sr-only"> {records === 1 ? "record" : "records"}</span>
                </>
              );
            },
          },
          {
            key: "freshness",
            head: "Last push",
            cell: (row) => <Freshness feed={feedOf(row, now)} now={now} />,
          },
        ]}
      />
    </>
  );
}

/** A connection is as fresh as its last push, and late as soon as one of its feeds is. */
function feedOf({ resources }: ConnectionOverview, now: number) {
  const late = resources.find((feed) => isLate(feed, now));
  const pushes = resources.flatMap(({ lastPushAt }) => (lastPushAt ? [lastPushAt] : []));
  const lastPushAt = late ? late.lastPushAt : (pushes.toSorted().at(-1) ?? null);
  return { lastPushAt, late: late !== undefined };
}

type Deleted = { data: ConnectionFacts[] };

function DeletedConnections() {
  const { account, can } = useViewer();
  const { restore } = useConnectionActions();
  const [busy, setBusy] = useState<number>();
  const deleted = useQuery({
    queryKey: [...names.connections(account.id), "deleted"],
    queryFn: ({ signal }) =>
      api.get<Deleted>("/api/connections", {
        query: { deleted: true, size: 200, sort: "updatedAt", sortDir: "DESC", "expand[]": "customResources" },
        signal,
      }),
  });
  const rows = deleted.data?.data ?? [];
  if (rows.length === 0) return null;
  const bringBack = async (row: ConnectionFacts) => {
    setBusy(row.id);
    await restore(row.id, nameOf(row));
    setBusy(undefined);
  };
  return (
    <section aria-labelledby="deleted-connections" className="mt-10">
      <h2 id="deleted-connections" className="text-section font-semibold">
        Deleted
      </h2>
      <p className="mb-2 text-table text-ink-faint">
        Their history and evidence stay readable.{" "}
        {can("custom-connections-restore")
          ? "Restoring brings their records back."
          : "An administrator can restore them."}
      </p>
      <SimpleTable
        caption="Deleted connections"
        rows={rows}
        rowKey={({ id }) => String(id)}
        columns={[
          {
            key: "name",
            head: "Connection",
            cell: (row) => <bdi className="my-2 line-clamp-2 wrap-anywhere text-ink-soft">{nameOf(row)}</bdi>,
          },
          {
            key: "resources",
            head: "Resources",
            cell: ({ customResources = [] }) => <Count value={customResources.length} of={["resource", "resources"]} />,
          },
          {
            key: "restore",
            head: <span className="sr-only">Restore</span>,
            className: "text-right",
            cell: (row) =>
              can("custom-connections-restore") && (
                <Button
                  size="small"
                  icon={<RotateCcw aria-hidden="true" />}
                  busy={busy === row.id}
                  onClick={() => void bringBack(row)}
                >
                  Restore<span className="sr-only"> {nameOf(row)}</span>
                </Button>
              ),
          },
        ]}
      />
    </section>
  );
}
