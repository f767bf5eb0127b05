"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Role } from "@/lib/contract/permissions";
import { api } from "../api";
import type { ConnectionRole } from "./people-list";

export type Invitation = {
  id: number;
  email: string;
  role: Role;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
  acceptedAt: string | null;
};
export type Invited = { id: number; email: string; role: Role; link: string; mailed: boolean; expiresAt: string };

const list = ["invitations"];

/** Invitations that nobody has accepted yet. */
export function useInvitations() {
  return useQuery({
    queryKey: list,
    queryFn: async ({ signal }) => {
      const { data } = await api.get<{ data: Invitation[] }>("/api/invitations", { signal });
      return data.filter(({ acceptedAt }) => acceptedAt === null);
    },
  });
}

/** Invites somebody, and answers the link that they need. */
export function useInvite() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { email: string; role: Role; connectionRoles?: ConnectionRole[] }) =>
      api.post<Invited>("/api/invitations", { body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: list }),
  });
}

/** Takes an invitation back: its link no longer works. */
export function useRevokeInvitation() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => api.delete(`/api/invitations/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: list }),
  });
}

/** Whether an invitation's link has stopped working. */
export const isOver = ({ expiresAt }: Pick<Invitation, "expiresAt">) => Date.parse(expiresAt) < Date.now();
