"use client";

import type { FieldProps } from "@rjsf/utils";
import { plainNumbers, printExact, sameExact } from "@/lib/schema/exact-json";
import { NativeSelect } from "../../ui/select";
import { shownText, useChange } from "./scalar-fields";

type Choice = { value: unknown; label?: string };

/** One of the schema's choices, of any kind of value. What is there now stays choosable even when it is none of them. */
export function ChoiceField(props: FieldProps) {
  const { formData, required, readonly, disabled, uiSchema } = props;
  const { change } = useChange(props);
  const choices = (uiSchema?.["ui:options"]?.choices ?? []) as Choice[];
  const at = choices.findIndex(({ value }) => sameExact(plainNumbers(value), plainNumbers(formData)));
  const isOther = at === -1 && formData !== undefined;
  const words = ({ value, label }: Choice) =>
    label ?? (typeof value === "string" ? value || "(empty text)" : printExact(value));
  return (
    <NativeSelect
      value={isOther ? "other" : at === -1 ? "" : String(at)}
      disabled={readonly || disabled}
      onChange={({ target }) => {
        if (target.value !== "other") change(target.value === "" ? undefined : choices[Number(target.value)]?.value);
      }}
    >
      {(!required || formData === undefined) && <option value="">Not set</option>}
      {isOther && <option value="other">{shownText(formData) || "null"} (none of the choices)</option>}
      {choices.map((choice, index) => (
        <option key={index} value={String(index)}>
          {words(choice)}
        </option>
      ))}
    </NativeSelect>
  );
}
