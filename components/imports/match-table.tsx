"use client";

import type { ResourceFacts } from "../connections/reads";
import { wayTo } from "../records/pointers";
import { NativeSelect } from "../ui/select";
import { type FieldChoice, fieldChoices, ownPlace } from "@/lib/schema/fill-places";
import { CoerceCell } from "./coerce-cell";
import type { ColumnMapping, Mapping, Sample } from "./import-api";

type MatchTableProps = {
  mapping: Mapping;
  sample: Sample;
  resource: ResourceFacts;
  disabled: boolean;
  onChange: (mapping: Mapping) => void;
};

/** Each column of the file with some of what it holds, the field it fills, and how its values are read for that. */
export function MatchTable({ mapping, sample, resource, disabled, onChange }: MatchTableProps) {
  const choices = fieldChoices(resource);
  const put = (next: ColumnMapping) =>
    onChange({ ...mapping, columns: mapping.columns.map((one) => (one.column === next.column ? next : one)) });
  const choose = (column: ColumnMapping, pointer: string) =>
    onChange({
      ...mapping,
      columns: mapping.columns.map((one) => {
        if (one.column === column.column) return { ...one, pointer: pointer === "" ? null : pointer };
        // Two columns cannot fill one field: the one that is chosen now does.
        return one.pointer === pointer && pointer !== "" ? { ...one, pointer: null } : one;
      }),
    });
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-table max-sm:block">
        <caption className="sr-only">Columns of the file and the fields they fill</caption>
        <thead className="max-sm:sr-only">
          <tr className="border-b border-hairline text-left text-ink-faint">
            <th scope="col" className="h-8 px-2 font-medium">
              Column
            </th>
            <th scope="col" className="h-8 px-2 font-medium">
              Holds
            </th>
            <th scope="col" className="h-8 w-72 px-2 font-medium">
              Fills
            </th>
            <th scope="col" className="h-8 px-2 font-medium">
              Read as
            </th>
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {mapping.columns.map((column) => (
            <MatchRow
              key={column.column}
              column={column}
              sample={sample}
              resource={resource}
              choices={withOwn(choices, ownPlace(resource.schema, column.name), column)}
              disabled={disabled}
              onChoose={(pointer) => choose(column, pointer)}
              onChange={put}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The choices of one column: the declared fields, its own name, and where it goes now whatever that is. */
function withOwn(choices: readonly FieldChoice[], own: string | undefined, { name, pointer }: ColumnMapping) {
  const known = new Set(choices.map((choice) => choice.pointer));
  const more: FieldChoice[] =
    own !== undefined && !known.has(own) ? [{ pointer: own, label: `“${name}”, as it is` }] : [];
  if (pointer !== null && pointer !== own && !known.has(pointer)) more.push({ pointer, label: wayTo(pointer) });
  return [...choices, ...more];
}

type MatchRowProps = Pick<MatchTableProps, "sample" | "resource" | "disabled"> & {
  column: ColumnMapping;
  choices: readonly FieldChoice[];
  onChoose: (pointer: string) => void;
  onChange: (column: ColumnMapping) => void;
};

function MatchRow({ column, sample, resource, choices, disabled, onChoose, onChange }: MatchRowProps) {
  const held = sample.columns.find((one) => one.column === column.column)?.samples ?? [];
  const became = sample.rows.flatMap((row) => row.coercions.filter((one) => one.column === column.column));
  const name = column.name || `Column ${column.column + 1}`;
  const cell = "px-2 py-1.5 max-sm:block max-sm:px-0 max-sm:py-0.5";
  return (
    <tr className="border-b border-hairline align-middle max-sm:block max-sm:px-2 max-sm:py-2">
      <th scope="row" className={`${cell} max-w-64 text-left font-medium wrap-anywhere`}>
        <bdi>{name}</bdi>
      </th>
      <td className={`${cell} max-w-80 truncate text-ink-faint`}>
        <bdi>{held.join(" · ")}</bdi>
      </td>
      <td className={cell}>
        <NativeSelect
          small
          aria-label={`What ${name} fills`}
          value={column.pointer ?? ""}
          disabled={disabled}
          onChange={(event) => onChoose(event.target.value)}
        >
          <option value="">Leave it out</option>
          {choices.map(({ pointer, label }) => (
            <option key={pointer} value={pointer}>
              {label}
            </option>
          ))}
        </NativeSelect>
      </td>
      <td className={cell}>
        {column.pointer !== null && (
          <CoerceCell
            json={sample.rows.some(({ cells }) => cells === null)}
            resource={resource}
            name={name}
            column={column}
            became={became}
            disabled={disabled}
            onChange={onChange}
          />
        )}
      </td>
    </tr>
  );
}
