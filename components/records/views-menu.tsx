"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark, ChevronDown, Pencil, Plus, Save, Trash2, Users } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { printView, readView, type RecordsView } from "@/lib/contract/records-view";
import { api } from "../api";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "../ui/menu";
import { toast } from "../ui/toast";
import { resourceApi, usePlace } from "./place";
import type { ChangeView } from "./use-view";

const ViewDialog = dynamic(() => import("./view-dialog").then(({ ViewDialog }) => ViewDialog), { ssr: false });

export type SavedView = {
  id: number;
  name: string;
  query: string;
  shared: boolean;
  ownerId: number | null;
  mine: boolean;
  updatedAt: string;
};

/** What of a view is kept: how to look at the records, not which saved one it began with. */
const queryOf = (view: RecordsView): string => printView({ ...view, view: undefined });

/** A saved view in full, so that nothing of the view before stays. */
const opened = ({ id, query }: SavedView): RecordsView => ({
  filter: undefined,
  broken: undefined,
  sort: undefined,
  columns: undefined,
  pinned: undefined,
  ...readView(query),
  view: id,
});

/** Views that were saved: one's own and everyone's. Nothing is saved unless somebody says so. */
export function ViewsMenu({ view, change }: { view: RecordsView; change: ChangeView }) {
  const place = usePlace();
  const queries = useQueryClient();
  const { can } = useViewer();
  const [dialog, setDialog] = useState<"save" | "rename">();
  // Nobody sees them before the menu opens, unless the address names one.
  const [near, setNear] = useState(false);
  const name = ["views", place.connectionId, place.resourceId];
  const address = `${resourceApi(place)}/views`;
  const { data } = useQuery({
    queryKey: name,
    queryFn: async ({ signal }) => (await api.get<{ data: SavedView[] }>(address, { signal })).data,
    staleTime: 60_000,
    enabled: near || view.view !== undefined,
  });
  const mayShare = can("views-put", place.connectionId);
  const saved = data ?? [];
  const current = saved.find(({ id }) => id === view.view);
  const changed = current !== undefined && queryOf(readView(current.query)) !== queryOf(view);
  const mayChange = current && (current.shared ? mayShare : current.mine);

  const fresh = () => queries.invalidateQueries({ queryKey: name });
  const tell = async (doing: Promise<unknown>, done: string, failed: string) => {
    try {
      await doing;
      toast.done(done);
    } catch (problem) {
      toast.failed(problem, failed);
    }
    await fresh();
  };
  const remove = (one: SavedView) => {
    change({ view: undefined });
    void tell(api.delete(`${address}/${one.id}`), `“${one.name}” is deleted`, "The view could not be deleted");
  };
  const update = (one: SavedView) =>
    tell(
      api.patch(`${address}/${one.id}`, { body: { query: queryOf(view) } }),
      `“${one.name}” now shows this`,
      "The view could not be updated",
    );
  const list = (label: string, views: readonly SavedView[]) =>
    views.length > 0 && (
      <>
        <MenuLabel>{label}</MenuLabel>
        {views.map((one) => (
          <MenuItem
            key={one.id}
            icon={one.shared ? <Users /> : <Bookmark />}
            hint={one.id === view.view ? "open" : undefined}
            onSelect={() => change(opened(one))}
          >
            <bdi>{one.name}</bdi>
          </MenuItem>
        ))}
        <MenuSeparator />
      </>
    );

  return (
    <span className="contents" onPointerOver={() => setNear(true)} onFocus={() => setNear(true)}>
      <Menu
        align="start"
        trigger={
          <Button size="small" variant="quiet" icon={<Bookmark aria-hidden="true" />} className="max-w-48">
            <bdi className="truncate">{current ? current.name : "Views"}</bdi>
            {changed && <span className="text-ink-faint">changed</span>}
            <ChevronDown aria-hidden="true" className="size-3.5!" />
          </Button>
        }
      >
        {data?.length === 0 && <MenuLabel>No views saved yet</MenuLabel>}
        {list(
          "Mine",
          saved.filter(({ shared }) => !shared),
        )}
        {list(
          "Everyone’s",
          saved.filter(({ shared }) => shared),
        )}
        {current && changed && mayChange && (
          <MenuItem icon={<Save />} onSelect={() => void update(current)}>{`Update “${current.name}”`}</MenuItem>
        )}
        <MenuItem icon={<Plus />} onSelect={() => setDialog("save")}>
          Save as a view…
        </MenuItem>
        {current && mayChange && (
          <>
            <MenuItem icon={<Pencil />} onSelect={() => setDialog("rename")}>
              Rename…
            </MenuItem>
            <MenuItem icon={<Trash2 />} tone="bad" onSelect={() => remove(current)}>
              {`Delete “${current.name}”`}
            </MenuItem>
          </>
        )}
      </Menu>
      {dialog && (
        <ViewDialog
          renames={dialog === "rename" ? current : undefined}
          from={current}
          mayShare={mayShare}
          query={queryOf(view)}
          address={address}
          onClose={() => setDialog(undefined)}
          onSaved={(one) => {
            setDialog(undefined);
            if (dialog === "save") change(opened(one), "replace");
            void fresh();
          }}
        />
      )}
    </span>
  );
}
