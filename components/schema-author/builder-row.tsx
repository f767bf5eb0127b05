"use client";

import { SENSITIVE } from "@/lib/schema/sensitive-mark";
import { Braces, ChevronDown, ChevronRight, EyeOff, Fingerprint, GripVertical, ListFilter, Tag } from "lucide-react";
import type { DragEvent } from "react";
import { factsAt } from "@/lib/schema/builder/facts";
import { fieldAt, isRequired } from "@/lib/schema/builder/field-edits";
import { kindAt, kinds, rulesInWords, type Kind } from "@/lib/schema/builder/kinds";
import type { Direction } from "@/lib/schema/builder/moves";
import { recordPointer, type BuilderRow } from "@/lib/schema/builder/rows";
import { Checkbox } from "../ui/checkbox";
import { NativeSelect } from "../ui/select";
import { RowMenu } from "./row-menu";
import type { Author } from "./use-author";

export type RowActions = {
  openDetails: (row: BuilderRow) => void;
  setKind: (row: BuilderRow, kind: Kind) => void;
  setRequired: (row: BuilderRow, on: boolean) => void;
  move: (row: BuilderRow, direction: Direction) => void;
  remove: (row: BuilderRow) => void;
  addInside: (row: BuilderRow) => void;
  showInCode: (row: BuilderRow) => void;
  toggle: (row: BuilderRow) => void;
};

type RowProps = {
  author: Author;
  row: BuilderRow;
  actions: RowActions;
  /** Whether its controls are in the order of Tab: one row's at a time. */
  isActive: boolean;
  drag: { onStart: (event: DragEvent) => void; onEnd: () => void };
};

const indents = ["pl-1", "pl-5", "pl-9", "pl-13", "pl-17", "pl-21", "pl-25", "pl-29"];

/** One field: its name, what it holds, whether it is required, and what can be done with it. */
export function BuilderRowCells({ author, row, actions, isActive, drag }: RowProps) {
  const { document, readOnly, broken } = author;
  const locked = readOnly || broken !== undefined;
  const tab = isActive ? 0 : -1;
  const facts = factsAt(document, row.path);
  const field = fieldAt(row.path);
  const isProperty = field?.shelf === "properties";
  const Toggle = row.open ? ChevronDown : ChevronRight;
  return (
    <>
      <div role="gridcell" className={`flex min-w-0 flex-1 items-center gap-0.5 ${indents[row.level] ?? "pl-29"}`}>
        {!locked && field ? (
          <span
            draggable
            onDragStart={drag.onStart}
            onDragEnd={drag.onEnd}
            aria-hidden="true"
            title="Drag to move"
            className="flex h-7 w-4 shrink-0 cursor-grab items-center justify-center text-ink-faint max-sm:hidden [&_svg]:size-4"
          >
            <GripVertical />
          </span>
        ) : (
          <span className="w-4 shrink-0 max-sm:hidden" />
        )}
        {row.holds ? (
          <button
            type="button"
            tabIndex={-1}
            aria-label={`${row.open ? "Close" : "Open"} ${row.name}`}
            onClick={() => actions.toggle(row)}
            className="flex size-6 shrink-0 items-center justify-center rounded-6 text-ink-soft hover:bg-wash max-sm:size-9 [&_svg]:size-4"
          >
            <Toggle aria-hidden="true" />
          </button>
        ) : (
          <span className="w-6 shrink-0 max-sm:w-9" />
        )}
        {row.kind === "shelf" ? (
          <span className="truncate text-table text-ink-soft">Definitions ({row.name})</span>
        ) : (
          <button
            type="button"
            tabIndex={tab}
            aria-label={`${row.name}: details`}
            onClick={() => actions.openDetails(row)}
            className={`min-w-0 truncate rounded-6 px-1 py-0.5 text-left hover:bg-wash max-sm:min-h-9 ${row.kind === "item" ? "text-table text-ink-soft" : "font-mono text-table text-ink"}`}
          >
            <bdi>{row.name || "“”"}</bdi>
          </button>
        )}
        <Marks author={author} row={row} sensitive={facts.sources.get(SENSITIVE) === "true"} />
        <span className="min-w-0 truncate pl-1 text-meta text-ink-faint max-lg:hidden">{rulesInWords(facts)}</span>
        {row.kind !== "shelf" && facts.kept.length > 0 && (
          <KeptBadge count={facts.kept.length} title={facts.kept.map(({ keyword }) => keyword).join(", ")} />
        )}
      </div>
      <div role="gridcell" className="w-32 shrink-0 max-sm:w-28">
        {row.kind !== "shelf" && <KindCell {...{ author, row, actions }} form={facts.form} tab={tab} locked={locked} />}
      </div>
      <div role="gridcell" className="flex w-12 shrink-0 justify-center">
        {isProperty && field && (
          <Checkbox
            tabIndex={tab}
            checked={isRequired(document, field.holder, field.name)}
            disabled={locked}
            aria-label={`${row.name} is required`}
            onChange={({ target }) => actions.setRequired(row, target.checked)}
          />
        )}
      </div>
      <div role="gridcell" className="w-8 shrink-0 max-sm:w-11">
        {row.kind !== "shelf" && <RowMenu {...{ row, actions }} tab={tab} locked={locked} isField={isProperty} />}
      </div>
    </>
  );
}

