"use client";

import { useQuery } from "@tanstack/react-query";
import { api } from "../api";

export type ConnectionName = { id: number; name: string };

type Page = { data: { id: number; clientAlias: string | null }[] };

/** The account's connections by name, for choosing among them. */
export function useConnectionNames() {
  return useQuery({
    queryKey: ["connection-names"],
    queryFn: async ({ signal }): Promise<ConnectionName[]> => {
      const { data } = await api.get<Page>("/api/connections", { query: { size: 500 }, signal });
      return data.map(({ id, clientAlias }) => ({ id, name: clientAlias ?? `Connection ${id}` }));
    },
  });
}
