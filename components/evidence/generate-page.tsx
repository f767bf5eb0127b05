"use client";

import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { pathTexts } from "@/lib/schema/mask";
import { sensitivePaths } from "@/lib/schema/sensitive";
import { type Place, usePages } from "../connections/addresses";
import { type ResourceFacts, useResource } from "../connections/reads";
import { useView } from "../records/use-view";
import { useViewer } from "../shell/viewer";
import { LinkButton } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { useMounted } from "../ui/mounted";
import { NotAllowed } from "../ui/not-allowed";
import { SkeletonLines } from "../ui/skeleton";
import { type Schedule, useSchedules } from "./evidence-api";
import { GenerateForm } from "./generate-form";
import { beginState, stateOfSchedule } from "./request-state";

/** The form that generates evidence of a resource, once or by a schedule. The filter and the moment stand in its address. */
export function GeneratePage({ place }: { place: Place }) {
  const { can } = useViewer();
  const pages = usePages();
  const resource = useResource(place);
  const schedules = useSchedules(place);
  const mounted = useMounted();
  const id = Number(useSearchParams().get("schedule"));
  if (!can("custom-connections-evidence-post", place.connectionId)) {
    return <NotAllowed permission="custom-connections-evidence-post" />;
  }
  const error = resource.error ?? (id > 0 ? schedules.error : null);
  if (error) return <FailedState what="The form could not be prepared" problem={error} />;
  if (!resource.data || !mounted || (id > 0 && !schedules.data)) {
    return <SkeletonLines lines={12} label="Preparing the form" />;
  }
  const schedule = schedules.data?.find((one) => one.id === id);
  if (id > 0 && !schedule) {
    return (
      <EmptyState
        title="That schedule is over"
        text="Somebody ended it; what it generated stays."
        actions={<LinkButton href={pages.resource(place, "evidence")}>Evidence and schedules</LinkButton>}
      />
    );
  }
  return <Prepared key={schedule?.id} place={place} resource={resource.data} schedule={schedule} />;
}

type PreparedProps = { place: Place; resource: ResourceFacts; schedule: Schedule | undefined };

function Prepared({ place, resource, schedule }: PreparedProps) {
  const [view] = useView();
  const params = useSearchParams();
  const sensitive = useMemo(() => sensitiveOf(resource), [resource]);
  const shown = view.columns?.filter((column) => column.startsWith("/"));
  const begin = schedule
    ? stateOfSchedule(schedule)
    : beginState({ when: params.get("when"), columns: shown?.length ? shown : undefined, redact: sensitive });
  return <GenerateForm place={place} resource={resource} sensitive={sensitive} begin={begin} schedule={schedule} />;
}

function sensitiveOf({ schema }: ResourceFacts): string[] {
  return pathTexts(sensitivePaths(JSON.stringify(schema)));
}
