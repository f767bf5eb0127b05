"use client";

import { useMemo, useState } from "react";
import { defaultSide, merged, type MergeField, mergeFields, type Side } from "@/lib/schema/merge-three";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { useFieldName } from "./field-name";
import type { DataRecord, Members } from "./record-api";
import { ValueText } from "./value-text";

type MergeDialogProps = {
  /** The version that was edited. */
  base: Members;
  /** What it has become meanwhile. */
  theirs: DataRecord;
  mine: Members;
  busy: boolean;
  onClose: () => void;
  onMerged: (members: Members) => void;
};

/** Somebody else saved first: field by field, whose value stays. Nothing is lost, whichever way it is closed. */
export function MergeDialog({ base, theirs, mine, busy, onClose, onMerged }: MergeDialogProps) {
  const [sides, setSides] = useState<ReadonlyMap<string, Side>>(new Map());
  const fields = useMemo(() => mergeFields(base, theirs.attributes, mine), [base, theirs, mine]);
  const conflicts = fields.filter(({ conflict }) => conflict).length;
  const says =
    conflicts === 0
      ? "They changed other fields than you. Both are kept; look through and save."
      : `You both changed ${conflicts === 1 ? "1 field" : `${conflicts} fields`}. Choose what stays; all other changes are kept from both.`;
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title="Somebody saved this record before you"
      description={says}
      footer={
        <>
          <Button onClick={onClose}>Back to editing</Button>
          <Button
            variant="primary"
            busy={busy}
            onClick={() => onMerged(merged(base, theirs.attributes, mine, sides) as Members)}
          >
            Save merged record
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {fields.map((field) => (
          <Choice
            key={field.pointer}
            field={field}
            side={sides.get(field.pointer) ?? defaultSide(field)}
            onSide={(side) => setSides(new Map(sides).set(field.pointer, side))}
          />
        ))}
      </div>
    </Dialog>
  );
}

type ChoiceProps = { field: MergeField; side: Side; onSide: (side: Side) => void };

function Choice({ field, side, onSide }: ChoiceProps) {
  const { pointer, base, conflict } = field;
  const nameOf = useFieldName();
  const options = [
    { side: "theirs", label: "Theirs", value: field.theirs },
    { side: "mine", label: "Yours", value: field.mine },
  ] as const;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 flex w-full flex-wrap items-baseline gap-x-2 text-body font-medium">
        <bdi className="wrap-anywhere">{nameOf(pointer)}</bdi>
        {conflict && <span className="text-meta font-normal text-caution">changed by both</span>}
        <span className="text-meta font-normal text-ink-faint">
          was <ValueText value={base} />
        </span>
      </legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {options.map((option) => (
          <label
            key={option.side}
            className="flex min-w-0 cursor-pointer items-start gap-2 rounded-6 border border-hairline p-2 text-table hover:border-edge has-checked:border-accent has-checked:bg-accent-wash has-focus-visible:outline-2 has-focus-visible:outline-accent max-sm:min-h-11"
          >
            <input
              type="radio"
              name={`merge${pointer}`}
              checked={option.side === side}
              onChange={() => onSide(option.side)}
              className="mt-0.5 shrink-0 accent-(--accent)"
            />
            <span className="min-w-0">
              <span className="block text-ink-soft">{option.label}</span>
              <ValueText value={option.value} />
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
