"use client";

import { useQuery } from "@tanstack/react-query";
import { api } from "../../api";
import { type ChangeFacts, names } from "../../connections/reads";
import { useViewer } from "../../shell/viewer";
import { type ResourcePlace, resourceApi } from "../resource-query";

/** The newest Change up to a revision or a time: what a moment was made by. undefined: not known, or before the first. */
export function useMomentChange(place: ResourcePlace, moment: string | undefined) {
  const { account } = useViewer();
  const number = moment !== undefined && /^\d{1,15}$/.test(moment);
  return useQuery({
    queryKey: [...names.resource(account.id, place), "moment", moment],
    enabled: moment !== undefined,
    queryFn: async ({ signal }) => {
      const query = number ? { below: Number(moment) + 1, size: 1 } : { size: 1, asOf: moment };
      const revision = number ? undefined : await revisionAt(place, moment ?? "", signal);
      const asked = revision === undefined ? query : { below: revision + 1, size: 1 };
      if (revision === 0) return null;
      const page = await api.get<{ data: ChangeFacts[] }>(`${resourceApi(place)}/changes`, { query: asked, signal });
      return page.data[0] ?? null;
    },
  });
}

// The list knows which revision a time means.
async function revisionAt(place: ResourcePlace, time: string, signal: AbortSignal): Promise<number> {
  const query = { asOf: time, size: 1, sort: "id" };
  return (await api.get<{ revision: number }>(`${resourceApi(place)}/records`, { query, signal })).revision;
}
