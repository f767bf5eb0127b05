"use client";

import { ArrowDown, ArrowUp, ArrowUpDown, CircleX, Columns3, Download, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { type RefObject, useState } from "react";
import type { RecordsView, SortBy } from "@/lib/contract/records-view";
import type { SchemaColumn } from "@/lib/schema/columns";
import type { ColumnLayout } from "../data-table/layout";
import { Button, LinkButton } from "../ui/button";
import { IconButton } from "../ui/icon-button";
import { Menu, MenuItem } from "../ui/menu";
import { Count } from "../ui/number";
import { Popover } from "../ui/popover";
import { selectedOf } from "./bulk";
import type { RecordColumn } from "./columns";
import { FilterChips } from "./filter-chips";
import { type Counted, isNarrowed } from "./record-list";
import type { ResourceFacts } from "./resource";
import { AsOfControl } from "./past/as-of-control";
import { SearchBox } from "./search-box";
import type { ChangeView } from "./use-view";
import { ViewsMenu } from "./views-menu";

const ColumnsPanel = dynamic(() => import("../data-table/columns-panel").then(({ ColumnsPanel }) => ColumnsPanel), {
  ssr: false,
});
const ExportDialog = dynamic(() => import("./export-dialog").then(({ ExportDialog }) => ExportDialog), { ssr: false });

type ToolbarProps = {
  resource: ResourceFacts;
  view: RecordsView;
  change: ChangeView;
  fields: readonly SchemaColumn[];
  shown: readonly SchemaColumn[];
  columns: readonly RecordColumn[];
  layout: ColumnLayout;
  onLayout: (layout: ColumnLayout) => void;
  onUsual: () => void;
  counted: Counted | undefined;
  counting: boolean;
  onCountExactly: () => void;
  /** What stands in the filter box; undefined: it is shut. */
  begin: string | undefined;
  onBegin: (begin: string | undefined) => void;
  /** The page that makes a new record, for who may. */
  newHref: string | undefined;
  search: RefObject<HTMLInputElement | null>;
  onLeaveSearch: () => void;
};

/** What is looked for, as sentences, and how it is shown. */
export function Toolbar(props: ToolbarProps) {
  const { view, change, fields, columns, layout, counted } = props;
  const [exports, setExports] = useState(false);
  const exact = counted && !counted.isMore ? counted.count : undefined;
  return (
    <div
      role="group"
      aria-label="Find records"
      className="flex shrink-0 items-start gap-x-1.5 gap-y-1 border-b border-hairline px-4 py-[3px] max-sm:flex-wrap max-sm:py-1 sm:px-6"
    >
      <SearchBox
        box={props.search}
        value={view.q}
        onSearch={(q, continued) => change({ q }, continued ? "replace" : "push")}
        onLeave={props.onLeaveSearch}
      />
      {/* On a phone all else is one strip that scrolls sideways; elsewhere chips wrap and the right side stays. */}
      <div className="flex min-w-0 flex-1 items-start gap-1.5 max-sm:w-full max-sm:flex-none max-sm:overflow-x-auto">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-1.5 gap-y-1 max-sm:contents">
          <ViewsMenu view={view} change={change} />
          <FilterChips view={view} change={change} fields={fields} begin={props.begin} onBegin={props.onBegin} />
          <Button
            size="small"
            variant="quiet"
            aria-pressed={view.failing}
            icon={<CircleX aria-hidden="true" className={view.failing ? "text-bad" : ""} />}
            onClick={() => change({ failing: !view.failing })}
            className={view.failing ? "bg-bad-wash! text-ink!" : ""}
          >
            Failing only
          </Button>
          <SortMenu columns={columns} layout={layout} sort={view.sort} onSort={(sort) => change({ sort })} />
        </div>
        <div className="flex h-7 shrink-0 items-center gap-1.5 max-sm:contents">
          <Found {...props} />
          <AsOfControl asOf={view.asOf} onChoose={(asOf) => change({ asOf })} />
          <Popover
            label="Columns"
            align="end"
            className="w-80"
            trigger={
              <Button size="small" variant="quiet" icon={<Columns3 aria-hidden="true" />}>
                Columns
              </Button>
            }
          >
            <ColumnsPanel
              columns={columns}
              layout={layout}
              onLayout={props.onLayout}
              onReset={props.onUsual}
              density={view.density}
              onDensity={(density) => change({ density })}
            />
          </Popover>
          <IconButton size="small" label="Export all that match" icon={<Download />} onClick={() => setExports(true)} />
          {props.newHref && (
            <LinkButton size="small" href={props.newHref} scroll={false} icon={<Plus aria-hidden="true" />}>
              New record
            </LinkButton>
          )}
        </div>
      </div>
      {exports && (
        <ExportDialog
          selection={selectedOf({ all: true, except: new Set() }, view)}
          count={exact}
          view={view}
          resource={props.resource}
          fields={fields}
          shown={props.shown}
          onClose={() => setExports(false)}
        />
      )}
    </div>
  );
}

type SortMenuProps = Pick<ToolbarProps, "columns" | "layout"> & {
  sort: SortBy | undefined;
  onSort: (sort: SortBy | undefined) => void;
};

/** The order of the list where there is no table head to click: on a phone. */
function SortMenu({ columns, layout, sort, onSort }: SortMenuProps) {
  const sortable = columns.filter(({ id, sortable: can }) => can && layout.shown.includes(id));
  const by = columns.find(({ id }) => id === sort?.by);
  return (
    <Menu
      align="start"
      trigger={
        <Button size="small" variant="quiet" icon={<ArrowUpDown aria-hidden="true" />} className="sm:hidden">
          {by ? `By ${by.label}` : "Newest first"}
        </Button>
      }
    >
      <MenuItem onSelect={() => onSort(undefined)}>Newest first</MenuItem>
      {sortable.flatMap(({ id, label }) => [
        <MenuItem key={id} icon={<ArrowUp />} onSelect={() => onSort({ by: id, descending: false })}>
          {label}
        </MenuItem>,
        <MenuItem key={`-${id}`} icon={<ArrowDown />} onSelect={() => onSort({ by: id, descending: true })}>
          {label}
        </MenuItem>,
      ])}
    </Menu>
  );
}

function Found({ counted, counting, onCountExactly, view }: ToolbarProps) {
  if (!counted) {
    return (
      <span role="status" className="text-table text-ink-faint max-sm:order-first">
        {view.broken ? "" : "Counting…"}
      </span>
    );
  }
  const { count, isMore } = counted;
  return (
    <span className="flex items-center gap-0.5 text-table whitespace-nowrap text-ink-faint max-sm:order-first">
      <span role="status">
        <Count value={count} />
        {isMore ? "+" : ""} {count === 1 && !isMore ? "record" : "records"}
        {isNarrowed(view) && (count === 1 && !isMore ? " matches" : " match")}
      </span>
      {isMore && (
        <Button size="small" variant="quiet" busy={counting} onClick={onCountExactly} className="px-1.5!">
          Count exactly
        </Button>
      )}
    </span>
  );
}
