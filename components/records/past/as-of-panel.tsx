"use client";

import { type FormEvent, useState } from "react";
import { kindInWords } from "../../connections/change-words";
import { type ChangeFacts, rowsOf, useResourceList } from "../../connections/reads";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { SkeletonRows } from "../../ui/skeleton";
import { TextInput } from "../../ui/text-input";
import { CellTime } from "../../ui/time";
import { usePlace } from "../place";

type AsOfPanelProps = { asOf: string | undefined; onChoose: (asOf: string | undefined) => void };

const LAST = 8;

/** A time, a revision, or one of the last changes. */
export function AsOfPanel({ asOf, onChoose }: AsOfPanelProps) {
  const place = usePlace();
  const list = useResourceList<ChangeFacts>(place, "changes");
  const changes = rowsOf(list.data).slice(0, LAST);
  return (
    <div className="flex flex-col gap-4 p-3">
      {asOf !== undefined && (
        <Button size="small" onClick={() => onChoose(undefined)}>
          Back to now
        </Button>
      )}
      <MomentForm onChoose={onChoose} />
      <section>
        <h3 className="mb-1 text-table font-medium text-ink-soft">After one of the last changes</h3>
        {!list.data && <SkeletonRows rows={4} columns={1} label="Loading changes" />}
        <ul className="max-h-64 overflow-y-auto">
          {changes.map(({ revision, kind, at, actor }) => (
            <li key={revision}>
              <button
                type="button"
                aria-current={asOf === String(revision)}
                onClick={() => onChoose(String(revision))}
                className="w-full rounded-6 px-2 py-1.5 text-left text-table hover:bg-wash"
              >
                <span className="block text-ink">
                  <span className="font-mono text-ink-faint">{revision}</span> {kindInWords(kind)}
                </span>
                <span className="block truncate text-ink-faint">
                  <bdi>{actor.label}</bdi>, <CellTime time={at} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function MomentForm({ onChoose }: { onChoose: (asOf: string) => void }) {
  const [time, setTime] = useState("");
  const [revision, setRevision] = useState("");
  const submit = (moment: string) => (event: FormEvent) => {
    event.preventDefault();
    if (moment) onChoose(moment);
  };
  return (
    <>
      <form
        onSubmit={submit(time && `${time}${time.length === 16 ? ":00" : ""}Z`)}
        className="flex flex-wrap items-end gap-2"
      >
        <Field label="Time in UTC" className="min-w-52">
          <TextInput type="datetime-local" value={time} onChange={(event) => setTime(event.target.value)} />
        </Field>
        <Button type="submit" disabled={!time}>
          Go to the time
        </Button>
      </form>
      <form onSubmit={submit(/^\d{1,15}$/.test(revision) ? revision : "")} className="flex items-end gap-2">
        <Field label="Revision">
          <TextInput
            inputMode="numeric"
            value={revision}
            onChange={(event) => setRevision(event.target.value.trim())}
          />
        </Field>
        <Button type="submit" disabled={!/^\d{1,15}$/.test(revision)}>
          Go to the revision
        </Button>
      </form>
    </>
  );
}
