"use client";

import { useQuery } from "@tanstack/react-query";
import { api } from "../api";
import { useConnectionNames } from "../people/connections";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { CodeBlock } from "../ui/code-block";
import { CopyButton } from "../ui/copy-button";
import type { NewKey } from "./key-list";

type NewKeyNoteProps = { made: NewKey; onClose: () => void };

/** A new key, shown once, with a request that is ready to be sent. */
export function NewKeyNote({ made, onClose }: NewKeyNoteProps) {
  const { apiKey } = made;
  const trial = useTrial(made);
  return (
    <div className="flex flex-col gap-4">
      <Callout tone="caution" live title="Copy it now">
        The key is shown this once. Only its fingerprint is stored, so nobody can read it again.
      </Callout>
      <div className="flex flex-wrap items-center gap-2 rounded-6 border border-hairline bg-wash px-3 py-2">
        <code data-testid="new-key" className="min-w-0 flex-1 font-mono text-table wrap-anywhere select-all">
          {apiKey}
        </code>
        <CopyButton text={apiKey} what="API key" />
      </div>
      {trial && <CodeBlock title={trial.title} text={trial.text} copies="request" />}
      <div className="flex justify-end">
        <Button variant="primary" onClick={onClose}>
          I have copied it
        </Button>
      </div>
    </div>
  );
}

type Resources = { data: { id: number }[] };

/** A request that this very key may send: a push where it may push, else the question who it is. */
function useTrial({ apiKey, permissions, connectionIds }: NewKey): { title: string; text: string } | undefined {
  const pushes = permissions.includes("custom-connections-data-post");
  const connections = useConnectionNames();
  const connectionId = connectionIds?.[0] ?? connections.data?.[0]?.id;
  const resources = useQuery({
    queryKey: ["resource-ids", connectionId],
    enabled: pushes && connectionId !== undefined,
    queryFn: ({ signal }) => api.get<Resources>(`/api/connections/${connectionId}/resources`, { signal }),
  });
  const resourceId = resources.data?.data[0]?.id;
  const authorization = `  -H "Authorization: Bearer ${apiKey}"`;
  const { origin } = window.location;
  if (pushes && connectionId !== undefined && resourceId !== undefined) {
    const text = [
      `curl -X POST ${origin}/public/custom-connections/${connectionId}/resources/${resourceId}/records \\`,
      `${authorization} \\`,
      `  -H "Content-Type: application/json" \\`,
      `  -d '{"data": [{"id": "one", "name": "The first record"}]}'`,
    ];
    return { title: "Push a record with it", text: text.join("\n") };
  }
  if (!permissions.includes("custom-connections-get")) return undefined;
  return { title: "Ask who it is", text: `curl ${origin}/api/me \\\n${authorization}` };
}
