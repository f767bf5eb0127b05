"use client";

import type { FieldProps } from "@rjsf/utils";
import type { ComponentType } from "react";
import { MASK } from "@/lib/schema/mask";
import { Button } from "../../ui/button";
import { TextInput } from "../../ui/text-input";
import { useChange } from "./scalar-fields";

/** A field, or in its place the word that its value is hidden. */
export function orHidden(Field: ComponentType<FieldProps>) {
  return function MaybeHidden(props: FieldProps) {
    return props.formData === MASK ? <HiddenField {...props} /> : <Field {...props} />;
  };
}

/** A value that the reader may not see: it stays as it is, or another one is typed in its place. */
function HiddenField(props: FieldProps) {
  const { clear } = useChange(props);
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-2">
        <TextInput value={MASK} readOnly className="max-w-40" />
        {!(props.readonly || props.disabled) && (
          <Button size="small" onClick={clear}>
            Type a new value
          </Button>
        )}
      </div>
      <p className="text-table text-ink-faint">
        Sensitive, so hidden from you. Left as it is, what is stored stays. An admin can give you Read Sensitive Data.
      </p>
    </div>
  );
}
