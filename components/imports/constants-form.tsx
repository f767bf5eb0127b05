"use client";

import { Plus, X } from "lucide-react";
import { useId, useState } from "react";
import { fieldChoices } from "@/lib/schema/fill-places";
import type { ResourceFacts } from "../connections/reads";
import { useFieldName } from "../records/field-name";
import { ValueText } from "../records/value-text";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { IconButton } from "../ui/icon-button";
import { NativeSelect } from "../ui/select";
import { TextInput } from "../ui/text-input";
import type { Mapping } from "./import-api";
import { typedValue } from "./typed-value";

type ConstantsFormProps = {
  mapping: Mapping;
  resource: ResourceFacts;
  disabled: boolean;
  onChange: (mapping: Mapping) => void;
};

/** Values that every row gets, whatever its cells say. */
export function ConstantsForm({ mapping, resource, disabled, onChange }: ConstantsFormProps) {
  const id = useId();
  const nameOf = useFieldName();
  const { constants } = mapping;
  const filled = new Set([...constants, ...mapping.columns].map(({ pointer }) => pointer));
  const free = fieldChoices(resource).filter(({ pointer }) => !filled.has(pointer));
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2">
      <h3 id={id} className="text-body font-medium">
        Values for every row
      </h3>
      {constants.length > 0 && (
        <ul className="border-t border-hairline text-table">
          {constants.map(({ pointer, value }) => (
            <li key={pointer} className="flex items-center gap-3 border-b border-hairline px-2 py-1">
              <bdi className="font-medium">{nameOf(pointer)}</bdi>
              <span className="min-w-0 flex-1">
                <ValueText value={value} />
              </span>
              <IconButton
                size="small"
                label={`No value for ${nameOf(pointer)}`}
                icon={<X />}
                disabled={disabled}
                onClick={() => onChange({ ...mapping, constants: constants.filter((one) => one.pointer !== pointer) })}
              />
            </li>
          ))}
        </ul>
      )}
      {!disabled && free.length > 0 && (
        <AddConstant
          // What is added is chosen no more.
          key={constants.length}
          choices={free}
          onAdd={(pointer, text) =>
            onChange({
              ...mapping,
              constants: [...constants, { pointer, value: typedValue(text, pointer, resource.schema) }],
            })
          }
        />
      )}
    </section>
  );
}

type AddConstantProps = {
  choices: ReturnType<typeof fieldChoices>;
  onAdd: (pointer: string, text: string) => void;
};

function AddConstant({ choices, onAdd }: AddConstantProps) {
  const [pointer, setPointer] = useState("");
  const [text, setText] = useState("");
  return (
    <form
      aria-label="A value for every row"
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (pointer !== "") onAdd(pointer, text);
      }}
    >
      <Field label="Field" className="w-60 max-sm:w-full">
        <NativeSelect value={pointer} onChange={(event) => setPointer(event.target.value)}>
          <option value="">Choose a field</option>
          {choices.map((choice) => (
            <option key={choice.pointer} value={choice.pointer}>
              {choice.label}
            </option>
          ))}
        </NativeSelect>
      </Field>
      <Field label="Value" className="w-60 max-sm:w-full">
        <TextInput value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <Button type="submit" disabled={pointer === ""} icon={<Plus aria-hidden="true" />}>
        Add
      </Button>
    </form>
  );
}
