"use client";

import type {
  FieldTemplateProps,
  MultiSchemaFieldTemplateProps,
  ObjectFieldTemplateProps,
  WidgetProps,
} from "@rjsf/utils";
import type { ReactNode } from "react";
import { Field, FieldError } from "../../ui/field";
import { NativeSelect } from "../../ui/select";
import { fieldIdOf, pointerOf } from "../pointers";
import { useFormFacts } from "./form-context";

/** Around every part of the form: a labelled control, or a section that draws its own heading. */
export function FieldTemplate(props: FieldTemplateProps) {
  const { fieldPathId, label, required, rawDescription, schema, uiSchema, children, hidden } = props;
  const pointer = pointerOf(fieldPathId.path);
  const problems = useFormFacts().problemsAt(pointer);
  if (hidden) return <div className="hidden">{children}</div>;
  const isSection = !uiSchema?.["ui:field"] && (schema.type === "object" || schema.type === "array");
  if (isSection) return <div data-pointer={pointer}>{children}</div>;
  const isItem = typeof fieldPathId.path.at(-1) === "number";
  return (
    <div id={fieldIdOf(pointer)} data-pointer={pointer} className="min-w-0 scroll-mt-4">
      <Field
        label={<bdi className="wrap-anywhere">{isItem ? `Item ${Number(fieldPathId.path.at(-1)) + 1}` : label}</bdi>}
        labelHidden={isItem}
        hint={
          !isItem && rawDescription ? (
            <bdi className="wrap-anywhere whitespace-pre-line">{rawDescription}</bdi>
          ) : undefined
        }
        error={problems.length > 0 ? problems.join(". ") : undefined}
        required={required && !isItem}
      >
        {children}
      </Field>
    </div>
  );
}

type SectionProps = {
  pointer: string;
  title: ReactNode;
  required?: boolean;
  description?: ReactNode;
  meta?: ReactNode;
  children: ReactNode;
};

/** Fields that belong together, under one heading, set in by a hairline. */
export function Section({ pointer, title, required, description, meta, children }: SectionProps) {
  const problems = useFormFacts().problemsAt(pointer);
  return (
    <fieldset id={fieldIdOf(pointer)} tabIndex={-1} className="min-w-0 scroll-mt-4 outline-none">
      <legend className="mb-2 flex w-full items-baseline gap-2 text-body font-semibold">
        <bdi className="min-w-0 wrap-anywhere">{title}</bdi>
        {required && <span className="text-meta font-normal text-ink-faint">required</span>}
        {meta && <span className="text-meta font-normal text-ink-faint tabular-nums">{meta}</span>}
      </legend>
      {description && (
        <p className="-mt-1 mb-2 text-table wrap-anywhere whitespace-pre-line text-ink-faint">{description}</p>
      )}
      {problems.length > 0 && (
        <div className="mb-2">
          <FieldError>{problems.join(". ")}</FieldError>
        </div>
      )}
      <div className="flex flex-col gap-4 border-l border-hairline pl-3 sm:pl-4">{children}</div>
    </fieldset>
  );
}

/** The members of an object; the record itself has no heading of its own. */
export function ObjectTemplate(props: ObjectFieldTemplateProps) {
  const { fieldPathId, title, description, required, properties, schema } = props;
  const fields = properties.map(({ name, content }) => (
    <div key={name} className="min-w-0">
      {content}
    </div>
  ));
  const { path } = fieldPathId;
  if (path.length === 0) return <div className="flex flex-col gap-4">{fields}</div>;
  if (typeof path.at(-1) === "number") return <div className="flex min-w-0 flex-col gap-4">{fields}</div>;
  // Everything of it depends on its kind, which is chosen next.
  if (fields.length === 0 && schema.oneOf) {
    return (
      <p id={fieldIdOf(pointerOf(path))} className="text-body font-semibold">
        <bdi className="wrap-anywhere">{title}</bdi>
      </p>
    );
  }
  return (
    <Section pointer={pointerOf(path)} title={title} required={required} description={description}>
      {fields.length > 0 ? fields : <p className="text-table text-ink-faint">Nothing in it</p>}
    </Section>
  );
}

/** One of several kinds of object: which one, then its fields. */
export function AlternativeTemplate({ selector, optionSchemaField }: MultiSchemaFieldTemplateProps) {
  return (
    <div className="mt-2 flex flex-col gap-4 border-l border-hairline pl-3 sm:pl-4">
      {selector}
      {optionSchemaField}
    </div>
  );
}

/** The choice of a kind. Members that the new kind does not know are left out by it. */
export function AlternativeSelect({ value, options, onChange, disabled, readonly }: WidgetProps) {
  return (
    <Field label="Kind">
      <NativeSelect
        value={typeof value === "number" && value >= 0 ? String(value) : ""}
        disabled={disabled || readonly}
        onChange={(event) => onChange(event.target.value === "" ? undefined : Number(event.target.value))}
      >
        <option value="">None of them</option>
        {options.enumOptions?.map((option) => (
          <option key={String(option.value)} value={String(option.value)}>
            {option.label}
          </option>
        ))}
      </NativeSelect>
    </Field>
  );
}
