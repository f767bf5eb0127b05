"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { fieldsOf } from "@/lib/schema/fields";
import { topFields } from "@/lib/schema/source";
import { api } from "../api";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { FailedState } from "../ui/failed-state";
import { NotAllowed } from "../ui/not-allowed";
import { SkeletonLines } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { type Place, resourceApi, usePages } from "./addresses";
import { useConnectionActions } from "./connection-actions";
import { DeletionGuard } from "./deletion-guard";
import { DeleteDialog } from "./delete-dialog";
import { FailingPolicy } from "./failing-policy";
import { FilterFields } from "./filter-fields";
import { type ResourceFacts, useResource, useStale } from "./reads";
import { ResourceDetails } from "./resource-details";
import { WatchSettings } from "./watch-settings";

/** What a resource is called and how it behaves; each part is saved by itself. */
export function SettingsTab({ place }: { place: Place }) {
  const resource = useResource(place);
  const { can } = useViewer();
  const mayChange = can("custom-connections-put", place.connectionId);
  const mayDelete = can("custom-connections-delete", place.connectionId);
  const stale = useStale();
  if (!mayChange && !mayDelete) return <NotAllowed permission="custom-connections-put" />;
  if (!resource.data) {
    if (resource.error) return <FailedState what="The settings could not be read" problem={resource.error} />;
    return <SkeletonLines lines={8} label="Loading settings" />;
  }
  const facts = resource.data;
  const save = async (changes: Record<string, unknown>, said: string) => {
    try {
      await api.patch<ResourceFacts>(resourceApi(place), { body: changes });
      await stale();
      toast.done(said);
      return true;
    } catch (problem) {
      toast.failed(problem, "The settings could not be saved");
      return false;
    }
  };
  return (
    <div className="flex max-w-[56rem] flex-col">
      {mayChange && (
        <>
          <ResourceDetails key={`details ${facts.id}`} facts={facts} fields={topFields(facts.schema)} save={save} />
          <WatchSettings key={`watch ${facts.id}`} facts={facts} save={save} />
          <FailingPolicy key={`policy ${facts.id}`} facts={facts} save={save} />
          <DeletionGuard key={`guard ${facts.id}`} facts={facts} save={save} />
          <FilterFields
            filling={facts.fillingFields}
            key={JSON.stringify(facts.filterFields)}
            declared={facts.filterFields}
            offered={fieldsOf(facts.schema)}
            save={save}
          />
        </>
      )}
      {mayDelete && <DangerZone place={place} facts={facts} />}
    </div>
  );
}

export type Save = (changes: Record<string, unknown>, said: string) => Promise<boolean>;

function DangerZone({ place, facts }: { place: Place; facts: ResourceFacts }) {
  const [asking, setAsking] = useState(false);
  const { removeResource } = useConnectionActions();
  const { can } = useViewer();
  const pages = usePages();
  const router = useRouter();
  const remove = async () => {
    if (await removeResource(place, facts.name)) router.push(pages.connection(place.connectionId));
    setAsking(false);
  };
  return (
    <section
      aria-labelledby="delete-resource"
      className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 py-6"
    >
      <div className="min-w-0 flex-1 basis-72">
        <h2 id="delete-resource" className="text-section font-semibold">
          Delete this resource
        </h2>
        <p className="text-body text-pretty text-ink-soft">
          Its records stop being live and pushes are refused. History and evidence stay.
        </p>
      </div>
      <Button variant="danger" onClick={() => setAsking(true)}>
        Delete resource
      </Button>
      <DeleteDialog
        open={asking}
        onClose={() => setAsking(false)}
        kind="resource"
        name={facts.name}
        records={facts.recordCount}
        canRestore={can("custom-connections-restore")}
        onConfirm={remove}
      />
    </section>
  );
}
