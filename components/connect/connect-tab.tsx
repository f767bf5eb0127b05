"use client";

import { type Place } from "../connections/addresses";
import { useResource } from "../connections/reads";
import { useViewer } from "../shell/viewer";
import { FailedState } from "../ui/failed-state";
import { NotAllowed } from "../ui/not-allowed";
import { SkeletonLines } from "../ui/skeleton";
import { ConnectPanel } from "./connect-panel";

/** How a script pushes into this resource. */
export function ConnectTab({ place }: { place: Place }) {
  const { can } = useViewer();
  const resource = useResource(place);
  if (!can("custom-connections-data-post", place.connectionId)) {
    return <NotAllowed permission="custom-connections-data-post" />;
  }
  if (resource.data) return <ConnectPanel resource={resource.data} />;
  if (resource.error) return <FailedState what="The resource could not be read" problem={resource.error} />;
  return <SkeletonLines lines={6} label="Loading the snippets" />;
}
