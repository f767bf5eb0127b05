"use client";

import { useMemo } from "react";
import type { ResourcePlace } from "../records/resource-query";
import { useViewer } from "../shell/viewer";

export { connectionApi, resourceApi } from "../records/resource-query";
/** Which resource a page is about. */
export type Place = ResourcePlace;

/** After the address of evidence: its bundle is downloaded as soon as it is there. */
export const DOWNLOAD = "?download=1";

/** The addresses of an account's pages. */
function pagesOf(accountId: number) {
  const home = `/a/${accountId}`;
  const connection = (connectionId: number) => `${home}/connections/${connectionId}`;
  const resource = ({ connectionId, resourceId }: Place, tab = "records") =>
    `${connection(connectionId)}/resources/${resourceId}/${tab}`;
  return {
    home,
    connections: `${home}/connections`,
    newConnection: `${home}/connections/new`,
    connection,
    resource,
    record: (place: Place, recordId: string) => `${resource(place)}/${encodeURIComponent(recordId)}`,
    life: (place: Place, recordId: string) => `${resource(place, "life")}/${encodeURIComponent(recordId)}`,
    change: (place: Place, revision: number) => `${resource(place, "changes")}/${revision}`,
    import: (place: Place, importId: number) => `${resource(place, "imports")}/${importId}`,
    session: (place: Place, id: number) => `${resource(place, "sessions")}/${id}`,
    evidence: `${home}/evidence`,
    oneEvidence: (id: number) => `${home}/evidence/${id}`,
    audit: `${home}/audit`,
    keys: `${home}/keys`,
    settings: `${home}/settings`,
    job: (jobId: string | number) => `${home}/jobs?job=${jobId}`,
  };
}

/** The addresses of the pages of the account in sight. */
export function usePages() {
  const { account } = useViewer();
  return useMemo(() => pagesOf(account.id), [account.id]);
}
