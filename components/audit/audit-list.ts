"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import type { z } from "zod";
import type { auditActions, auditPage } from "@/lib/contract/shapes/access";
import { api } from "../api";

type AuditPage = z.infer<typeof auditPage>;
export type Entry = AuditPage["data"][number];
export type Filters = { from?: string; to?: string; action?: string; actor?: string; q?: string };

const names = ["from", "to", "action", "actor", "q"] as const;

/** Which part of the trail is shown. It stands in the address, so that Back undoes each step and a link shows the same. */
export function useFilters(): [Filters, (changes: Filters) => void] {
  const query = useSearchParams();
  const router = useRouter();
  const path = usePathname();
  const filters = Object.fromEntries(names.map((name) => [name, query.get(name) ?? undefined])) as Filters;
  const set = (changes: Filters) => {
    const next = new URLSearchParams(query);
    for (const name of names) {
      if (!(name in changes)) continue;
      const value = changes[name];
      if (value) next.set(name, value);
      else next.delete(name);
    }
    router.push(next.size ? `${path}?${next.toString()}` : path, { scroll: false });
  };
  return [filters, set];
}

/** The filters as the API takes them: whole days of the account's time zone become moments. */
export function asked({ from, to, ...rest }: Filters, zone: string) {
  return {
    ...rest,
    from: from && momentOfDay(from, zone, 0),
    to: to && momentOfDay(to, zone, 1),
  };
}

/** The trail, newest first, a page at a time. */
export function useAudit(filters: Filters, zone: string) {
  return useInfiniteQuery({
    queryKey: ["audit", filters, zone],
    queryFn: ({ pageParam, signal }) =>
      api.get<AuditPage>("/api/audit", { query: { ...asked(filters, zone), cursor: pageParam, size: 100 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ pagination }) => pagination.cursor ?? undefined,
  });
}

/** What the trail tells apart. */
export function useAuditActions() {
  return useQuery({
    queryKey: ["audit-actions"],
    queryFn: async ({ signal }) => (await api.get<z.infer<typeof auditActions>>("/api/audit/actions", { signal })).data,
  });
}

/** When a day begins in a time zone, some days on: found by asking what the zone's clock shows at that moment of UTC. */
function momentOfDay(day: string, zone: string, daysOn: number): string | undefined {
  const wanted = Date.parse(`${day}T00:00:00Z`) + daysOn * 86_400_000;
  if (Number.isNaN(wanted)) return undefined;
  const shift = (at: number) => clockOf(at, zone) - at;
  const guess = wanted - shift(wanted);
  return new Date(wanted - shift(guess)).toISOString();
}

function clockOf(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en", {
    ...{ timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric" },
    ...{ hour: "numeric", minute: "numeric", second: "numeric" },
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value ?? 0);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
}
