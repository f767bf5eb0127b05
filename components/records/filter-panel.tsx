"use client";

import { Plus, Trash2 } from "lucide-react";
import { useId, useState } from "react";
import {
  countDraft,
  type Draft,
  type DraftCondition,
  type DraftGroup,
  draftOf,
  emptyCondition,
  emptyGroup,
  filterOfDraft,
} from "@/lib/contract/filter-draft";
import {
  type AskedField,
  fullName,
  type Question,
  questionsFor,
  rowOf,
  valueWords,
  wordsOf,
} from "@/lib/contract/filter-words";
import type { Filter } from "@/lib/contract/filters";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { IconButton } from "../ui/icon-button";
import { NativeSelect } from "../ui/select";
import { TextInput } from "../ui/text-input";

const LEVELS_MAX = 3;

type FilterPanelProps = {
  filter: Filter | undefined;
  fields: readonly AskedField[];
  onApply: (filter: Filter | undefined) => void;
  onClose: () => void;
};

/** All conditions at once, with groups of "all of" and "any of". Nothing applies until it is said so. */
export function FilterPanel({ filter, fields, onApply, onClose }: FilterPanelProps) {
  const [draft, setDraft] = useState(() => {
    const begun = draftOf(filter);
    return begun.parts.length > 0 ? begun : { ...begun, parts: [emptyCondition(fields[0])] };
  });
  const form = useId();
  const { done, open } = countDraft(draft, fields);
  const does = done === 0 ? "Show all records" : done === 1 ? "Apply 1 condition" : `Apply ${done} conditions`;
  const apply = () => {
    onApply(filterOfDraft(draft, fields));
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title="Conditions"
      footer={
        <>
          {open > 0 && (
            <p role="status" className="mr-auto self-center text-table text-ink-faint">
              {open === 1
                ? "1 condition is not finished and is left out."
                : `${open} conditions are not finished and are left out.`}
            </p>
          )}
          <Button onClick={onClose}>Keep as it was</Button>
          <Button variant="primary" type="submit" form={form}>
            {does}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <Group group={draft} fields={fields} level={1} onChange={setDraft} />
      </form>
    </Dialog>
  );
}

type GroupProps = {
  group: DraftGroup;
  fields: readonly AskedField[];
  level: number;
  onChange: (group: DraftGroup) => void;
  onRemove?: () => void;
};

function Group({ group, fields, level, onChange, onRemove }: GroupProps) {
  const replace = (at: number, next: Draft | undefined) =>
    onChange({ ...group, parts: next ? group.parts.with(at, next) : group.parts.toSpliced(at, 1) });
  const add = (part: Draft) => onChange({ ...group, parts: [...group.parts, part] });
  return (
    <fieldset className={level > 1 ? "min-w-0 border-l-2 border-hairline pl-3" : "min-w-0"}>
      <legend className="sr-only">Conditions of which {group.any ? "any" : "all"} must hold</legend>
      <div className="flex items-center gap-2 text-body">
        <NativeSelect
          small
          aria-label="How many must hold"
          value={group.any ? "any" : "all"}
          onChange={(event) => onChange({ ...group, any: event.target.value === "any" })}
          className="w-24!"
        >
          <option value="all">All of</option>
          <option value="any">Any of</option>
        </NativeSelect>
        <span className="flex-1 text-ink-faint">these hold</span>
        {onRemove && <IconButton size="small" label="Remove the group" icon={<Trash2 />} onClick={onRemove} />}
      </div>
      <ul className="my-2 flex flex-col gap-2">
        {group.parts.map((part, at) => (
          <li key={part.key} className="flex min-w-0 items-start gap-2">
            <span className="w-8 shrink-0 pt-1 text-right text-table text-ink-faint">
              {at === 0 ? "" : group.any ? "or" : "and"}
            </span>
            <div className="min-w-0 flex-1">
              {part.kind === "group" ? (
                <Group
                  group={part}
                  fields={fields}
                  level={level + 1}
                  onChange={(next) => replace(at, next)}
                  onRemove={() => replace(at, undefined)}
                />
              ) : part.kind === "one" ? (
                <Condition condition={part} fields={fields} level={level} onChange={(next) => replace(at, next)} />
              ) : (
                <span className="block pt-1 text-body">{wordsOf(part.filter, fields)}</span>
              )}
            </div>
            {part.kind !== "group" && (
              <IconButton
                size="small"
                label="Remove the condition"
                icon={<Trash2 />}
                onClick={() => replace(at, undefined)}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="flex gap-1 pl-10">
        <Button size="small" variant="quiet" icon={<Plus />} onClick={() => add(emptyCondition(fields[0]))}>
          Condition
        </Button>
        {level < LEVELS_MAX && (
          <Button
            size="small"
            variant="quiet"
            icon={<Plus />}
            onClick={() => add(emptyGroup(!group.any, [emptyCondition(fields[0])]))}
          >
            Group
          </Button>
        )}
      </div>
    </fieldset>
  );
}

type ConditionProps = {
  condition: DraftCondition;
  fields: readonly AskedField[];
  level: number;
  onChange: (condition: DraftCondition) => void;
};

function Condition({ condition, fields, level, onChange }: ConditionProps) {
  const field = fields.find(({ pointer }) => pointer === condition.pointer);
  const { takes } = rowOf(condition.question);
  const toField = (pointer: string) => {
    const next = fields.find((one) => one.pointer === pointer);
    onChange({ ...emptyCondition(next), key: condition.key });
  };
  const toQuestion = (question: Question) => {
    const inner =
      rowOf(question).takes === "items" ? emptyGroup(false, [emptyCondition(field?.item?.columns[0])]) : undefined;
    onChange({ ...condition, question, inner });
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex min-w-0 flex-wrap gap-2 sm:flex-nowrap">
        <NativeSelect
          small
          aria-label="Field"
          value={condition.pointer}
          onChange={(event) => toField(event.target.value)}
          className="sm:w-52!"
        >
          {!field && <option value={condition.pointer}>{condition.pointer.slice(1) || "Choose a field"}</option>}
          {fields.map((one) => (
            <option key={one.pointer} value={one.pointer}>
              {fullName(one)}
            </option>
          ))}
        </NativeSelect>
        <NativeSelect
          small
          aria-label="Question"
          value={condition.question}
          onChange={(event) => toQuestion(event.target.value as Question)}
          className="sm:w-44!"
        >
          {(field ? questionsFor(field) : [condition.question]).map((question) => (
            <option key={question} value={question}>
              {rowOf(question).says}
            </option>
          ))}
        </NativeSelect>
        {(takes === "one" || takes === "several") && field && (
          <Value condition={condition} field={field} several={takes === "several"} onChange={onChange} />
        )}
      </div>
      {condition.inner && field?.item && level < LEVELS_MAX && (
        <Group
          group={condition.inner}
          fields={field.item.columns}
          level={level + 1}
          onChange={(inner) => onChange({ ...condition, inner })}
        />
      )}
    </div>
  );
}

type ValueProps = Pick<ConditionProps, "condition" | "onChange"> & { field: AskedField; several: boolean };

function Value({ condition, field, several, onChange }: ValueProps) {
  const choices = field.type === "boolean" ? [true, false] : (field.choices ?? field.item?.choices);
  const set = (typed: string) => onChange({ ...condition, typed });
  if (choices && !several) {
    return (
      <NativeSelect small aria-label="Value" value={condition.typed} onChange={(event) => set(event.target.value)}>
        <option value="">Choose</option>
        {choices.map((choice) => (
          <option key={String(choice)} value={valueWords(choice)}>
            {valueWords(choice)}
          </option>
        ))}
      </NativeSelect>
    );
  }
  return (
    <TextInput
      small
      aria-label="Value"
      type={field.type === "date" && !condition.typed.includes("T") ? "date" : "text"}
      inputMode={field.type === "number" ? "decimal" : undefined}
      placeholder={several ? "one, another" : undefined}
      value={condition.typed}
      onChange={(event) => set(event.target.value)}
    />
  );
}
