"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { api } from "../api";
import { usePages } from "../connections/addresses";
import { resourceApi } from "../connections/addresses";
import { type ConnectionFacts, type ResourceFacts, useStale } from "../connections/reads";
import { toast } from "../ui/toast";
import { sampleConnection, sampleRecords } from "./sample-set";

/** The two ways to something that works in one click; both use the operations that scripts use. */
export function useFirstConnection() {
  const [busy, setBusy] = useState<"sample" | "script">();
  const [scripted, setScripted] = useState<ResourceFacts>();
  const pages = usePages();
  const router = useRouter();
  const stale = useStale();

  const make = async (body: unknown) => {
    const made = await api.post<ConnectionFacts>("/api/connections", { body });
    const [first] = made.customResources ?? [];
    if (!first) throw new Error("The connection came without its resource");
    return { connectionId: made.id, resourceId: first.id };
  };

  /** A connection with a schema and twelve records; leads to these. */
  const trySample = async () => {
    setBusy("sample");
    try {
      const place = await make(sampleConnection);
      await api.post(`${resourceApi(place)}/records`, { body: { data: sampleRecords } });
      await stale();
      toast.done("Twelve sample records are there");
      router.push(pages.resource(place));
    } catch (problem) {
      toast.failed(problem, "The sample could not be made");
      setBusy(undefined);
    }
  };

  /** A connection that takes anything, for the curl line on this very page. */
  const openForScript = async () => {
    setBusy("script");
    try {
      const place = await make({
        name: "First records",
        providerTypes: ["CUSTOM"],
        workspaceIds: [1],
        sampleData: { id: "example-1", name: "Example" },
        displayNameKey: "name",
      });
      setScripted(await api.get<ResourceFacts>(resourceApi(place)));
    } catch (problem) {
      toast.failed(problem, "The connection could not be made");
    }
    setBusy(undefined);
  };

  return { busy, scripted, trySample, openForScript };
}
