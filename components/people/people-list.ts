"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import type { Role } from "@/lib/contract/permissions";
import type { people, person } from "@/lib/contract/shapes/access";
import { api } from "../api";

export type Person = z.infer<typeof person>;
type People = z.infer<typeof people>;
export type ConnectionRole = Person["connectionRoles"][number];
export type PersonChange = { role?: Role; connectionRoles?: ConnectionRole[] };

const list = ["people"];

/** Everybody who belongs to the account. */
export function usePeople() {
  return useQuery({ queryKey: list, queryFn: ({ signal }) => api.get<People>("/api/people", { signal }) });
}

/** Changes roles: what is chosen stands at once, and goes back when it is refused. */
export function useChangePerson() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: number; change: PersonChange }) =>
      api.patch<Person>(`/api/people/${id}`, { body: change }),
    onMutate: async ({ id, change }) => {
      await queries.cancelQueries({ queryKey: list });
      const before = queries.getQueryData<People>(list);
      queries.setQueryData<People>(list, (now) => now && { data: now.data.map((one) => applied(one, id, change)) });
      return { before };
    },
    onError: (_problem, _asked, context) => queries.setQueryData(list, context?.before),
    onSettled: () => queries.invalidateQueries({ queryKey: list }),
  });
}

const applied = (person: Person, id: number, change: PersonChange) =>
  person.id === id ? { ...person, ...change } : person;

/** How somebody is called where there is room for one name. */
export function nameOf({ firstName, lastName, email }: Pick<Person, "firstName" | "lastName" | "email">): string {
  return `${firstName} ${lastName}`.trim() || email;
}
