"use client";

import { MoreHorizontal, Settings, Trash2, Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useMemo, useState } from "react";
import { GenerateLink } from "../evidence/generate-link";
import { FileDrop } from "../imports/file-drop";
import { useActions } from "../shell/actions";
import { useViewer } from "../shell/viewer";
import { LinkButton } from "../ui/button";
import { FailedState } from "../ui/failed-state";
import { IconButton } from "../ui/icon-button";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { Count } from "../ui/number";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { LinkTabs } from "../ui/tabs";
import { type Place, usePages } from "./addresses";
import { useConnectionActions } from "./connection-actions";
import { nameOf } from "./connection-name";
import { DeleteDialog } from "./delete-dialog";
import { Freshness } from "./freshness";
import { type ResourceFacts, useConnection, useResource } from "./reads";
import { useNow } from "./use-now";

/** Around every page of a resource: what it is, how much, how fresh, and its parts. */
export function ResourceFrame({ place, children }: { place: Place; children: ReactNode }) {
  const pages = usePages();
  const connection = useConnection(place.connectionId);
  const resource = useResource(place);
  const { can } = useViewer();
  const mayImport = can("imports-post", place.connectionId);
  const crumbs = [
    { label: "Connections", href: pages.connections },
    {
      label: connection.data ? <bdi>{nameOf(connection.data)}</bdi> : "…",
      href: pages.connection(place.connectionId),
    },
  ];
  if (resource.error && !resource.data) {
    return (
      <>
        <PageHeader crumbs={crumbs} title="Resource" />
        <FailedState
          what="This resource could not be read"
          problem={resource.error}
          retry={() => void resource.refetch()}
          mend="It may have been deleted, or given to others."
        />
      </>
    );
  }
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title={
          resource.data ? (
            <bdi className="line-clamp-3">{resource.data.name}</bdi>
          ) : (
            <>
              <span className="sr-only">Loading</span>
              <Skeleton className="my-1 h-5 w-40" />
            </>
          )
        }
        meta={resource.data ? <Meta facts={resource.data} /> : <Skeleton className="h-3.5 w-64 max-sm:w-40" />}
        action={
          <>
            {mayImport && <ImportLink place={place} />}
            <GenerateLink place={place} />
          </>
        }
        menu={resource.data && <ResourceMenu place={place} facts={resource.data} />}
        tabs={<ResourceTabs place={place} />}
      />
      {mayImport && resource.data && <FileDrop place={place} into={resource.data.name} />}
      {children}
    </>
  );
}

/** The way to the imports, in the palette too; on a phone the tab alone is. */
function ImportLink({ place }: { place: Place }) {
  const href = usePages().resource(place, "imports");
  const router = useRouter();
  const actions = useMemo(
    () => [{ id: "import", label: "Import a file", keywords: "upload csv excel json", run: () => router.push(href) }],
    [href, router],
  );
  useActions(actions);
  return (
    <LinkButton href={href} icon={<Upload aria-hidden="true" />} className="max-sm:hidden">
      Import
    </LinkButton>
  );
}

function Meta({ facts }: { facts: ResourceFacts }) {
  const now = useNow();
  return (
    <span className="flex flex-wrap items-center gap-x-1.5">
      <Count value={facts.recordCount} of={["record", "records"]} />
      <span aria-hidden="true">·</span>
      <span>schema v{facts.schemaVersion}</span>
      <span aria-hidden="true" className="max-sm:hidden">
        ·
      </span>
      <Freshness feed={facts} now={now} />
    </span>
  );
}

function ResourceTabs({ place }: { place: Place }) {
  const pages = usePages();
  const { can } = useViewer();
  const here = place.connectionId;
  const settings = can("custom-connections-put", here) || can("custom-connections-delete", here);
  const tabs = [
    { path: "records", label: "Records" },
    { path: "schema", label: "Schema", hidden: !can("schemas-get", here) },
    { path: "imports", label: "Imports" },
    { path: "pushes", label: "Pushes" },
    { path: "sessions", label: "Sessions" },
    { path: "changes", label: "Changes" },
    { path: "compare", label: "Compare" },
    { path: "trash", label: "Trash" },
    { path: "evidence", label: "Evidence", hidden: !can("evidence-get", here) },
    { path: "connect", label: "Connect", hidden: !can("custom-connections-data-post", here) },
    { path: "settings", label: "Settings", hidden: !settings },
  ];
  return (
    <LinkTabs
      label="Parts of this resource"
      tabs={tabs
        .filter(({ hidden }) => !hidden)
        .map(({ path, label }) => ({ href: pages.resource(place, path), label }))}
    />
  );
}

function ResourceMenu({ place, facts }: { place: Place; facts: ResourceFacts }) {
  const [asking, setAsking] = useState(false);
  const pages = usePages();
  const router = useRouter();
  const { can } = useViewer();
  const { removeResource } = useConnectionActions();
  const mayChange = can("custom-connections-put", place.connectionId);
  const mayDelete = can("custom-connections-delete", place.connectionId);
  if (!mayChange && !mayDelete) return null;
  const remove = async () => {
    if (await removeResource(place, facts.name)) router.push(pages.connection(place.connectionId));
    setAsking(false);
  };
  return (
    <>
      <Menu trigger={<IconButton label="More about this resource" variant="plain" icon={<MoreHorizontal />} />}>
        {mayChange && (
          <MenuItem icon={<Settings aria-hidden="true" />} href={pages.resource(place, "settings")}>
            Rename, keys, lateness
          </MenuItem>
        )}
        {mayChange && mayDelete && <MenuSeparator />}
        {mayDelete && (
          <MenuItem tone="bad" icon={<Trash2 aria-hidden="true" />} onSelect={() => setAsking(true)}>
            Delete resource
          </MenuItem>
        )}
      </Menu>
      <DeleteDialog
        open={asking}
        onClose={() => setAsking(false)}
        kind="resource"
        name={facts.name}
        records={facts.recordCount}
        canRestore={can("custom-connections-restore")}
        onConfirm={remove}
      />
    </>
  );
}
