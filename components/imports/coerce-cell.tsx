"use client";

import { ArrowRight } from "lucide-react";
import type { ResourceFacts } from "../connections/reads";
import { ValueText } from "../records/value-text";
import { NativeSelect } from "../ui/select";
import { TextInput } from "../ui/text-input";
import type { ColumnMapping, Sample } from "./import-api";
import { ReplaceValues } from "./replace-values";

type Coercion = Sample["rows"][number]["coercions"][number];

const SHOWN = 2;

const coercions: readonly (readonly [ColumnMapping["coerce"], string])[] = [
  ["as-is", "what the field holds"],
  ["text", "text"],
  ["number", "number"],
  ["integer", "whole number"],
  ["boolean", "yes or no"],
  ["date", "date"],
  ["date-time", "date and time"],
  ["choice", "one of the choices"],
  ["list", "list"],
  ["json", "JSON"],
];

const orders: readonly (readonly ["" | NonNullable<ColumnMapping["dateOrder"]>, string])[] = [
  ["", "order as found"],
  ["ymd", "year first"],
  ["dmy", "day first"],
  ["mdy", "month first"],
];

type CoerceCellProps = {
  /** Rows of JSON keep their values as they are, unless they are to be read as something else. */
  json: boolean;
  resource: ResourceFacts;
  name: string;
  column: ColumnMapping;
  /** What the first rows' values became, where they are not kept as they are. */
  became: readonly Coercion[];
  disabled: boolean;
  onChange: (column: ColumnMapping) => void;
};

/** How the values of a column are read, with some of them before and after; it can be told otherwise at any time. */
export function CoerceCell({ json, resource, name, column, became, disabled, onChange }: CoerceCellProps) {
  const { coerce, dateOrder, decimal, separator } = column;
  const dates = coerce === "date" || coerce === "date-time" || (dateOrder ?? null) !== null;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex flex-wrap gap-1">
        <NativeSelect
          small
          className="sm:w-44!"
          aria-label={`How ${name} is read`}
          value={coerce}
          disabled={disabled}
          onChange={(event) => onChange({ ...column, coerce: event.target.value as ColumnMapping["coerce"] })}
        >
          {coercions.map(([value, words]) => (
            <option key={value} value={value}>
              {json && value === "as-is" ? "as it stands" : words}
            </option>
          ))}
        </NativeSelect>
        {dates && (
          <NativeSelect
            small
            className="sm:w-36!"
            aria-label={`How dates of ${name} are written`}
            value={dateOrder ?? ""}
            disabled={disabled}
            onChange={(event) =>
              onChange({ ...column, dateOrder: (event.target.value || null) as ColumnMapping["dateOrder"] })
            }
          >
            {orders.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </NativeSelect>
        )}
        {(coerce === "number" || coerce === "integer") && (
          <NativeSelect
            small
            className="sm:w-36!"
            aria-label={`What stands before the fraction in ${name}`}
            value={decimal ?? "."}
            disabled={disabled}
            onChange={(event) => onChange({ ...column, decimal: event.target.value as ColumnMapping["decimal"] })}
          >
            <option value=".">fraction after .</option>
            <option value=",">fraction after ,</option>
          </NativeSelect>
        )}
        {coerce === "list" && (
          <TextInput
            small
            className="w-28!"
            aria-label={`What parts the items of ${name}`}
            placeholder="parted by ;"
            maxLength={10}
            defaultValue={separator ?? ""}
            disabled={disabled}
            onBlur={(event) => {
              const next = event.target.value || null;
              if (next !== (separator ?? null)) onChange({ ...column, separator: next });
            }}
          />
        )}
        <ReplaceValues resource={resource} name={name} column={column} disabled={disabled} onChange={onChange} />
      </div>
      {became.slice(0, SHOWN).map(({ from, to }, at) => (
        <span key={at} className="text-ink-soft wrap-anywhere">
          <bdi>{from === "" ? "empty" : from}</bdi>
          <ArrowRight aria-label="becomes" className="mx-1 inline size-3.5 text-ink-faint" />
          <ValueText value={to} />
        </span>
      ))}
    </div>
  );
}
