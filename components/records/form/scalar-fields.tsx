"use client";

import type { FieldProps } from "@rjsf/utils";
import { useState } from "react";
import { exactNumber, numberText } from "@/lib/schema/exact-json";
import { NativeSelect } from "../../ui/select";
import { TextArea, TextInput } from "../../ui/text-input";
import { DateInput, MomentInput } from "./date-input";

const LONG_TEXT = 80;

const inputTypes: Record<string, string> = { email: "email", uri: "url", url: "url" };

/** How a field hands on what was typed; an emptied one is null where null is allowed, else absent. */
export function useChange({ onChange, fieldPathId, uiSchema }: FieldProps) {
  const nullable = uiSchema?.["ui:options"]?.nullable === true;
  const change = (value: unknown) => onChange(value, fieldPathId.path);
  return { change, clear: () => change(nullable ? null : undefined), nullable };
}

/** A text: one line, or several where it has several or is long. */
export function TextField(props: FieldProps) {
  const { formData, schema, readonly, disabled } = props;
  const { change, clear } = useChange(props);
  const value = shownText(formData);
  const [long] = useState(value.includes("\n") || value.length > LONG_TEXT);
  const put = (text: string) => (text === "" ? clear() : change(text));
  const readOnly = readonly || disabled;
  if (schema.format === "date") return <DateInput value={value} onChange={put} readOnly={readOnly} />;
  if (schema.format === "date-time") return <MomentInput value={value} onChange={put} readOnly={readOnly} />;
  const common = { dir: "auto", value, readOnly, placeholder: formData === null ? "null" : undefined } as const;
  if (long) return <TextArea {...common} rows={3} onChange={(event) => put(event.target.value)} />;
  return (
    <TextInput
      {...common}
      type={inputTypes[schema.format ?? ""] ?? "text"}
      autoComplete="off"
      onChange={(event) => put(event.target.value)}
    />
  );
}

/** A number by its digits: what is shown is what is stored, however many there are. */
export function NumberField(props: FieldProps) {
  const { formData, readonly, disabled } = props;
  const { change, clear } = useChange(props);
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      value={numberText(formData) ?? shownText(formData)}
      readOnly={readonly || disabled}
      placeholder={formData === null ? "null" : undefined}
      onChange={({ target }) =>
        target.value.trim() === "" ? clear() : change(exactNumber(target.value) ?? target.value)
      }
      className="max-w-64 tabular-nums"
    />
  );
}

/** Yes, no, or nothing said: absent is not the same as no. */
export function YesNoField(props: FieldProps) {
  const { formData, required, readonly, disabled } = props;
  const { change, nullable } = useChange(props);
  const values: Record<string, unknown> = { "": undefined, true: true, false: false, null: null };
  const other = formData !== undefined && formData !== null && typeof formData !== "boolean";
  const value = formData === undefined ? "" : other ? "other" : String(formData);
  return (
    <NativeSelect
      value={value}
      disabled={readonly || disabled}
      onChange={({ target }) => change(values[target.value])}
      className="max-w-64"
    >
      {(!required || formData === undefined) && <option value="">Not set</option>}
      <option value="true">Yes</option>
      <option value="false">No</option>
      {(nullable || formData === null) && <option value="null">null</option>}
      {other && <option value="other">{shownText(formData)}</option>}
    </NativeSelect>
  );
}

/** A member that can only be null. */
export function NullField(props: FieldProps) {
  const { change } = useChange(props);
  const { formData, required } = props;
  return (
    <NativeSelect
      value={formData === null ? "null" : ""}
      onChange={({ target }) => change(target.value === "null" ? null : undefined)}
      className="max-w-64"
    >
      {(!required || formData !== null) && <option value="">Not set</option>}
      <option value="null">null</option>
    </NativeSelect>
  );
}

/** What stands in a field that was made for another kind of value. */
export function shownText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return numberText(value) ?? (typeof value === "string" ? value : JSON.stringify(value));
}
