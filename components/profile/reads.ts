"use client";

import { useQuery } from "@tanstack/react-query";
import { api } from "../api";

export type Profile = {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  hasPassword: boolean;
  twoFactor: boolean;
  recoveryCodesLeft: number;
  accounts: { id: number; name: string; role: string; timeZone: string }[];
  signInId: string;
};

export type SignIn = {
  id: string;
  device: string;
  address: string;
  method: "password" | "oidc";
  createdAt: string;
  lastSeenAt: string;
  current: boolean;
};

/** The person as the API knows them. */
export const useProfile = () =>
  useQuery({ queryKey: ["profile"], queryFn: ({ signal }) => api.get<Profile>("/api/profile", { signal }) });

/** Where the person is signed in. */
export const useSignIns = () =>
  useQuery({
    queryKey: ["profile", "sign-ins"],
    queryFn: async ({ signal }) => (await api.get<{ data: SignIn[] }>("/api/profile/sign-ins", { signal })).data,
  });
