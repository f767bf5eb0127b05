"use client";

import { useState } from "react";
import type { z } from "zod";
import type { Permission } from "@/lib/contract/permissions";
import type * as shapes from "@/lib/contract/shapes";
import { api } from "../api";
import { useViewer } from "../shell/viewer";
import { toast } from "../ui/toast";

export type NewKey = z.output<typeof shapes.newKey>;

/** All that a script needs to push, and nothing more. */
const pushScopes: readonly Permission[] = ["custom-connections-data-post"];

/** Makes a key of the person's own that may only push, into this connection only. */
export function useMakeKey(connectionId: number, name: string) {
  const { person } = useViewer();
  const [key, setKey] = useState<NewKey>();
  const [busy, setBusy] = useState(false);
  const make = async () => {
    setBusy(true);
    try {
      const body = {
        name: `push to ${name}`.slice(0, 255),
        permissions: pushScopes,
        connectionIds: [connectionId],
        ownerId: person.id,
      };
      setKey(await api.post<NewKey>("/api/keys", { body }));
    } catch (problem) {
      toast.failed(problem, "The key could not be created");
    }
    setBusy(false);
  };
  return { key, make, busy };
}
