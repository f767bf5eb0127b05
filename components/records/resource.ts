"use client";

import { useQuery } from "@tanstack/react-query";
import type { z } from "zod";
import type * as shapes from "@/lib/contract/shapes";
import { api } from "../api";
import { useViewer } from "../shell/viewer";
import { resourceApi, resourceKey, type ResourcePlace } from "./resource-query";

export type ResourceFacts = z.output<typeof shapes.resource>;

/** The resource as the pages around it have read it. */
export function useResourceFacts(place: ResourcePlace) {
  const { account } = useViewer();
  return useQuery({
    queryKey: resourceKey(account.id, place),
    queryFn: ({ signal }) => api.get<ResourceFacts>(resourceApi(place), { signal }),
  });
}
