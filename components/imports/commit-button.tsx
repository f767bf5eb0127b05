"use client";

import { useState } from "react";
import type { Place } from "../connections/addresses";
import { useResource } from "../connections/reads";
import { ReasonDialog } from "../records/reason-dialog";
import { Button } from "../ui/button";
import { DangerDialog } from "../ui/dialog";
import { Count } from "../ui/number";
import { Field } from "../ui/field";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { type ImportFacts, imports, type PlanFacts, useTold } from "./import-api";
import { importWords, writesOf } from "./import-words";

const REASON_MAX = 500;

type CommitButtonProps = { place: Place; facts: ImportFacts; plan: PlanFacts };

/** Writes the plan as one change. A plan that deletes many asks for their number; a careful resource asks why. */
export function CommitButton({ place, facts, plan }: CommitButtonProps) {
  const told = useTold(place);
  const resource = useResource(place);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const { confirmDeletes } = plan;
  const needsReason = resource.data?.reasonRequired === true;
  const held = plan.reject > 0 && facts.bad === "refuse";
  const does = importWords(plan, held);
  const commit = async (reason?: string) => {
    setBusy(true);
    try {
      told(await imports.commit(place, facts.id, { confirmDeletes, reason }));
    } catch (problem) {
      toast.failed(problem, "Nothing was imported");
    }
    setAsking(false);
    setBusy(false);
  };
  return (
    <div className="flex flex-col items-end gap-1 max-sm:items-start">
      <Button
        variant="primary"
        busy={busy}
        disabled={held || writesOf(plan) === 0}
        onClick={() => (needsReason || confirmDeletes !== null ? setAsking(true) : void commit())}
      >
        {does}
      </Button>
      {held && (
        <p className="text-table text-ink-faint">
          <Count value={plan.reject} of={["row is rejected", "rows are rejected"]} />: mend them, or choose to import
          the good rows.
        </p>
      )}
      {asking && confirmDeletes !== null && (
        <DeletesDialog
          deletes={confirmDeletes}
          live={plan.liveRecords}
          does={does}
          needsReason={needsReason}
          onClose={() => setAsking(false)}
          onConfirm={commit}
        />
      )}
      <ReasonDialog
        open={asking && confirmDeletes === null}
        does={does}
        onClose={() => setAsking(false)}
        onReason={(reason) => void commit(reason)}
      />
    </div>
  );
}

type DeletesDialogProps = {
  deletes: number;
  live: number;
  does: string;
  needsReason: boolean;
  onClose: () => void;
  onConfirm: (reason?: string) => Promise<void>;
};

function DeletesDialog({ deletes, live, does, needsReason, onClose, onConfirm }: DeletesDialogProps) {
  const [reason, setReason] = useState("");
  const said = reason.trim();
  return (
    <DangerDialog
      open
      onClose={onClose}
      title={`Delete ${deletes.toLocaleString("en")} of ${live.toLocaleString("en")} records?`}
      description="They are not in the file, and this import replaces all records. That is a larger part than this resource lets go without asking; the import can be rolled back."
      asks={String(deletes)}
      does={does}
      onConfirm={() => (needsReason && !said ? undefined : onConfirm(said || undefined))}
    >
      {needsReason && (
        <Field label="Reason" required hint="Kept in the history and in the audit trail.">
          <TextInput value={reason} maxLength={REASON_MAX} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
    </DangerDialog>
  );
}
