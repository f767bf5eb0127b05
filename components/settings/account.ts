"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { z } from "zod";
import type { account, changedAccount, retentionPreview } from "@/lib/contract/shapes/access";
import { api } from "../api";

export type Account = z.infer<typeof account>;
export type ChangedAccount = z.infer<typeof changedAccount>;
export type AccountChange = {
  name?: string;
  timeZone?: string;
  alertEmails?: string[];
  webhookUrl?: string | null;
  historyDays?: number | null;
};
export type RetentionPreview = z.infer<typeof retentionPreview>;

const key = ["account"];

/** The account's settings. */
export function useAccount() {
  return useQuery({ queryKey: key, queryFn: ({ signal }) => api.get<Account>("/api/account", { signal }) });
}

/** Changes settings; the shell is drawn anew, as it shows name, time zone and plan. */
function useChange<Wish, Result extends Account>(change: (wish: Wish) => Promise<Result>) {
  const queries = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: change,
    onSuccess: (result) => {
      const { webhookSecret: _shownOnce, ...facts } = result as ChangedAccount;
      queries.setQueryData<Account>(key, facts);
      router.refresh();
    },
  });
}

/** What keeping history for so many days would remove today; asked for, never by itself. */
export function useRetentionPreview() {
  return useMutation({
    mutationFn: (historyDays: number) =>
      api.get<RetentionPreview>("/api/account/retention", { query: { historyDays } }),
  });
}

export const useUpdateAccount = () =>
  useChange((body: AccountChange) => api.patch<ChangedAccount>("/api/account", { body }));
export const useSetTerms = () =>
  useChange((accepted: boolean) => api.post<Account>("/api/account/terms", { body: { accepted } }));
export const useSetPlan = () =>
  useChange((plan: Account["plan"]) => api.post<Account>("/api/account/plan", { body: { plan } }));
