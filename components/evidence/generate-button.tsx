"use client";

import { useQueryClient } from "@tanstack/react-query";
import { FileCheck2 } from "lucide-react";
import { useState } from "react";
import { api } from "../api";
import { type Place, resourceApi } from "../connections/addresses";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { toast } from "../ui/toast";
import type { EvidenceFacts } from "./evidence-table";

/** Makes evidence of the records as they stand this moment. */
export function GenerateButton({ place }: { place: Place }) {
  const [busy, setBusy] = useState(false);
  const { account, can } = useViewer();
  const queries = useQueryClient();
  if (!can("custom-connections-evidence-post", place.connectionId)) return null;
  const generate = async () => {
    setBusy(true);
    try {
      const made = await api.post<EvidenceFacts>(`${resourceApi(place)}/evidence`);
      await queries.invalidateQueries({ queryKey: ["evidence", account.id] });
      const { fileName, recordCount } = made;
      if (made.status === "failed") toast.failed(made.error, "The evidence could not be generated");
      else if (recordCount === null) toast.done(`${fileName} is being generated`);
      else toast.done(`${fileName} holds ${recordCount} ${recordCount === 1 ? "record" : "records"}`);
    } catch (problem) {
      toast.failed(problem, "The evidence could not be generated");
    }
    setBusy(false);
  };
  return (
    <Button variant="primary" icon={<FileCheck2 aria-hidden="true" />} busy={busy} onClick={() => void generate()}>
      Generate evidence
    </Button>
  );
}
