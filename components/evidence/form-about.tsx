"use client";

import { Field } from "../ui/field";
import { TextArea, TextInput } from "../ui/text-input";
import { FormSection } from "./form-section";
import type { RequestState } from "./request-state";

type AboutFieldsProps = { state: RequestState; change: (part: Partial<RequestState>) => void };

/** What people will call it, and what it is evidence of. */
export function AboutFields({ state, change }: AboutFieldsProps) {
  return (
    <FormSection title="What it is for" says="Signed with the rest. All of it may be left empty.">
      <Field label="Title">
        <TextInput maxLength={200} value={state.title} onChange={({ target }) => change({ title: target.value })} />
      </Field>
      <Field label="Controls" hint="Tags, separated by commas, as CC6.1, A.5.18">
        <TextInput maxLength={2000} value={state.tags} onChange={({ target }) => change({ tags: target.value })} />
      </Field>
      <Field label="Note">
        <TextArea
          rows={3}
          maxLength={4000}
          value={state.note}
          onChange={({ target }) => change({ note: target.value })}
        />
      </Field>
    </FormSection>
  );
}
