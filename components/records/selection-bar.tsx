"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Download, PenLine, Trash2, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { RecordsView } from "@/lib/contract/records-view";
import type { SchemaColumn } from "@/lib/schema/columns";
import { countOf, everything, nothing, type Selection } from "../data-table/selection";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { IconButton } from "../ui/icon-button";
import { Count } from "../ui/number";
import { toast } from "../ui/toast";
import { deleteRecords, selectedOf } from "./bulk";
import { usePlace } from "./place";
import type { Counted } from "./record-list";
import type { ResourceFacts } from "./resource";

const DeleteDialog = dynamic(() => import("./delete-dialog").then(({ DeleteDialog }) => DeleteDialog), { ssr: false });
const EditDialog = dynamic(() => import("./edit-dialog").then(({ EditDialog }) => EditDialog), { ssr: false });
const ExportDialog = dynamic(() => import("./export-dialog").then(({ ExportDialog }) => ExportDialog), { ssr: false });

/** As many as one can see at a time are deleted by a click, with an undo; more are asked about first. */
const FEW = 100;

type SelectionBarProps = {
  selection: Selection;
  onSelection: (selection: Selection) => void;
  counted: Counted | undefined;
  view: RecordsView;
  resource: ResourceFacts;
  fields: readonly SchemaColumn[];
  shown: readonly SchemaColumn[];
};

/** What can be done with the chosen records, at the bottom of the table. */
export function SelectionBar(props: SelectionBarProps) {
  const { selection, onSelection, counted, view, resource, fields, shown } = props;
  const place = usePlace();
  const queries = useQueryClient();
  const { can } = useViewer();
  const [dialog, setDialog] = useState<"delete" | "edit" | "export">();
  const exact = counted && !counted.isMore ? counted.count : undefined;
  const count = countOf(selection, exact);
  const selected = selectedOf(selection, view);
  const now = view.asOf === undefined;
  const mayEdit = now && can("custom-connections-data-put", place.connectionId);
  const mayDelete = now && can("custom-connections-data-delete", place.connectionId);
  const done = () => onSelection(nothing);

  const remove = () => {
    if (selection.all || selection.ids.size > FEW || resource.reasonRequired) return setDialog("delete");
    done();
    deleteRecords({ queries, place, selection: selected }).catch((problem: unknown) => {
      onSelection(selection);
      toast.failed(problem, "The records could not be deleted");
    });
  };
  const common = { selection: selected, count, view, resource, onClose: () => setDialog(undefined), onDone: done };

  return (
    <section
      aria-label="Selected records"
      className="flex min-h-11 shrink-0 animate-rise flex-wrap items-center gap-x-2 gap-y-1 border-t border-hairline bg-float px-4 py-1.5 shadow-lift sm:px-6"
    >
      <p role="status" className="text-body font-medium whitespace-nowrap">
        {count === undefined ? "All that match" : <Count value={count} />} selected
      </p>
      {!selection.all && (counted === undefined || counted.isMore || counted.count > selection.ids.size) && (
        <Button size="small" variant="quiet" onClick={() => onSelection(everything)} className="text-accent!">
          Select all {exact === undefined ? "" : <Count value={exact} />} that match
        </Button>
      )}
      <span className="flex-1" />
      {mayEdit && (
        <Button size="small" icon={<PenLine aria-hidden="true" />} onClick={() => setDialog("edit")}>
          Edit field…
        </Button>
      )}
      <Button size="small" icon={<Download aria-hidden="true" />} onClick={() => setDialog("export")}>
        Export…
      </Button>
      {mayDelete && (
        <Button size="small" icon={<Trash2 aria-hidden="true" className="text-bad" />} onClick={remove}>
          Delete
        </Button>
      )}
      <IconButton size="small" label="Clear the selection" hint="Esc" icon={<X />} onClick={done} />
      {dialog === "delete" && <DeleteDialog {...common} />}
      {dialog === "edit" && <EditDialog {...common} fields={fields} />}
      {dialog === "export" && <ExportDialog {...common} fields={fields} shown={shown} />}
    </section>
  );
}
