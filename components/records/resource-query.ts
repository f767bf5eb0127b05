/** Which resource the records are of. */
export type ResourcePlace = { connectionId: number; resourceId: number };

/** The API's address of a resource. */
export const resourceApi = ({ connectionId, resourceId }: ResourcePlace) =>
  `/api/connections/${connectionId}/resources/${resourceId}`;

/** The API's address of a resource's records. */
export const recordsApi = (place: ResourcePlace) => `${resourceApi(place)}/records`;

/** The API's address of one record. */
export const recordApi = (place: ResourcePlace, id: string) => `${recordsApi(place)}/${encodeURIComponent(id)}`;

/** The name under which pages keep what they have read of a resource. */
export const resourceKey = (accountId: number, { connectionId, resourceId }: ResourcePlace) =>
  ["connections", accountId, connectionId, "resources", resourceId] as const;
