"use client";

import { ArrowRight, Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { columnsOfSchema } from "@/lib/schema/columns";
import type { ResourceFacts } from "../connections/reads";
import { ValueText } from "../records/value-text";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { IconButton } from "../ui/icon-button";
import { NativeSelect } from "../ui/select";
import { TextInput } from "../ui/text-input";
import type { ColumnMapping } from "./import-api";
import { typedValue } from "./typed-value";

type ReplaceValuesProps = {
  resource: ResourceFacts;
  name: string;
  column: ColumnMapping;
  disabled: boolean;
  onChange: (column: ColumnMapping) => void;
};

/** Values of a column that stand for others: what the file says, and what the record holds instead. */
export function ReplaceValues(props: ReplaceValuesProps) {
  const { name, column, disabled } = props;
  const [open, setOpen] = useState(false);
  const count = Object.keys(column.values ?? {}).length;
  return (
    <>
      <Button
        size="small"
        variant="quiet"
        disabled={disabled}
        onClick={() => setOpen(true)}
        aria-label={`Replace values of ${name}${count > 0 ? `, ${count} so far` : ""}`}
      >
        {count === 0 ? "Replace values" : `${count} replaced`}
      </Button>
      {open && <ValuesDialog {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

function ValuesDialog({ resource, name, column, onChange, onClose }: ReplaceValuesProps & { onClose: () => void }) {
  const [values, setValues] = useState(column.values ?? {});
  const pairs = Object.entries(values);
  const without = (typed: string) => Object.fromEntries(pairs.filter(([one]) => one !== typed));
  const take = () => {
    onChange({ ...column, values: pairs.length > 0 ? values : undefined });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        <>
          Values of <bdi>{name}</bdi> that stand for others
        </>
      }
      description="Where the file says the one, the record holds the other. Capitals and spaces count."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={take}>
            Replace them
          </Button>
        </>
      }
    >
      {pairs.length > 0 && (
        <ul aria-label="Replaced values" className="mb-3 border-t border-hairline text-table">
          {pairs.map(([typed, value]) => (
            <li key={typed} className="flex items-center gap-2 border-b border-hairline px-2 py-1">
              <span className="min-w-0 flex-1 wrap-anywhere">
                <bdi>{typed}</bdi>
                <ArrowRight aria-label="becomes" className="mx-1.5 inline size-3.5 text-ink-faint" />
                <ValueText value={value} />
              </span>
              <IconButton
                size="small"
                label={`Do not replace ${typed}`}
                icon={<X />}
                onClick={() => setValues(without(typed))}
              />
            </li>
          ))}
        </ul>
      )}
      <AddValue
        // What is added stands in the list, and the form is empty again.
        key={pairs.length}
        choices={columnsOfSchema(resource.schema).find(({ pointer }) => pointer === column.pointer)?.choices}
        onAdd={(typed, text, value) =>
          setValues({
            ...values,
            [typed]: value === undefined ? typedValue(text, column.pointer, resource.schema) : value,
          })
        }
      />
    </Dialog>
  );
}

type AddValueProps = {
  choices: readonly unknown[] | undefined;
  onAdd: (typed: string, text: string, value: unknown) => void;
};

function AddValue({ choices, onAdd }: AddValueProps) {
  const [typed, setTyped] = useState("");
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A form in a dialog that React puts into another form must not send that one, too.
    event.stopPropagation();
    if (typed !== "") onAdd(typed, text, choices?.[Number(text)]);
  };
  return (
    <form aria-label="Another value" onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <Field label="The file says" className="min-w-40 flex-1">
        <TextInput value={typed} onChange={(event) => setTyped(event.target.value)} />
      </Field>
      <Field label="The record holds" className="min-w-40 flex-1">
        {choices ? (
          <NativeSelect value={text} onChange={(event) => setText(event.target.value)}>
            <option value="">Choose a value</option>
            {choices.map((choice, at) => (
              <option key={at} value={at}>
                {typeof choice === "string" ? choice : JSON.stringify(choice)}
              </option>
            ))}
          </NativeSelect>
        ) : (
          <TextInput value={text} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
      <Button
        type="submit"
        disabled={typed === "" || (choices !== undefined && text === "")}
        icon={<Plus aria-hidden="true" />}
      >
        Add
      </Button>
    </form>
  );
}
