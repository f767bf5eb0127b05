"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { problemOf } from "../api";
import type { Place } from "../connections/addresses";
import { useResource } from "../connections/reads";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { useLocale } from "../ui/locale";
import { Count } from "../ui/number";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { type Act, type SessionWithDifference, useActs } from "./session-api";

const words: Record<Act, { does: string; done: string; failed: string; keep: string }> = {
  complete: {
    does: "Complete the session",
    done: "The session’s records are live",
    failed: "The session could not be completed",
    keep: "Leave it open",
  },
  cancel: {
    does: "Cancel the session",
    done: "The session is canceled",
    failed: "The session could not be canceled",
    keep: "Leave it open",
  },
  reactivate: {
    does: "Make it live again",
    done: "The session’s records are live again",
    failed: "The session could not be made live again",
    keep: "Leave it archived",
  },
};

type ActDialogProps = { place: Place; session: SessionWithDifference; act: Act; onClose: () => void };

/** Says what completing, canceling or making a session live again does, and does it. */
export function ActDialog({ place, session, act, onClose }: ActDialogProps) {
  const name = <bdi className="wrap-anywhere">{session.sessionId}</bdi>;
  const titles: Record<Act, ReactNode> = {
    complete: <>Complete {name}?</>,
    cancel: <>Cancel {name}?</>,
    reactivate: <>Make {name} live again?</>,
  };
  return (
    <Dialog open onClose={onClose} title={titles[act]} description={<Outcome session={session} act={act} />}>
      <ActForm place={place} session={session} act={act} onClose={onClose} />
    </Dialog>
  );
}

function Outcome({ session, act }: { session: SessionWithDifference; act: Act }) {
  const { difference, records } = session;
  if (act === "cancel" || !difference) {
    return (
      <>
        The <Count value={records} of={["record", "records"]} /> that it staged {records === 1 ? "is" : "are"}{" "}
        discarded. Nothing that is live changes.
      </>
    );
  }
  const { created, changed, deleted } = difference;
  return (
    <>
      <Count value={created} className="font-medium text-ink" /> created,{" "}
      <Count value={changed} className="font-medium text-ink" /> changed,{" "}
      <Count value={deleted} className="font-medium text-ink" /> deleted, as one change that can be undone. What goes
      stays in history.
    </>
  );
}

function ActForm({ place, session, act, onClose }: ActDialogProps) {
  const doIt = useActs(place);
  const locale = useLocale();
  const resource = useResource(place);
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const { does, done, failed, keep } = words[act];
  const guard = act === "cancel" ? null : session.confirmDeletes;
  const asked = guard === null ? undefined : new Intl.NumberFormat(locale).format(guard);
  const needsReason = act !== "cancel" && resource.data?.reasonRequired === true;
  const ready = (asked === undefined || typed.trim() === asked) && (!needsReason || reason.trim() !== "");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || busy) return;
    setBusy(true);
    try {
      const allowEmpty = act === "complete" && session.records === 0 ? true : undefined;
      const job = await doIt(session.id, act, {
        reason: reason.trim(),
        confirmDeletes: guard ?? undefined,
        allowEmpty,
      });
      // A job says itself how it gets on, and when it is over.
      if (!job) toast.done(done);
      onClose();
    } catch (problem) {
      toast.failed(problem, problemOf(problem).status === 409 ? undefined : failed);
      setBusy(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {act !== "cancel" && (
        <Field label="Reason" required={needsReason}>
          <TextInput value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
      {asked !== undefined && (
        <Field
          label={
            <>
              Type <span className="font-mono select-all">{asked}</span>, the number of records that go
            </>
          }
          hint="More go at once than this resource lets go without asking."
        >
          <TextInput value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
        </Field>
      )}
      <div className="flex flex-wrap justify-end gap-2 max-sm:*:flex-1">
        <Button onClick={onClose}>{keep}</Button>
        <Button
          type="submit"
          variant={act === "cancel" || asked !== undefined ? "danger" : "primary"}
          disabled={!ready}
          busy={busy}
        >
          {does}
        </Button>
      </div>
    </form>
  );
}
