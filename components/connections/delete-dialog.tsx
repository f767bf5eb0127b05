"use client";

import { DangerDialog } from "../ui/dialog";
import { Count } from "../ui/number";

type DeleteDialogProps = {
  open: boolean;
  onClose: () => void;
  /** "connection" or "resource". */
  kind: "connection" | "resource";
  name: string;
  resources?: number;
  records: number;
  canRestore: boolean;
  onConfirm: () => Promise<void>;
};

/** Says exactly what will be gone and what stays, and asks for the name where there are records. */
export function DeleteDialog({ open, onClose, kind, name, resources, records, ...rest }: DeleteDialogProps) {
  const { canRestore, onConfirm } = rest;
  return (
    <DangerDialog
      open={open}
      onClose={onClose}
      title={
        <>
          Delete <bdi className="wrap-anywhere">{name}</bdi>?
        </>
      }
      description={
        <>
          {resources !== undefined && (
            <>
              <Count value={resources} of={["resource", "resources"]} className="font-medium text-ink" /> and{" "}
            </>
          )}
          <Count value={records} of={["record", "records"]} className="font-medium text-ink" /> stop being live, and
          pushes to {kind === "connection" ? "them" : "it"} are refused from then on.
        </>
      }
      asks={records > 0 ? name : undefined}
      does={kind === "connection" ? "Delete the connection" : "Delete the resource"}
      onConfirm={onConfirm}
    >
      <p className="text-body text-pretty text-ink-soft">
        History and evidence stay readable for auditors.{" "}
        {kind === "connection"
          ? canRestore
            ? "You can restore the connection with all of it."
            : "An administrator can restore the connection with all of it."
          : "A deleted resource comes back only together with its connection, when both were deleted at once."}
      </p>
    </DangerDialog>
  );
}
