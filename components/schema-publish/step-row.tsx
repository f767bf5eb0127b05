"use client";

import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useState } from "react";
import type { MigrationStep } from "@/lib/contract/migration-step";
import { isExactNumber, printExact, readExact } from "@/lib/schema/exact-json";
import { JsonTextError } from "@/lib/schema/json-error";
import { IconButton } from "../ui/icon-button";
import { NativeSelect } from "../ui/select";
import { TextInput } from "../ui/text-input";

type Kind = MigrationStep["kind"];
type CoerceTo = Extract<MigrationStep, { kind: "coerce" }>["to"];

const kinds: Record<Kind, string> = {
  rename: "Rename a field",
  default: "Fill in where it is missing",
  coerce: "Read as another type",
  drop: "Take a field away",
};
const types: Record<CoerceTo, string> = {
  text: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "yes or no",
  date: "a date",
};

/** A step as a sentence. */
export function stepInWords(step: MigrationStep): string {
  switch (step.kind) {
    case "rename":
      return `Rename ${step.from} to ${step.to}`;
    case "default":
      return `Fill in ${printExact(step.value)} where ${step.pointer} is missing`;
    case "coerce":
      return `Read ${step.pointer} as ${types[step.to]}`;
    case "drop":
      return `Take ${step.pointer} away`;
  }
}

const pointerOf = (step: MigrationStep) => (step.kind === "rename" ? step.from : step.pointer);

function changeKind(step: MigrationStep, kind: Kind): MigrationStep {
  const pointer = pointerOf(step);
  switch (kind) {
    case "rename":
      return { kind, from: pointer, to: pointer };
    case "default":
      return { kind, pointer, value: "" };
    case "coerce":
      return { kind, pointer, to: "text" };
    case "drop":
      return { kind, pointer };
  }
}

type StepRowProps = {
  step: MigrationStep;
  number: number;
  readOnly: boolean;
  onChange: (step: MigrationStep) => void;
  onUp?: () => void;
  onDown?: () => void;
  onRemove: () => void;
};

/** One step: what it does, to which field, and with what. */
export function StepRow({ step, number, readOnly, onChange, onUp, onDown, onRemove }: StepRowProps) {
  const setPointer = (pointer: string) =>
    onChange(step.kind === "rename" ? { ...step, from: pointer } : { ...step, pointer });
  return (
    <li className="flex flex-wrap items-start gap-2 border-b border-hairline pb-3">
      <span className="w-6 pt-1.5 text-right text-table text-ink-faint tabular-nums">{number}.</span>
      <fieldset disabled={readOnly} className="grid min-w-0 flex-1 gap-2 sm:grid-cols-3">
        <legend className="sr-only">Step {number}</legend>
        <NativeSelect
          aria-label={`What step ${number} does`}
          value={step.kind}
          onChange={(event) => onChange(changeKind(step, event.target.value as Kind))}
        >
          {Object.entries(kinds).map(([kind, says]) => (
            <option key={kind} value={kind}>
              {says}
            </option>
          ))}
        </NativeSelect>
        <TextInput
          mono
          aria-label={`JSON pointer of step ${number}`}
          placeholder="/owner"
          value={pointerOf(step)}
          onChange={(event) => setPointer(event.target.value)}
        />
        <StepEnd step={step} number={number} onChange={onChange} />
      </fieldset>
      {!readOnly && (
        <span className="flex">
          <IconButton label={`Move step ${number} up`} icon={<ArrowUp />} disabled={!onUp} onClick={onUp} />
          <IconButton label={`Move step ${number} down`} icon={<ArrowDown />} disabled={!onDown} onClick={onDown} />
          <IconButton label={`Remove step ${number}`} icon={<X />} onClick={onRemove} />
        </span>
      )}
      {step.kind === "default" && step.value === "" && (
        <p className="basis-full pl-8 text-table text-caution">
          Type the value of step {number}: left as it is, an empty text is filled in.
        </p>
      )}
    </li>
  );
}

function StepEnd({ step, number, onChange }: Pick<StepRowProps, "step" | "number" | "onChange">) {
  switch (step.kind) {
    case "rename":
      return (
        <TextInput
          mono
          aria-label={`New place of step ${number}`}
          value={step.to}
          onChange={(event) => onChange({ ...step, to: event.target.value })}
        />
      );
    case "default":
      return <DefaultValue value={step.value} number={number} onValue={(value) => onChange({ ...step, value })} />;
    case "coerce":
      return (
        <NativeSelect
          aria-label={`Type of step ${number}`}
          value={step.to}
          onChange={(event) => onChange({ ...step, to: event.target.value as CoerceTo })}
        >
          {Object.entries(types).map(([to, says]) => (
            <option key={to} value={to}>
              {says}
            </option>
          ))}
        </NativeSelect>
      );
    case "drop":
      return null;
  }
}

/** JSON where it is JSON, else the text itself: "unknown", 0, true, {"a": 1}. */
function DefaultValue({
  value,
  number,
  onValue,
}: {
  value: unknown;
  number: number;
  onValue: (value: unknown) => void;
}) {
  const [typed, setTyped] = useState(() =>
    typeof value === "string" && !isExactNumber(value) ? value : printExact(value),
  );
  return (
    <TextInput
      aria-label={`Value of step ${number}`}
      placeholder="unknown"
      value={typed}
      onChange={(event) => {
        setTyped(event.target.value);
        onValue(valueOf(event.target.value));
      }}
    />
  );
}

function valueOf(typed: string): unknown {
  if (!/^\s*([[{"]|-?\d|true\s*$|false\s*$|null\s*$)/.test(typed)) return typed;
  try {
    return readExact(typed);
  } catch (problem) {
    // Not finished, or a text that begins like JSON.
    if (problem instanceof JsonTextError) return typed;
    throw problem;
  }
}
