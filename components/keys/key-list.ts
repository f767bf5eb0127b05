"use client";

import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import type { Permission } from "@/lib/contract/permissions";
import type { key, keysList, newKey, rotatedKey } from "@/lib/contract/shapes";
import type { keyActivity } from "@/lib/contract/shapes/access";
import { api } from "../api";

export type Key = z.infer<typeof key>;
export type NewKey = z.infer<typeof newKey>;
type RotatedKey = z.infer<typeof rotatedKey>;
type KeyActivity = z.infer<typeof keyActivity>;

export type KeyWish = {
  name: string;
  permissions: Permission[];
  expiresAt: string | null;
  addresses: string[];
  connectionIds: number[] | null;
  ownerId?: number;
};

const list = ["keys"];

/** The account's keys, a page at a time. */
export function useKeys() {
  return useInfiniteQuery({
    queryKey: [...list, "list"],
    queryFn: ({ pageParam, signal }) =>
      api.get<z.infer<typeof keysList>>("/api/keys", { query: { after: pageParam, size: 200 }, signal }),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  });
}

/** One key. */
export function useKey(keyId: number) {
  return useQuery({
    queryKey: [...list, keyId],
    queryFn: ({ signal }) => api.get<Key>(`/api/keys/${keyId}`, { signal }),
  });
}

/** What a key did on each of the last days, and why it was refused. */
export function useKeyActivity(keyId: number, days: number) {
  return useQuery({
    queryKey: [...list, keyId, "activity", days],
    queryFn: ({ signal }) => api.get<KeyActivity>(`/api/keys/${keyId}/activity`, { query: { days }, signal }),
    refetchInterval: 15_000,
  });
}

function useKeyChange<Wish, Result>(change: (wish: Wish) => Promise<Result>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => queries.invalidateQueries({ queryKey: list }) });
}

/** Makes a key. */
export const useCreateKey = () => useKeyChange((wish: KeyWish) => api.post<NewKey>("/api/keys", { body: wish }));

/** Makes the key that replaces another. */
export const useRotateKey = (keyId: number) =>
  useKeyChange((overlapHours: number) => api.post<RotatedKey>(`/api/keys/${keyId}/rotate`, { body: { overlapHours } }));

/** Ends a key. */
export const useRevokeKey = () => useKeyChange((keyId: number) => api.delete(`/api/keys/${keyId}`));

/** Whether a key works, and if not, why. */
export function standingOf({
  revokedAt,
  expiresAt,
}: Pick<Key, "revokedAt" | "expiresAt">): "works" | "revoked" | "expired" {
  if (revokedAt) return "revoked";
  return expiresAt && Date.parse(expiresAt) <= Date.now() ? "expired" : "works";
}

const DAY_MS = 86_400_000;

/** So many days from now, as the API takes times. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString();
}

/** Whether a time comes within a week. */
export function isSoon(time: string): boolean {
  return Date.parse(time) - Date.now() < 7 * DAY_MS;
}
