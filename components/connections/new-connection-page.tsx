"use client";

import { useRouter, useSearchParams } from "next/navigation";
import type { StartingSchema } from "@/lib/schema/library/starting-schema";
import { api } from "../api";
import { useViewer } from "../shell/viewer";
import { LinkButton } from "../ui/button";
import { NotAllowed } from "../ui/not-allowed";
import { PageHeader } from "../ui/page-header";
import { toast } from "../ui/toast";
import { usePages } from "./addresses";
import { declareFields } from "./declare-fields";
import { NewResourceForm } from "./new-resource-form";
import { type ConnectionFacts, useStale } from "./reads";
import { sources } from "./source-form";

/** Makes a connection and its first resource, and leads on to where the first record is pushed. */
export function NewConnectionPage() {
  const pages = usePages();
  const router = useRouter();
  const stale = useStale();
  const { can } = useViewer();
  const asked = useSearchParams().get("from") ?? "";
  const source = sources.find((one) => one === asked) ?? "sample";

  const create = async (members: string, start: StartingSchema | undefined) => {
    const body = `{"providerTypes":["CUSTOM"],"workspaceIds":[1],${members}}`;
    const made = await api.post<ConnectionFacts>("/api/connections", { body, headers: json });
    const [first] = made.customResources ?? [];
    if (first && start) await declareFields({ connectionId: made.id, resourceId: first.id }, start);
    await stale();
    toast.done(`${made.clientAlias ?? "The connection"} is ready for its first record`);
    router.push(first ? pages.resource({ connectionId: made.id, resourceId: first.id }, "connect") : pages.connections);
  };

  const header = <PageHeader crumbs={[{ label: "Connections", href: pages.connections }]} title="New connection" />;
  if (!can("custom-connections-post")) {
    return (
      <>
        {header}
        <NotAllowed permission="custom-connections-post" />
      </>
    );
  }
  return (
    <>
      {header}
      <NewResourceForm
        source={source}
        nameLabel="Name"
        nameHint="The system or process that the records come from. It can be renamed."
        namePlaceholder="Software inventory"
        does="Create connection"
        cancel={<LinkButton href={pages.connections}>Cancel</LinkButton>}
        onCreate={create}
      />
    </>
  );
}

/** A body whose schema is the author's own text, digit by digit. */
export const json = { "content-type": "application/json" };
