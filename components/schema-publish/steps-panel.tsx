"use client";

import { Plus } from "lucide-react";
import { useMemo } from "react";
import type { MigrationStep } from "@/lib/contract/migration-step";
import { sameExact } from "@/lib/schema/exact-json";
import { isJsonTextError } from "@/lib/schema/json-error";
import { suggestSteps } from "@/lib/schema/suggest-steps";
import type { Place } from "../connections/addresses";
import { previewOf } from "../records/preview";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { FailedState } from "../ui/failed-state";
import { SkeletonLines } from "../ui/skeleton";
import { type Draft, usePreview } from "./draft-api";
import { StepRow, stepInWords } from "./step-row";

type StepsPanelProps = {
  place: Place;
  draft: Draft | null;
  /** The texts of what holds and of what is being written. */
  presentText: string;
  nextText: string;
  /** What records are told apart by; no step touches it. */
  identifierKey: string;
  steps: readonly MigrationStep[];
  onChange: (steps: readonly MigrationStep[]) => void;
  readOnly: boolean;
};

/** What becomes of records that are there when the draft is published: steps in order, and what they make of records. */
export function StepsPanel(props: StepsPanelProps) {
  const { place, draft, presentText, nextText, identifierKey, steps, onChange, readOnly } = props;
  const suggested = useMemo(
    () => suggestionsFor(presentText, nextText, identifierKey, steps),
    [presentText, nextText, identifierKey, steps],
  );
  const put = (at: number, step: MigrationStep) => onChange(steps.map((one, index) => (index === at ? step : one)));
  const move = (at: number, to: number) => {
    const moved = [...steps];
    const [step] = moved.splice(at, 1);
    if (step) moved.splice(to, 0, step);
    onChange(moved);
  };
  return (
    <div className="flex max-w-[56rem] flex-col gap-5">
      <p className="max-w-[72ch] text-body text-pretty text-ink-soft">
        A new version leaves records as they are. Steps change them when it is published, all in one change that can be
        undone: a field gets another name, a value where it is missing, another type, or goes.
      </p>
      {!readOnly && suggested.length > 0 && (
        <Callout title="Suggested by what changed">
          <ul className="mt-1 flex flex-col gap-1">
            {suggested.map((step) => (
              <li key={JSON.stringify(step)} className="flex flex-wrap items-center justify-between gap-2">
                <span className="min-w-0 wrap-anywhere">{stepInWords(step)}</span>
                <Button
                  size="small"
                  aria-label={`Add: ${stepInWords(step)}`}
                  onClick={() => onChange([...steps, step])}
                >
                  Add
                </Button>
              </li>
            ))}
          </ul>
        </Callout>
      )}
      <ol className="flex flex-col gap-3 empty:hidden">
        {steps.map((step, at) => (
          <StepRow
            key={at}
            step={step}
            number={at + 1}
            readOnly={readOnly}
            onChange={(next) => put(at, next)}
            onUp={at > 0 ? () => move(at, at - 1) : undefined}
            onDown={at < steps.length - 1 ? () => move(at, at + 1) : undefined}
            onRemove={() => onChange(steps.filter((_one, index) => index !== at))}
          />
        ))}
      </ol>
      {!readOnly && (
        <div>
          <Button
            icon={<Plus aria-hidden="true" />}
            onClick={() => onChange([...steps, { kind: "rename", from: "/", to: "/" }])}
          >
            Add a step
          </Button>
        </div>
      )}
      {steps.length > 0 && draft && <Preview place={place} draft={draft} />}
    </div>
  );
}

function suggestionsFor(before: string, after: string, identifierKey: string, steps: readonly MigrationStep[]) {
  const taken = (step: MigrationStep) => steps.some((one) => sameExact(one, step));
  try {
    return suggestSteps(before, after, { identifierKey }).filter((step) => !taken(step));
  } catch (problem) {
    // A text that is no JSON yet suggests nothing.
    if (isJsonTextError(problem)) return [];
    throw problem;
  }
}

function Preview({ place, draft }: { place: Place; draft: Draft }) {
  const { data, error, refetch } = usePreview(place, draft.edit);
  if (error) return <FailedState what="The steps could not be tried" problem={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonLines lines={4} label="Trying the steps" />;
  return (
    <section aria-labelledby="steps-preview">
      <h2 id="steps-preview" className="mb-1 text-body font-medium">
        Before and after
      </h2>
      {data.rows.length === 0 ? (
        <p className="text-body text-ink-soft">
          None of the first {data.among.toLocaleString("en")} records is changed by these steps.
        </p>
      ) : (
        <ul className="border-t border-hairline">
          {data.rows.map(({ id, before, after, problems }) => (
            <li key={id} className="flex flex-col gap-0.5 border-b border-hairline py-2 text-table">
              <bdi className="font-mono text-meta text-ink-faint">{id}</bdi>
              {changedOf(before, after).map(({ name, was, is }) => (
                <span key={name} className="grid gap-x-3 sm:grid-cols-[10rem_minmax(0,1fr)_minmax(0,1fr)]">
                  <bdi className="truncate font-medium">{name}</bdi>
                  <del className="truncate text-ink-faint">{was ?? "nothing"}</del>
                  <ins className="truncate no-underline">{is ?? "nothing"}</ins>
                </span>
              ))}
              {problems.slice(0, 1).map(({ pointer, message }) => (
                <span key={pointer + message} className="text-bad">
                  {pointer} {message}
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type Members = Record<string, unknown>;

function changedOf(before: Members, after: Members) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const told = (record: Members, name: string) => (Object.hasOwn(record, name) ? previewOf(record[name]) : undefined);
  return names
    .map((name) => ({ name, was: told(before, name), is: told(after, name) }))
    .filter(({ was, is }) => was !== is);
}
