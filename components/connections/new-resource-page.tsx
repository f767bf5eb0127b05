"use client";

import { useRouter } from "next/navigation";
import type { StartingSchema } from "@/lib/schema/library/starting-schema";
import { api } from "../api";
import { useViewer } from "../shell/viewer";
import { LinkButton } from "../ui/button";
import { NotAllowed } from "../ui/not-allowed";
import { PageHeader } from "../ui/page-header";
import { toast } from "../ui/toast";
import { connectionApi, usePages } from "./addresses";
import { nameOf } from "./connection-name";
import { declareFields } from "./declare-fields";
import { json } from "./new-connection-page";
import { NewResourceForm } from "./new-resource-form";
import { type ResourceFacts, useConnection, useStale } from "./reads";

/** Adds another kind of record to a connection. */
export function NewResourcePage({ connectionId }: { connectionId: number }) {
  const pages = usePages();
  const router = useRouter();
  const stale = useStale();
  const connection = useConnection(connectionId);
  const { can } = useViewer();

  const create = async (members: string, start: StartingSchema | undefined) => {
    const path = `${connectionApi(connectionId)}/resources`;
    const made = await api.post<ResourceFacts>(path, { body: `{${members}}`, headers: json });
    if (start) await declareFields({ connectionId, resourceId: made.id }, start);
    await stale();
    toast.done(`${made.name} is ready for its first record`);
    router.push(pages.resource({ connectionId, resourceId: made.id }, "connect"));
  };

  const crumbs = [
    { label: "Connections", href: pages.connections },
    { label: connection.data ? <bdi>{nameOf(connection.data)}</bdi> : "…", href: pages.connection(connectionId) },
  ];
  return (
    <>
      <PageHeader crumbs={crumbs} title="New resource" />
      {can("custom-connections-post", connectionId) ? (
        <NewResourceForm
          source="sample"
          nameLabel="Name"
          nameHint="What the records are, in the plural. It can be renamed."
          namePlaceholder="Packages"
          does="Add resource"
          cancel={<LinkButton href={pages.connection(connectionId)}>Cancel</LinkButton>}
          onCreate={create}
        />
      ) : (
        <NotAllowed permission="custom-connections-post" />
      )}
    </>
  );
}
