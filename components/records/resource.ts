"use client";

import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import type * as shapes from "@/lib/contract/shapes";
import { api } from "../api";
import { useViewer } from "../shell/viewer";
import { resourceApi, type ResourcePlace } from "./place";

export type ResourceFacts = z.output<typeof shapes.resource>;

/** The resource as the pages around it have read it. */
export function useResourceFacts(place: ResourcePlace) {
  const { account } = useViewer();
  return useQuery({
    queryKey: ["connections", account.id, place.connectionId, "resources", place.resourceId],
    queryFn: ({ signal }) => api.get<ResourceFacts>(resourceApi(place), { signal }),
  });
}
