"use client";

import { type ReactNode, useMemo } from "react";
import type { RecordsView } from "@/lib/contract/records-view";
import { columnsOfSchema, type SchemaColumn, valueAt } from "@/lib/schema/columns";
import { inferSchema } from "@/lib/schema/infer";
import { pointerStep } from "@/lib/schema/json-error";
import type { DataTableColumn } from "../data-table/column-model";
import type { ColumnLayout } from "../data-table/layout";
import { Badge } from "../ui/badge";
import { CellTime } from "../ui/time";
import { Cell } from "./cell";
import { previewOf } from "./preview";
import type { RecordRow } from "./record-list";
import type { ResourceFacts } from "./resource";

export type RecordColumn = DataTableColumn<RecordRow> & { field?: SchemaColumn };

const SCALARS_SHOWN = 6;
const widths: Record<SchemaColumn["type"], number> = {
  text: 160,
  number: 104,
  date: 118,
  boolean: 76,
  list: 180,
  object: 220,
  any: 160,
};
const MOMENT_WIDTH = 154;
const NAME_WIDTH = { least: 160, most: 320 };
const TEXT_WIDTH = { least: 72, most: 260 };
const LETTER_PIXELS = 6.9;
const CELL_PADDING = 20;
/** What the arrow of the order and the menu's button take beside a label. */
const HEAD_EXTRA = 52;

/** As wide as nearly all of the sampled texts need, so that a screen holds as many columns as it can. */
function widthOf(label: string, texts: readonly unknown[], { least, most }: typeof TEXT_WIDTH): number {
  const lengths = texts.map((text) => (typeof text === "string" ? text.length : 0)).sort((one, other) => one - other);
  const usual = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
  const needed = Math.max(usual * LETTER_PIXELS + CELL_PADDING, label.length * LETTER_PIXELS + HEAD_EXTRA);
  return Math.round(Math.min(most, Math.max(least, needed)));
}

/** The fields of a resource: of its schema, or of the records at hand where the schema names none. */
export function useFields(
  resource: ResourceFacts | undefined,
  sample: readonly RecordRow[],
): SchemaColumn[] | undefined {
  const declared = useMemo(() => resource && columnsOfSchema(resource.schema), [resource]);
  const needed = declared?.length === 0 ? sample[0] : undefined;
  return useMemo(() => {
    if (!declared || declared.length > 0 || !needed) return declared;
    return columnsOfSchema(inferSchema(needed.attributes));
  }, [declared, needed]);
}

/** The pointer of the property that records are called by, if there is one. */
export const namePointer = ({ displayNameKey }: ResourceFacts): string | undefined =>
  displayNameKey === null ? undefined : pointerStep(displayNameKey);

/** What a record is called: its display name where it has one, else its id. */
export function nameOf(row: RecordRow, pointer: string | undefined): string {
  const name = pointer === undefined ? undefined : valueAt(row.attributes, pointer);
  return name === undefined || name === null || name === "" ? row.id : previewOf(name, 200);
}

/** Every column there can be, the one that names the record first. */
export function useColumns(
  resource: ResourceFacts,
  fields: readonly SchemaColumn[],
  view: RecordsView,
  sample: readonly RecordRow[],
): RecordColumn[] {
  const { filter } = view;
  return useMemo(() => {
    const tinted = pointersOf(filter);
    const naming = namePointer(resource);
    const own = ownColumns(resource, naming, fields, sample);
    const ofFields = fields
      .filter(({ pointer }) => pointer !== naming)
      .map((field) => fieldColumn(field, tinted, sample));
    return own(ofFields, tinted);
  }, [resource, fields, filter, sample]);
}

const isSortable = ({ type }: SchemaColumn) => type !== "list" && type !== "object";

function fieldColumn(field: SchemaColumn, tinted: ReadonlySet<string>, sample: readonly RecordRow[]): RecordColumn {
  const usual = field.type === "date" && field.format !== "date" ? MOMENT_WIDTH : widths[field.type];
  const texts = field.type === "text" ? sample.map(({ attributes }) => valueAt(attributes, field.pointer)) : [];
  return {
    id: field.pointer,
    field,
    label: field.label,
    within: field.within.join(" › ") || undefined,
    width: widthOf(field.label, texts, texts.length > 0 ? TEXT_WIDTH : { ...TEXT_WIDTH, least: usual }),
    align: field.type === "number" ? "end" : "start",
    sortable: isSortable(field),
    tinted: tinted.has(field.pointer),
    cell: (row) => <Cell value={valueAt(row.attributes, field.pointer)} column={field} />,
  };
}

