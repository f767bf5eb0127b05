"use client";

import { useState } from "react";
import type { Place } from "../connections/addresses";
import { rowsOf, type SchemaVersion, useResourceList, useStale } from "../connections/reads";
import { SchemaFields, schemaInWords } from "../connections/schema-fields";
import { ShowMore } from "../connections/show-more";
import { Button } from "../ui/button";
import { CodeBlock } from "../ui/code-block";
import { CopyableId } from "../ui/copyable";
import { Dialog } from "../ui/dialog";
import { FailedState } from "../ui/failed-state";
import { Field } from "../ui/field";
import { Segmented } from "../ui/segmented";
import { SkeletonRows } from "../ui/skeleton";
import { TextInput } from "../ui/text-input";
import { RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import { DifferenceList } from "./difference-list";
import { drafts } from "./draft-api";

type View = "words" | "json" | "difference";

type VersionsPanelProps = {
  place: Place;
  mayPublish: boolean;
  /** Takes an older version into the draft, to go on from it. */
  onTake: (version: SchemaVersion) => void;
};

/** Every version: who made it hold and why, what it says, what tells it from the present one, and the way back to it. */
export function VersionsPanel({ place, mayPublish, onTake }: VersionsPanelProps) {
  const [view, setView] = useState<View>("words");
  const [chosen, setChosen] = useState<number>();
  const [restoring, setRestoring] = useState(false);
  const versions = useResourceList<SchemaVersion>(place, "schema/versions");
  if (versions.error) {
    return (
      <FailedState
        what="The versions could not be read"
        problem={versions.error}
        retry={() => void versions.refetch()}
      />
    );
  }
  const rows = rowsOf(versions.data);
  const [present, before] = rows;
  const shown = rows.find(({ version }) => version === chosen) ?? present;
  if (!shown || !present) return <SkeletonRows rows={8} columns={3} label="Loading the versions" />;
  const older = shown !== present;
  return (
    <div className="grid items-start gap-x-10 gap-y-8 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <section aria-labelledby="schema-versions" className="min-w-0">
        <h2 id="schema-versions" className="mb-1 text-body font-medium">
          Versions
        </h2>
        <ol>
          {rows.map((row) => (
            <VersionLine key={row.version} row={row} shown={row === shown} onChoose={() => setChosen(row.version)} />
          ))}
        </ol>
        <ShowMore list={versions} />
      </section>
      <section aria-label={`Version ${shown.version}`} className="min-w-0">
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-section font-semibold">
            Version {shown.version}
            <span className="ml-2 text-table font-normal text-ink-faint">
              {older ? `version ${present.version} holds` : "it holds"}
            </span>
          </h2>
          <Segmented
            label="Show the version"
            small
            value={older ? view : view === "difference" ? "words" : view}
            onChange={setView}
            choices={[
              { value: "words", label: "In words" },
              { value: "json", label: "JSON" },
              ...(older ? [{ value: "difference" as const, label: "Difference" }] : []),
            ]}
          />
        </div>
        {older && mayPublish && (
          <div className="mb-4 flex flex-wrap gap-2">
            <Button onClick={() => setRestoring(true)}>Make version {shown.version} hold again</Button>
            <Button variant="quiet" onClick={() => onTake(shown)}>
              Take it into the draft
            </Button>
          </div>
        )}
        {!older && before && mayPublish && (
          <div className="mb-4">
            <Button
              onClick={() => {
                setChosen(before.version);
                setRestoring(true);
              }}
            >
              Roll back to version {before.version}
            </Button>
          </div>
        )}
        {older && view === "difference" ? (
          <DifferenceList place={place} from={shown.version} to={present.version} />
        ) : view === "json" ? (
          <CodeBlock title={`schema-v${shown.version}.json`} text={pretty(shown)} copies="the schema" />
        ) : (
          <InWords shown={shown} />
        )}
      </section>
      {restoring && older && (
        <RestoreDialog place={place} version={shown} present={present.version} onClose={() => setRestoring(false)} />
      )}
    </div>
  );
}

const pretty = ({ schema }: SchemaVersion) => JSON.stringify(schema, null, 2);

type VersionLineProps = { row: SchemaVersion; shown: boolean; onChoose: () => void };

function VersionLine({ row, shown, onChoose }: VersionLineProps) {
  return (
    <li className="border-b border-hairline">
      <button
        type="button"
        aria-pressed={shown}
        onClick={onChoose}
        className={`flex w-full flex-wrap items-baseline gap-x-2 rounded-6 px-2 py-2 text-left text-table max-sm:min-h-11 ${shown ? "bg-wash" : "hover:bg-wash"}`}
      >
        <span className="font-medium">Version {row.version}</span>
        <span className="min-w-0 truncate text-ink-faint">
          by <bdi>{row.createdBy}</bdi>
        </span>
        {(row.reason ?? row.restoredFrom) !== null && (
          <span className="w-full min-w-0 wrap-anywhere text-ink-soft">
            {row.restoredFrom !== null && `Version ${row.restoredFrom} again. `}
            {row.reason && <bdi>“{row.reason}”</bdi>}
          </span>
        )}
      </button>
      <div className="flex items-center justify-between gap-2 px-2 pb-2 text-table text-ink-faint">
        <RelativeTime time={row.createdAt} />
        <CopyableId value={row.hash} what="the schema’s hash" className="max-w-28" />
      </div>
    </li>
  );
}

function InWords({ shown }: { shown: SchemaVersion }) {
  return (
    <>
      <SchemaFields
        schema={shown.schema}
        identifierKey={shown.identifierKey}
        displayNameKey={shown.displayNameKey ?? undefined}
      />
      <ul className="mt-4 flex max-w-[72ch] flex-col gap-1 text-body text-ink-soft">
        {schemaInWords(shown.schema).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        <li>A record keeps the version it was judged by; a new version judges from the next push on.</li>
      </ul>
    </>
  );
}

type RestoreDialogProps = { place: Place; version: SchemaVersion; present: number; onClose: () => void };

function RestoreDialog({ place, version, present, onClose }: RestoreDialogProps) {
  const stale = useStale();
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const restore = async () => {
    setBusy(true);
    try {
      const made = await drafts.restore(place, version.version, present, reason.trim() || undefined);
      await stale();
      toast.done(`Version ${version.version} holds again, as version ${made.version}`);
      onClose();
    } catch (problem) {
      toast.failed(problem, `Version ${version.version} was not made to hold again`);
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title={`Make version ${version.version} hold again?`}
      description={`It becomes version ${present + 1}. Records keep the values that they have, and those that fail it are marked. To see first which would fail, take it into the draft instead.`}
      footer={
        <>
          <Button onClick={onClose}>Keep version {present}</Button>
          <Button variant="primary" busy={busy} onClick={() => void restore()}>
            Make it hold again
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <DifferenceList place={place} from={present} to={version.version} />
        <Field label="Why" hint="Kept with the version and in the audit trail.">
          <TextInput value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
      </div>
    </Dialog>
  );
}
