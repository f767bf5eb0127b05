"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { z } from "zod";
import type * as shapes from "@/lib/contract/shapes/jobs";
import { api } from "../api";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { FailedState } from "../ui/failed-state";
import { Field } from "../ui/field";
import { Count } from "../ui/number";
import { RadioGroup } from "../ui/radio-group";
import { SkeletonLines } from "../ui/skeleton";
import { TextInput } from "../ui/text-input";
import { RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import { type Place, resourceApi } from "./addresses";
import { channelInWords, kindInWords } from "./change-words";
import { type ChangeFacts, useResource, useStale } from "./reads";

type Undone = z.output<typeof shapes.undone>;
type Later = "keep" | "overwrite";

const SHOWN = 200;

type UndoDialogProps = { place: Place; change: ChangeFacts; onClose: () => void };

/** What undoing a Change would do, and to whose later work; then it is done, as a Change of its own. */
export function UndoDialog({ place, change, onClose }: UndoDialogProps) {
  const stale = useStale();
  const resource = useResource(place);
  const [reason, setReason] = useState("");
  const [later, setLater] = useState<Later>("keep");
  const [busy, setBusy] = useState(false);
  const needsReason = resource.data?.reasonRequired === true;
  const said = reason.trim();
  const path = `${resourceApi(place)}/changes/${change.revision}/undo`;
  const ask = (query: Record<string, string>, headers?: Record<string, string>) =>
    api.post<Undone>(path, { body: {}, query, headers });
  const preview = useQuery({
    queryKey: ["undo", path],
    queryFn: () => ask({ dryRun: "true" }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });

  const undo = async () => {
    setBusy(true);
    try {
      const undone = await ask({ later }, said ? { "x-change-reason": encodeURIComponent(said) } : undefined);
      await stale();
      const mended = undone.restored + undone.deleted;
      toast.done(mended === 0 ? "Nothing was left to undo" : `Revision ${change.revision} is undone`);
      onClose();
    } catch (problem) {
      toast.failed(problem, `Revision ${change.revision} could not be undone`);
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={`Undo revision ${change.revision}?`}
      description="The undoing is a change of its own and can be undone, too."
      footer={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button
            variant="primary"
            busy={busy}
            disabled={!preview.data || (needsReason && !said)}
            onClick={() => void undo()}
          >
            Undo revision {change.revision}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {preview.error && (
          <FailedState
            what="What it would do could not be told"
            problem={preview.error}
            retry={() => void preview.refetch()}
          />
        )}
        {preview.isPending && <SkeletonLines lines={3} label="Looking what would be undone" />}
        {preview.data && <Preview found={preview.data} later={later} onLater={setLater} />}
        <Field label="Reason" required={needsReason} hint="Kept in the history and in the audit trail.">
          <TextInput value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}

type PreviewProps = { found: Undone; later: Later; onLater: (later: Later) => void };

function Preview({ found, later, onLater }: PreviewProps) {
  const { restored, deleted, keptCount, kept } = found;
  return (
    <>
      <p role="status" className="text-body text-ink">
        <Count value={restored} of={["record goes", "records go"]} /> back to what{" "}
        {restored === 1 ? "it was" : "they were"}, <Count value={deleted} of={["is", "are"]} /> deleted.
      </p>
      {keptCount > 0 && (
        <>
          <RadioGroup
            label={
              <>
                <Count value={keptCount} of={["record was", "records were"]} /> changed again since
              </>
            }
            value={later}
            onChange={onLater}
            choices={[
              { value: "keep", label: "Keep the later work", says: "These records stay as they are" },
              {
                value: "overwrite",
                label: "Overwrite it",
                says: "They go back, too; the later versions stay in history",
              },
            ]}
          />
          <ul aria-label="Changed again since" className="max-h-60 overflow-y-auto text-table">
            {kept.slice(0, SHOWN).map(({ id, reason, by }) => (
              <li key={id} className="border-b border-hairline py-1.5">
                <bdi className="font-mono wrap-anywhere">{id}</bdi>
                <span className="block text-ink-faint">
                  {by ? (
                    <>
                      {kindInWords(by.kind)}, <bdi>{by.actor.label}</bdi>, {channelInWords(by.channel, by.actor.kind)},{" "}
                      <RelativeTime time={by.at} />
                    </>
                  ) : (
                    reason
                  )}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
