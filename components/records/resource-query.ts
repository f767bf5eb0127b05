/** Which resource the records are of. */
export type ResourcePlace = { connectionId: number; resourceId: number };

/** The API's address of a connection. */
export const connectionApi = (connectionId: number) => `/api/connections/${connectionId}`;

/** The API's address of a resource. */
export const resourceApi = ({ connectionId, resourceId }: ResourcePlace) =>
  `${connectionApi(connectionId)}/resources/${resourceId}`;

/** The API's address of a resource's records. */
export const recordsApi = (place: ResourcePlace) => `${resourceApi(place)}/records`;

/** The API's address of one record. */
export const recordApi = (place: ResourcePlace, id: string) => `${recordsApi(place)}/${encodeURIComponent(id)}`;

/** The names under which pages keep what they have read of a connection, and of a resource. */
export const connectionKey = (accountId: number, connectionId: number) =>
  ["connections", accountId, connectionId] as const;

export const resourceKey = (accountId: number, { connectionId, resourceId }: ResourcePlace) =>
  ["connections", accountId, connectionId, "resources", resourceId] as const;
