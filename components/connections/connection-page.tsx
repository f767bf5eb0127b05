"use client";

import { Cable, MoreHorizontal, Pencil, Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { api } from "../api";
import { useViewer } from "../shell/viewer";
import { LinkButton } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { IconButton } from "../ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { Count } from "../ui/number";
import { PageHeader } from "../ui/page-header";
import { SimpleTable } from "../ui/simple-table";
import { SkeletonRows } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { connectionApi, usePages } from "./addresses";
import { useConnectionActions } from "./connection-actions";
import { DeleteDialog } from "./delete-dialog";
import { DetailsDialog } from "./details-dialog";
import { Freshness } from "./freshness";
import { nameOf } from "./connection-name";
import { type ConnectionFacts, type ResourceFacts, useConnection, useResources, useStale } from "./reads";
import { useNow } from "./use-now";

/** One connection: what it holds, and what can be done with it. */
export function ConnectionPage({ connectionId }: { connectionId: number }) {
  const pages = usePages();
  const connection = useConnection(connectionId);
  const resources = useResources(connectionId);
  const { can } = useViewer();
  const crumbs = [{ label: "Connections", href: pages.connections }];

  if (connection.error) {
    return (
      <>
        <PageHeader crumbs={crumbs} title="Connection" />
        <FailedState
          what="This connection could not be read"
          problem={connection.error}
          retry={() => void connection.refetch()}
          mend="It may have been deleted, or given to others."
        />
      </>
    );
  }
  const facts = connection.data;
  const records = resources.data?.reduce((sum, { recordCount }) => sum + recordCount, 0);
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title={facts ? <bdi className="line-clamp-3">{nameOf(facts)}</bdi> : "…"}
        meta={
          resources.data &&
          records !== undefined && (
            <>
              <Count value={resources.data.length} of={["resource", "resources"]} /> ·{" "}
              <Count value={records} of={["record", "records"]} />
            </>
          )
        }
        action={
          can("custom-connections-post", connectionId) && (
            <LinkButton
              variant="primary"
              icon={<Plus aria-hidden="true" />}
              href={`${pages.connection(connectionId)}/resources/new`}
            >
              Add resource
            </LinkButton>
          )
        }
        menu={facts && <ConnectionMenu facts={facts} resources={resources.data ?? []} />}
      />
      {facts?.description && (
        <p className="-mt-2 mb-5 max-w-[72ch] text-body text-pretty wrap-anywhere text-ink-soft">{facts.description}</p>
      )}
      {resources.error ? (
        <FailedState
          what="The resources could not be read"
          problem={resources.error}
          retry={() => void resources.refetch()}
        />
      ) : resources.data ? (
        <ResourceTable connectionId={connectionId} resources={resources.data} />
      ) : (
        <SkeletonRows rows={3} columns={4} label="Loading resources" />
      )}
    </>
  );
}

function ResourceTable({ connectionId, resources }: { connectionId: number; resources: ResourceFacts[] }) {
  const pages = usePages();
  const now = useNow();
  const { can } = useViewer();
  if (resources.length === 0) {
    return (
      <EmptyState
        title="This connection has no resource"
        text="A resource is one kind of record with its own schema, such as packages, laptops or access reviews."
        actions={
          can("custom-connections-post", connectionId) && (
            <LinkButton variant="primary" href={`${pages.connection(connectionId)}/resources/new`}>
              Add resource
            </LinkButton>
          )
        }
      />
    );
  }
  return (
    <SimpleTable
      caption="Resources of this connection"
      rows={resources}
      rowKey={({ id }) => String(id)}
      columns={[
        {
          key: "name",
          head: "Resource",
          cell: (row) => (
            <div className="min-w-0 py-2">
              <Link
                href={pages.resource({ connectionId, resourceId: row.id })}
                className="line-clamp-2 font-medium wrap-anywhere text-ink underline-offset-4 hover:underline"
              >
                <bdi>{row.name}</bdi>
              </Link>
              {row.description && (
                <p className="line-clamp-2 max-w-[60ch] font-normal wrap-anywhere text-ink-faint">{row.description}</p>
              )}
            </div>
          ),
        },
        {
          key: "records",
          head: "Records",
          numeric: true,
          cell: (row) => (
            <>
              <Count value={row.recordCount} />
              <span className="sr-only card:not-sr-only"> {row.recordCount === 1 ? "record" : "records"}</span>
            </>
          ),
        },
        {
          key: "schema",
          head: "Schema",
          cell: (row) => (
            <Link
              href={pages.resource({ connectionId, resourceId: row.id }, "schema")}
              className="text-ink-soft underline-offset-4 hover:underline"
            >
              <span className="sr-only card:not-sr-only">schema </span>v{row.schemaVersion}
            </Link>
          ),
        },
        { key: "freshness", head: "Last push", cell: (row) => <Freshness feed={row} now={now} /> },
        {
          key: "connect",
          head: <span className="sr-only">Connect</span>,
          wideOnly: true,
          className: "text-right",
          cell: (row) => (
            <LinkButton
              size="small"
              variant="quiet"
              icon={<Cable aria-hidden="true" />}
              href={pages.resource({ connectionId, resourceId: row.id }, "connect")}
            >
              Connect<span className="sr-only"> {row.name}</span>
            </LinkButton>
          ),
        },
      ]}
    />
  );
}

function ConnectionMenu({ facts, resources }: { facts: ConnectionFacts; resources: readonly ResourceFacts[] }) {
  const [open, setOpen] = useState<"details" | "delete">();
  const { can } = useViewer();
  const pages = usePages();
  const router = useRouter();
  const stale = useStale();
  const actions = useConnectionActions();
  const name = nameOf(facts);
  const mayChange = can("custom-connections-put", facts.id);
  const mayDelete = can("custom-connections-delete", facts.id);
  if (!mayChange && !mayDelete) return null;

  const save = async ({ name: clientAlias, description }: { name: string; description: string }) => {
    try {
      await api.patch(connectionApi(facts.id), { body: { clientAlias, description: description || null } });
      await stale();
      return true;
    } catch (problem) {
      toast.failed(problem, "The connection could not be changed");
      return false;
    }
  };
  const remove = async () => {
    if (await actions.remove(facts.id, name)) router.push(pages.connections);
    setOpen(undefined);
  };

  return (
    <>
      <Menu trigger={<IconButton label="More about this connection" variant="plain" icon={<MoreHorizontal />} />}>
        {mayChange && (
          <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={() => setOpen("details")}>
            Rename or describe
          </MenuItem>
        )}
        {mayChange && mayDelete && <MenuSeparator />}
        {mayDelete && (
          <MenuItem tone="bad" icon={<Trash2 aria-hidden="true" />} onSelect={() => setOpen("delete")}>
            Delete connection
          </MenuItem>
        )}
      </Menu>
      {open === "details" && (
        <DetailsDialog
          title="Rename or describe the connection"
          details={{ name, description: facts.description ?? "" }}
          onClose={() => setOpen(undefined)}
          onSave={save}
        />
      )}
      <DeleteDialog
        open={open === "delete"}
        onClose={() => setOpen(undefined)}
        kind="connection"
        name={name}
        resources={resources.length}
        records={resources.reduce((sum, { recordCount }) => sum + recordCount, 0)}
        canRestore={can("custom-connections-restore")}
        onConfirm={remove}
      />
    </>
  );
}
