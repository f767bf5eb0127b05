"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../api";
import { useViewer } from "../shell/viewer";
import { DangerDialog } from "../ui/dialog";
import { toast } from "../ui/toast";
import { nameOf, type Person } from "./people-list";

type KeyRow = { id: number; name: string; prefix: string; ownerId: number | null; revokedAt: string | null };

/** Says what somebody's going ends before it ends it. */
export function RemoveDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const queries = useQueryClient();
  const { can } = useViewer();
  const keys = useQuery({
    queryKey: ["keys-of", person.id],
    enabled: person.keys > 0 && can("keys-get"),
    queryFn: async ({ signal }) => {
      const { data } = await api.get<{ data: KeyRow[] }>("/api/keys", { query: { size: 500 }, signal });
      return data.filter(({ ownerId, revokedAt }) => ownerId === person.id && revokedAt === null);
    },
  });
  const remove = useMutation({
    mutationFn: () => api.delete<{ endedKeys: number[] }>(`/api/people/${person.id}`),
    onSuccess: ({ endedKeys }) => {
      const ended =
        endedKeys.length === 1 ? "; 1 key ended" : endedKeys.length ? `; ${endedKeys.length} keys ended` : "";
      toast.done(`${nameOf(person)} no longer has access${ended}`);
      void queries.invalidateQueries({ queryKey: ["people"] });
      onClose();
    },
    onError: (problem) => toast.failed(problem, `${nameOf(person)} could not be removed`),
  });
  return (
    <DangerDialog
      open
      onClose={onClose}
      title={`Remove ${nameOf(person)}?`}
      does={`Remove ${nameOf(person)}`}
      onConfirm={() => remove.mutateAsync().catch(() => undefined)}
    >
      <ul className="list-disc space-y-1 pl-5 text-body text-ink-soft">
        <li>{person.email} loses access to this account within a second, on every device.</li>
        {person.keys > 0 && (
          <li>
            {person.keys === 1 ? "1 key of theirs stops" : `${person.keys} keys of theirs stop`} working for good
            {keys.data?.length ? `: ${keys.data.map(({ name, prefix }) => `${name} (${prefix}…)`).join(", ")}` : ""}.
          </li>
        )}
        <li>What they did stays in history and audit under their name.</li>
      </ul>
    </DangerDialog>
  );
}
