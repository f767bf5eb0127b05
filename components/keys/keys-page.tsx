"use client";

import { KeyRound, Plus } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useMemo, useState } from "react";
import { useActions } from "../shell/actions";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { NotAllowed } from "../ui/not-allowed";
import { PageHeader } from "../ui/page-header";
import { Segmented } from "../ui/segmented";
import { SkeletonRows } from "../ui/skeleton";
import { CreateKey } from "./create-key";
import { standingOf, useKeys, type Key } from "./key-list";
import { KeysTable } from "./keys-table";

/** The account's API keys: whose, for what, used when, refused why. */
export function KeysPage() {
  const { account, can } = useViewer();
  const [creating, setCreating] = useState(false);
  const crumbs = [{ label: account.name, href: `/a/${account.id}` }];
  const mayCreate = can("keys-post");
  const actions = useMemo(
    () => (mayCreate ? [{ id: "create-key", label: "Create an API key", run: () => setCreating(true) }] : []),
    [mayCreate],
  );
  useActions(actions);
  const create = (
    <Button variant="primary" icon={<Plus aria-hidden="true" />} onClick={() => setCreating(true)}>
      Create a key
    </Button>
  );
  return (
    <>
      <PageHeader
        crumbs={crumbs}
        title="API keys"
        meta="Scripts act through these"
        action={can("keys-get") && mayCreate && create}
      />
      {can("keys-get") ? <Keys create={mayCreate ? create : undefined} /> : <NotAllowed permission="keys-get" />}
      {creating && <CreateKey onClose={() => setCreating(false)} />}
    </>
  );
}

function Keys({ create }: { create: React.ReactNode }) {
  const keys = useKeys();
  const { shown, owner, set } = useShown();
  if (keys.isPending) return <SkeletonRows columns={6} label="Loading keys" />;
  if (keys.isError) {
    return <FailedState what="The keys could not be read" problem={keys.error} retry={() => void keys.refetch()} />;
  }
  const all = keys.data.pages.flatMap(({ data }) => data);
  if (all.length === 0) {
    return (
      <EmptyState
        title="No key yet"
        text="A key lets a script push records and read what it is allowed to. It is bounded by its owner’s role, can be kept to connections and addresses, and ends when you say so."
        actions={create}
      />
    );
  }
  const rows = all.filter((key) => fits(key, shown, owner)).reverse();
  const ended = all.filter((key) => standingOf(key) !== "works").length;
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-3">
        <Segmented
          small
          label="Which keys"
          value={shown}
          onChange={(next) => set({ show: next === "working" ? undefined : next })}
          choices={[
            { value: "working", label: `Working ${all.length - ended}` },
            { value: "ended", label: `Ended ${ended}` },
            { value: "all", label: "All" },
          ]}
        />
        {owner !== undefined && (
          <Button size="small" variant="quiet" onClick={() => set({ owner: undefined })}>
            Of everybody, not only {all.find(({ ownerId }) => ownerId === owner)?.ownerEmail ?? `person ${owner}`}
          </Button>
        )}
      </div>
      <KeysTable keys={rows} />
      {rows.length === 0 && (
        <p className="flex items-center gap-2 px-2 py-8 text-body text-ink-soft">
          <KeyRound aria-hidden="true" className="size-4 text-ink-faint" />
          No key fits this choice.
        </p>
      )}
      {keys.hasNextPage && (
        <Button busy={keys.isFetchingNextPage} onClick={() => void keys.fetchNextPage()} className="mt-3">
          Show more keys
        </Button>
      )}
    </>
  );
}

type Shown = "working" | "ended" | "all";

const fits = (key: Key, shown: Shown, owner: number | undefined) =>
  (owner === undefined || key.ownerId === owner) &&
  (shown === "all" || (standingOf(key) === "works") === (shown === "working"));

/** Which keys are shown stands in the address, so that Back and a link show the same. */
function useShown() {
  const query = useSearchParams();
  const router = useRouter();
  const path = usePathname();
  const show = query.get("show");
  const set = (changes: Record<string, string | undefined>) => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) next.delete(name);
      else next.set(name, value);
    }
    router.replace(next.size ? `${path}?${next.toString()}` : path, { scroll: false });
  };
  const shown: Shown = show === "ended" || show === "all" ? show : "working";
  return { shown, owner: Number(query.get("owner")) || undefined, set };
}