function KeptBadge({ count, title }: { count: number; title: string }) {
  return (
    <span title={title} className="ml-1 flex shrink-0 items-center gap-0.5 text-meta text-caution [&_svg]:size-3.5">
      <Braces aria-hidden="true" />
      {count}
      <span className="sr-only">
        {count === 1 ? " keyword is" : " keywords are"} kept as in the code: {title}
      </span>
    </span>
  );
}

function Marks({ author: { content }, row, sensitive }: { author: Author; row: BuilderRow; sensitive: boolean }) {
  const pointer = recordPointer(row.path);
  const isTop = row.path.length === 2 && row.kind === "field";
  const marks = [
    isTop && row.name === content.identifierKey && { icon: <Fingerprint />, says: "tells records apart" },
    isTop && row.name === content.displayNameKey && { icon: <Tag />, says: "names the record" },
    pointer !== undefined &&
      content.filterFields.some((field) => field.pointer === pointer) && {
        icon: <ListFilter />,
        says: "fast to filter",
      },
    sensitive && { icon: <EyeOff />, says: "sensitive" },
  ].filter((mark) => mark !== false);
  return marks.map(({ icon, says }) => (
    <span key={says} title={says} className="shrink-0 text-accent [&_svg]:size-3.5">
      {icon}
      <span className="sr-only">{says}</span>
    </span>
  ));
}

type KindProps = Pick<RowProps, "author" | "row" | "actions"> & { form: string; tab: number; locked: boolean };

function KindCell({ author, row, actions, form, tab, locked }: KindProps) {
  if (form === "never") return <span className="text-table text-ink-soft">never allowed</span>;
  if (form === "other") return <span className="text-table text-bad">no schema</span>;
  const kind = kindAt(author.document, row.path);
  const isReference = factsAt(author.document, row.path).kept.some(({ keyword }) => keyword === "$ref");
  if (isReference && kind === "any") return <span className="truncate text-table text-ink-soft">as referred to</span>;
  return (
    <NativeSelect
      small
      tabIndex={tab}
      disabled={locked}
      value={kind}
      aria-label={`${row.name} holds`}
      onChange={({ target }) => {
        if (target.value === "several") actions.openDetails(row);
        else actions.setKind(row, target.value as Kind);
      }}
    >
      {Object.entries(kinds).map(([name, { label }]) => (
        <option key={name} value={name}>
          {label}
        </option>
      ))}
      <option value="several">Several kinds…</option>
    </NativeSelect>
  );
}