function ownColumns(
  resource: ResourceFacts,
  naming: string | undefined,
  fields: readonly SchemaColumn[],
  sample: readonly RecordRow[],
) {
  const names = sample.map((row) => nameOf(row, naming));
  const named = fields.find(({ pointer }) => pointer === naming);
  const identifier = fields.find(({ pointer }) => pointer === pointerStep(resource.identifierKey));
  const id: RecordColumn = {
    id: ".id",
    label: identifier?.label ?? "Id",
    width: naming ? 190 : widthOf("", names, NAME_WIDTH),
    sortable: true,
    main: naming === undefined,
    cell: ({ id }) => <Id id={id} />,
  };
  const name: RecordColumn | undefined = naming
    ? {
        id: naming,
        field: named,
        label: named?.label ?? resource.displayNameKey ?? "Name",
        width: widthOf("", names, NAME_WIDTH),
        sortable: true,
        main: true,
        cell: (row) => <Name row={row} pointer={naming} />,
      }
    : undefined;
  const times = (["created", "updated"] as const).map((which): RecordColumn => ({
    id: `.${which}`,
    label: which === "created" ? "Created" : "Updated",
    width: 124,
    sortable: true,
    cell: (row) => <CellTime time={which === "created" ? row.createdAt : row.updatedAt} />,
  }));
  const valid: RecordColumn = {
    id: ".valid",
    label: "Schema",
    width: 100,
    cell: ({ failing }) => (failing ? <Badge tone="bad">fails</Badge> : <span className="text-ink-faint">passes</span>),
  };
  return (ofFields: RecordColumn[], tinted: ReadonlySet<string>): RecordColumn[] => {
    const first = name ? [{ ...name, tinted: tinted.has(name.id) }, id] : [id];
    const rest = ofFields.filter((column) => name !== undefined || column.id !== pointerStep(resource.identifierKey));
    return [...first, ...rest, ...times, valid];
  };
}

/** What stands in a cell that names its record. */
function Name({ row, pointer }: { row: RecordRow; pointer: string }): ReactNode {
  const value = valueAt(row.attributes, pointer);
  if (typeof value === "string" && value !== "") return <bdi className="whitespace-pre">{value.slice(0, 300)}</bdi>;
  if (value === undefined || value === null || value === "") return <Id id={row.id} />;
  return <bdi>{previewOf(value)}</bdi>;
}

const Id = ({ id }: { id: string }) => (
  <bdi title={id.length > 24 ? id : undefined} className="font-mono text-meta whitespace-pre">
    {id}
  </bdi>
);

/** The columns shown unless somebody chose: the name, the first plain fields, when it was changed, whether it is valid. */
export function usualLayout(resource: ResourceFacts, columns: readonly RecordColumn[]): ColumnLayout {
  const main = columns.find((column) => column.main);
  const plain = columns.filter(
    ({ id, field, main: isMain }) =>
      !isMain && field?.within.length === 0 && isSortable(field) && id !== pointerStep(resource.identifierKey),
  );
  const fields = plain.length > 0 ? plain : columns.filter(({ field, main: isMain }) => field && !isMain);
  return {
    shown: [main?.id ?? ".id", ...fields.slice(0, SCALARS_SHOWN).map(({ id }) => id), ".updated", ".valid"],
    pinned: [main?.id ?? ".id"],
    widths: {},
  };
}

/** The layout of a view: the usual one where the view says nothing. */
export function useLayout(resource: ResourceFacts, columns: readonly RecordColumn[], view: RecordsView): ColumnLayout {
  // Each reading of the address makes these anew; as a text they stay the same, and with them every row.
  const said = JSON.stringify([view.columns ?? null, view.pinned ?? null, view.widths]);
  return useMemo(() => {
    const [shown, pinned, sizes] = JSON.parse(said) as [string[] | null, string[] | null, ColumnLayout["widths"]];
    const usual = usualLayout(resource, columns);
    const known = new Set(columns.map(({ id }) => id));
    return {
      shown: shown?.filter((id) => known.has(id)) ?? usual.shown,
      pinned: pinned?.filter((id) => known.has(id)) ?? usual.pinned,
      widths: sizes,
    };
  }, [resource, columns, said]);
}

/** What a changed layout is in a view; what is usual is not said, so that addresses stay short. */
export function viewOfLayout(
  layout: ColumnLayout,
  usual: ColumnLayout,
): Pick<RecordsView, "columns" | "pinned" | "widths"> {
  const same = (one: readonly string[], other: readonly string[]) => one.join("\n") === other.join("\n");
  return {
    columns: same(layout.shown, usual.shown) ? undefined : layout.shown,
    pinned: same(layout.pinned, usual.pinned) ? undefined : layout.pinned,
    widths: layout.widths,
  };
}

type Filter = NonNullable<RecordsView["filter"]>;

/** The places that a filter asks about, in the record itself. */
function pointersOf(filter: Filter | undefined, found = new Set<string>()): ReadonlySet<string> {
  if (!filter) return found;
  if ("and" in filter) filter.and.forEach((part) => pointersOf(part, found));
  else if ("or" in filter) filter.or.forEach((part) => pointersOf(part, found));
  else if ("not" in filter) pointersOf(filter.not, found);
  else found.add(filter.pointer);
  return found;
}
