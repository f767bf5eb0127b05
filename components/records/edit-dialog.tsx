"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fullName } from "@/lib/contract/filter-words";
import { pointerStep } from "@/lib/schema/json-error";
import { type SchemaColumn, valueAt } from "@/lib/schema/columns";
import { exactNumber } from "@/lib/schema/exact-json";
import { problemOf } from "../api";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Checkbox } from "../ui/checkbox";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { useLocale } from "../ui/locale";
import { NativeSelect } from "../ui/select";
import { SkeletonLines } from "../ui/skeleton";
import { TextInput } from "../ui/text-input";
import { toast } from "../ui/toast";
import { type Edit, editRecords, previewEdit, type Selected } from "./bulk";
import { type BulkDialogProps, useBulkCount } from "./bulk-dialog";
import { Cell } from "./cell";
import { usePlace } from "./place";
import { useLater } from "./use-later";

const PREVIEW_PAUSE_MS = 250;

/** The value that was typed for a field; undefined while it is none of the field's type. */
function valueOf(field: SchemaColumn, typed: string): unknown {
  const choice = field.choices?.find((one) => String(one) === typed);
  if (choice !== undefined) return choice;
  if (field.type === "boolean") return typed === "true" ? true : typed === "false" ? false : undefined;
  if (field.type === "number") return exactNumber(typed);
  if (field.type === "any") return typed === "" ? undefined : (exactNumber(typed) ?? typed);
  return field.choices || (field.type === "date" && typed === "") ? undefined : typed;
}

/** Gives one field of the chosen records a value, after showing what that does to them. */
export function EditDialog(props: BulkDialogProps & { fields: readonly SchemaColumn[] }) {
  const { selection, count, view, resource, onClose, onDone, fields } = props;
  const place = usePlace();
  const queries = useQueryClient();
  const locale = useLocale();
  const identifier = pointerStep(resource.identifierKey);
  const editable = fields.filter(({ type, pointer }) => type !== "object" && type !== "list" && pointer !== identifier);
  const [field, setField] = useState<SchemaColumn | undefined>(editable[0]);
  const [typed, setTyped] = useState("");
  const [empties, setEmpties] = useState(false);
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const number = useBulkCount(count, selection, view);
  const value = field && valueOf(field, typed);
  const said = empties || (value !== undefined && (typed !== "" || field?.type === "text"));
  const edit = field && said && (typed !== "" || empties) ? { pointer: field.pointer, value, empties } : undefined;
  const shown = number === undefined ? "" : `${new Intl.NumberFormat(locale).format(number)} `;
  const does = `Change ${shown}${number === 1 ? "record" : "records"}`;
  const lacksReason = resource.reasonRequired && reason.trim() === "";

  const save = async () => {
    if (!edit || lacksReason) return;
    setBusy(true);
    try {
      await editRecords({ queries, place, selection, reason: reason.trim() || undefined }, edit);
      onClose();
      onDone();
    } catch (problem) {
      toast.failed(problem, "The records could not be changed");
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onClose={onClose}
      size="wide"
      title="Edit a field"
      footer={
        <>
          <Button onClick={onClose}>Keep as they are</Button>
          <Button variant="primary" disabled={!edit || lacksReason} busy={busy} onClick={() => void save()}>
            {does}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
        className="flex flex-col gap-4"
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Field">
            <NativeSelect
              value={field?.pointer ?? ""}
              onChange={(event) => {
                setField(editable.find(({ pointer }) => pointer === event.target.value));
                setTyped("");
              }}
            >
              {editable.map((one) => (
                <option key={one.pointer} value={one.pointer}>
                  {fullName(one)}
                </option>
              ))}
            </NativeSelect>
          </Field>
          {field && !empties && <Value field={field} typed={typed} onType={setTyped} />}
        </div>
        <Checkbox
          label="Take the field out of the records instead"
          checked={empties}
          onChange={(event) => setEmpties(event.target.checked)}
        />
        <Field label="Reason for the change" required={resource.reasonRequired}>
          <TextInput value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </Field>
        {edit && field && <Preview selection={selection} edit={edit} field={field} />}
      </form>
    </Dialog>
  );
}

function Value({ field, typed, onType }: { field: SchemaColumn; typed: string; onType: (typed: string) => void }) {
  const choices = field.type === "boolean" ? [true, false] : field.choices;
  const wrong = typed !== "" && valueOf(field, typed) === undefined;
  const kinds = { number: "a number, like 12.5", date: "a date" } as Partial<Record<SchemaColumn["type"], string>>;
  return (
    <Field label="New value" error={wrong ? `Write ${kinds[field.type] ?? "a value of this field"}.` : undefined}>
      {choices ? (
        <NativeSelect value={typed} onChange={(event) => onType(event.target.value)}>
          <option value="">Choose</option>
          {choices.map((choice) => (
            <option key={String(choice)} value={String(choice)}>
              {typeof choice === "boolean" ? (choice ? "yes" : "no") : String(choice)}
            </option>
          ))}
        </NativeSelect>
      ) : (
        <TextInput
          dir="auto"
          type={field.format === "date" ? "date" : "text"}
          inputMode={field.type === "number" ? "decimal" : undefined}
          placeholder={field.format === "date-time" ? "2026-01-31T12:00:00Z" : undefined}
          value={typed}
          onChange={(event) => onType(event.target.value)}
        />
      )}
    </Field>
  );
}

/** The first records before and after, and how many would fail the schema. */
function Preview({ selection, edit, field }: { selection: Selected; edit: Edit; field: SchemaColumn }) {
  const place = usePlace();
  const asked = useLater(JSON.stringify([selection, edit]), PREVIEW_PAUSE_MS);
  const { data, error, isFetching } = useQuery({
    queryKey: ["edit preview", place.resourceId, asked],
    queryFn: ({ signal }) => previewEdit(place, selection, edit, signal),
    gcTime: 0,
    retry: false,
  });
  if (error) return <Callout tone="bad">{problemOf(error).message}</Callout>;
  if (!data) return <SkeletonLines lines={4} label="Trying it out" />;
  const of = data.more ? "the first 1,000" : `${data.matching}`;
  return (
    <section aria-label="Preview" aria-busy={isFetching} className="flex flex-col gap-2">
      {data.wouldFail > 0 && (
        <Callout tone="caution">
          {data.wouldFail} of {of} would fail the schema; they are left as they are, and the job says which.
        </Callout>
      )}
      <table className="w-full table-fixed text-table">
        <caption className="sr-only">The first records before and after</caption>
        <thead className="text-left text-ink-faint">
          <tr className="border-b border-hairline">
            <th scope="col" className="h-8 px-2 font-medium">
              Record
            </th>
            <th scope="col" className="h-8 px-2 font-medium">
              Before
            </th>
            <th scope="col" className="h-8 px-2 font-medium">
              After
            </th>
          </tr>
        </thead>
        <tbody>
          {data.sample.map(({ id, before, after, problems }) => (
            <tr key={id} className="border-b border-hairline align-top">
              <td className="truncate px-2 py-1.5 font-mono text-meta">
                <bdi>{id}</bdi>
              </td>
              <td className="truncate px-2 py-1.5 text-ink-faint line-through">
                <Cell value={valueAt(before, field.pointer)} column={field} />
              </td>
              <td className="px-2 py-1.5">
                <span className="block truncate">
                  <Cell value={valueAt(after, field.pointer)} column={field} />
                </span>
                {problems.slice(0, 1).map(({ pointer, message }) => (
                  <span key={pointer + message} className="block text-meta wrap-anywhere text-bad">
                    {message}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
