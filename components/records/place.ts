"use client";

import { createContext, use } from "react";
import type { ResourcePlace } from "./resource-query";

export { recordApi, recordsApi, resourceApi, type ResourcePlace } from "./resource-query";

/** The page of a resource's records. */
export const recordsPage = (accountId: number, { connectionId, resourceId }: ResourcePlace) =>
  `/a/${accountId}/connections/${connectionId}/resources/${resourceId}/records`;

const PlaceContext = createContext<ResourcePlace | undefined>(undefined);
export const PlaceProvider = PlaceContext;

/** The resource around. Only on the records page. */
export function usePlace(): ResourcePlace {
  const place = use(PlaceContext);
  if (!place) throw new Error("usePlace stands outside the records page.");
  return place;
}

/** The page of a record to be, under that of the list: two steps, so that no record's id can stand for it. */
export const NEW_RECORD = "record/new";
