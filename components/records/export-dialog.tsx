"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SchemaColumn } from "@/lib/schema/columns";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { useLocale } from "../ui/locale";
import { RadioGroup } from "../ui/radio-group";
import { toast } from "../ui/toast";
import { exportRecords } from "./bulk";
import { type BulkDialogProps, useBulkCount } from "./bulk-dialog";
import { usePlace } from "./place";
import { isNarrowed } from "./record-list";

type ExportDialogProps = Omit<BulkDialogProps, "onDone"> & {
  fields: readonly SchemaColumn[];
  /** The fields that the table shows, in its order. */
  shown: readonly SchemaColumn[];
};

/** Writes the chosen records, or all that match, to a file; the server does it, however many they are. */
export function ExportDialog({ selection, count, view, fields, shown, onClose }: ExportDialogProps) {
  const place = usePlace();
  const queries = useQueryClient();
  const locale = useLocale();
  const [format, setFormat] = useState<"csv" | "jsonl">("csv");
  const [columns, setColumns] = useState<"shown" | "all">("all");
  const [busy, setBusy] = useState(false);
  const number = useBulkCount(count, selection, view);
  const counted = number === undefined ? "all" : new Intl.NumberFormat(locale).format(number);
  const what = selection.ids ? "selected" : isNarrowed(view) ? "that match" : "of this resource";

  const write = async () => {
    setBusy(true);
    const pointers = (columns === "all" ? fields : shown).map(({ pointer }) => pointer);
    try {
      const chosen = format === "csv" && pointers.length > 0 ? { columns: pointers } : {};
      await exportRecords(queries, place, { selection, format, ...chosen, asOf: view.asOf });
      onClose();
    } catch (problem) {
      toast.failed(problem, "The export could not begin");
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Export ${counted} ${number === 1 ? "record" : "records"}`}
      description={`Every record ${what}, not only those in sight, as they ${view.asOf === undefined ? "are at this moment" : "stood at the moment shown"}.`}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" busy={busy} onClick={() => void write()}>
            {format === "csv" ? "Export as CSV" : "Export as JSON lines"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <RadioGroup
          label="Format"
          value={format}
          onChange={setFormat}
          choices={[
            { value: "csv", label: "CSV", says: "A row per record, for spreadsheets" },
            { value: "jsonl", label: "JSON lines", says: "Each record whole, every digit kept" },
          ]}
        />
        {format === "csv" && (
          <RadioGroup
            label="Columns"
            value={columns}
            onChange={setColumns}
            choices={[
              { value: "all", label: `All ${fields.length} fields` },
              { value: "shown", label: `The ${shown.length} fields that the table shows` },
            ]}
          />
        )}
      </div>
    </Dialog>
  );
}
