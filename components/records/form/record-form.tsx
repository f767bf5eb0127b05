"use client";

import Form, { type IChangeEvent } from "@rjsf/core";
import type { RJSFSchema, UiSchema } from "@rjsf/utils";
import { Plus } from "lucide-react";
import { type FocusEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { allowsMore, planForm } from "@/lib/schema/form-plan";
import { merged } from "@/lib/schema/merge-three";
import type { PageProblem } from "@/lib/schema/page-judge";
import { Button } from "../../ui/button";
import { TextInput } from "../../ui/text-input";
import { goToField } from "../go-to-field";
import type { Members } from "../record-api";
import { AnyField, JsonField } from "./any-field";
import { ChoiceField } from "./choice-field";
import { FormContext } from "./form-context";
import { orHidden } from "./hidden-field";
import { ListItemTemplate, ListTemplate } from "./list-templates";
import { NullField, NumberField, TextField, YesNoField } from "./scalar-fields";
import { AlternativeSelect, AlternativeTemplate, FieldTemplate, ObjectTemplate } from "./templates";
import { formValidator } from "./validator";

const templates = {
  FieldTemplate,
  ObjectFieldTemplate: ObjectTemplate,
  ArrayFieldTemplate: ListTemplate,
  ArrayFieldItemTemplate: ListItemTemplate,
  MultiSchemaFieldTemplate: AlternativeTemplate,
};
const fields = {
  StringField: orHidden(TextField),
  NumberField: orHidden(NumberField),
  BooleanField: orHidden(YesNoField),
  NullField: orHidden(NullField),
  choice: orHidden(ChoiceField),
  any: orHidden(AnyField),
  json: orHidden(JsonField),
};
const widgets = { SelectWidget: AlternativeSelect };

// A record is shown as it is: nothing is filled in that its source did not say.
const nothingFilledIn = {
  emptyObjectFields: "skipDefaults",
  arrayMinItems: { populate: "never" },
  constAsDefaults: "never",
  allOf: "skipDefaults",
  requiredBooleanDefault: "skip",
} as const;

export type RecordFormProps = {
  schema: unknown;
  identifierKey: string;
  isNew: boolean;
  /** What is edited; read once, the form keeps its own state after. */
  initial: Members;
  onChange: (change: (draft: Members) => Members) => void;
  problems: readonly PageProblem[];
  /** Shows every problem, not only those of fields that were left. */
  showAll: boolean;
  onBroken: (pointer: string, message: string | undefined) => void;
  /** The field that is gone to at once. */
  begin?: string;
};

/** A record as a form, drawn from its schema. Only what somebody changes reaches the draft. */
export default function RecordForm(props: RecordFormProps) {
  const { schema, identifierKey, isNew, initial, problems, showAll, onChange, onBroken, begin } = props;
  const [beginAt] = useState(begin);
  const [start] = useState(initial);
  const [added, setAdded] = useState<readonly string[]>([]);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const plan = useMemo(
    () => planForm(schema, start, { identifierKey, isNew, added }),
    [schema, start, identifierKey, isNew, added],
  );
  const validator = useMemo(() => formValidator(schema), [schema]);
  const known = useRef<unknown>(undefined);
  const form = useRef<Form>(null);

  useEffect(() => {
    known.current ??= form.current?.state.formData;
  }, []);
  useEffect(() => {
    if (beginAt !== undefined) goToField(beginAt);
  }, [beginAt]);

  const changed = useCallback(
    ({ formData }: IChangeEvent) => {
      const before = known.current ?? start;
      const now: unknown = formData ?? {};
      known.current = now;
      onChange((draft) => merged(before, draft, now, new Map()) as Members);
    },
    [onChange, start],
  );

  const facts = useMemo(() => {
    const byPointer = new Map<string, string[]>();
    for (const { pointer, message } of problems) byPointer.set(pointer, [...(byPointer.get(pointer) ?? []), message]);
    const problemsAt = (pointer: string) => (showAll || touched.has(pointer) ? (byPointer.get(pointer) ?? []) : []);
    return { problemsAt, setBroken: onBroken };
  }, [problems, touched, showAll, onBroken]);

  const left = (event: FocusEvent<HTMLElement>) => {
    const pointer = event.target.closest<HTMLElement>("[data-pointer]")?.dataset.pointer;
    if (pointer !== undefined && !touched.has(pointer)) setTouched(new Set([...touched, pointer]));
  };

  return (
    <FormContext value={facts}>
      <div onBlur={left}>
        <Form
          ref={form}
          tagName="div"
          schema={plan.schema as RJSFSchema}
          uiSchema={plan.ui as UiSchema}
          validator={validator}
          initialFormData={start}
          onChange={changed}
          templates={templates}
          fields={fields}
          widgets={widgets}
          noValidate
          showErrorList={false}
          experimental_defaultFormStateBehavior={isNew ? undefined : nothingFilledIn}
        >
          <></>
        </Form>
        {allowsMore(schema) && (
          <AddMember taken={(name) => hasField(plan.schema, name)} onAdd={(name) => setAdded([...added, name])} />
        )}
      </div>
    </FormContext>
  );
}

const hasField = ({ properties }: { properties?: unknown }, name: string) =>
  typeof properties === "object" && properties !== null && Object.hasOwn(properties, name);

/** Adds a member that the schema does not name. */
function AddMember({ taken, onAdd }: { taken: (name: string) => boolean; onAdd: (name: string) => void }) {
  const [name, setName] = useState<string>();
  if (name === undefined) {
    return (
      <Button
        size="small"
        variant="quiet"
        className="mt-4 -ml-2.5"
        icon={<Plus aria-hidden="true" />}
        onClick={() => setName("")}
      >
        Add a field that the schema does not name
      </Button>
    );
  }
  const ready = name !== "" && name !== "__proto__" && !taken(name);
  const add = () => {
    if (!ready) return;
    onAdd(name);
    setName(undefined);
  };
  return (
    <div className="mt-4 flex items-center gap-2">
      <TextInput
        small
        autoFocus
        aria-label="Name of the new field"
        placeholder="Name of the new field"
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") add();
        }}
        className="max-w-64"
      />
      <Button size="small" disabled={!ready} onClick={add}>
        Add
      </Button>
      <Button size="small" variant="quiet" onClick={() => setName(undefined)}>
        Cancel
      </Button>
    </div>
  );
}
