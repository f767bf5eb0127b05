"use client";

import type { FieldProps } from "@rjsf/utils";
import { useEffect, useState } from "react";
import { exactNumber, isExactNumber, numberText, printExact, readExact } from "@/lib/schema/exact-json";
import { useField } from "../../ui/field";
import { NativeSelect } from "../../ui/select";
import { TextArea } from "../../ui/text-input";
import { pointerOf } from "../pointers";
import { useFormFacts } from "./form-context";
import { NumberField, shownText, TextField, useChange, YesNoField } from "./scalar-fields";

const kinds = { string: "Text", number: "Number", boolean: "Yes or no", null: "null", json: "JSON" } as const;
type Kind = keyof typeof kinds;

/** A value whose kind the schema leaves open: which kind it is, then the value. */
export function AnyField(props: FieldProps) {
  const { formData, uiSchema, readonly, disabled } = props;
  const { change } = useChange(props);
  const { id } = useField();
  const types = uiSchema?.["ui:options"]?.types;
  const [kind, setKind] = useState<Kind>(() => (formData === undefined ? firstOf(types) : kindOf(formData)));
  const turn = (next: Kind) => {
    setKind(next);
    change(converted(formData, next));
  };
  return (
    <div className="flex min-w-0 items-start gap-2">
      <NativeSelect
        id={`${id}-kind`}
        aria-label="Kind of value"
        required={false}
        value={kind}
        disabled={readonly || disabled}
        onChange={({ target }) => turn(target.value as Kind)}
        className="w-28! shrink-0"
      >
        {allowed(types, kind).map((one) => (
          <option key={one} value={one}>
            {kinds[one]}
          </option>
        ))}
      </NativeSelect>
      <div className="min-w-0 flex-1">
        {kind === "string" && <TextField {...props} />}
        {kind === "number" && <NumberField {...props} />}
        {kind === "boolean" && <YesNoField {...props} />}
        {kind === "json" && <JsonField {...props} />}
      </div>
    </div>
  );
}

const firstOf = (types: unknown): Kind => allowed(types, "string")[0] ?? "string";

function allowed(types: unknown, held: Kind): Kind[] {
  const every = Object.keys(kinds) as Kind[];
  if (!Array.isArray(types)) return every;
  const named = types.map((type): Kind => {
    if (type === "integer") return "number";
    return type === "object" || type === "array" ? "json" : (type as Kind);
  });
  return every.filter((kind) => named.includes(kind) || kind === held);
}

function kindOf(value: unknown): Kind {
  if (value === null) return "null";
  if (typeof value === "number" || isExactNumber(value)) return "number";
  if (typeof value === "string" || typeof value === "boolean") return typeof value as "string" | "boolean";
  return "json";
}

function converted(value: unknown, kind: Kind): unknown {
  if (kind === "null") return null;
  if (kind === "string") return shownText(value) || undefined;
  if (kind === "number") return exactNumber(shownText(value));
  if (kind === "boolean") return value === true || value === "true" ? true : undefined;
  return value;
}

/** A part that is edited as JSON text. Text that is no JSON yet stays in the field, and is no value until it is. */
export function JsonField(props: FieldProps) {
  const { formData, fieldPathId, readonly, disabled } = props;
  const { change, clear } = useChange(props);
  const { setBroken } = useFormFacts();
  const pointer = pointerOf(fieldPathId.path);
  const [text, setText] = useState(() =>
    formData === undefined ? "" : (numberText(formData) ?? printExact(formData, 2)),
  );
  useEffect(() => () => setBroken(pointer, undefined), [pointer, setBroken]);

  const type = (next: string) => {
    setText(next);
    if (next.trim() === "") {
      setBroken(pointer, undefined);
      return clear();
    }
    try {
      change(readExact(next));
      setBroken(pointer, undefined);
    } catch (error) {
      setBroken(pointer, error instanceof Error ? error.message : "This is not JSON");
    }
  };
  return (
    <TextArea
      mono
      dir="ltr"
      spellCheck={false}
      rows={Math.min(12, Math.max(3, text.split("\n").length))}
      value={text}
      readOnly={readonly || disabled}
      onChange={(event) => type(event.target.value)}
    />
  );
}
