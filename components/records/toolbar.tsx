"use client";

import { Columns3 } from "lucide-react";
import dynamic from "next/dynamic";
import type { RefObject } from "react";
import type { RecordsView } from "@/lib/contract/records-view";
import type { SchemaColumn } from "@/lib/schema/columns";
import type { ColumnLayout } from "../data-table/layout";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import { Count } from "../ui/number";
import type { RecordColumn } from "./columns";
import { FilterChips } from "./filter-chips";
import { type Counted, isNarrowed } from "./record-list";
import { SearchBox } from "./search-box";
import type { ChangeView } from "./use-view";

const ColumnsPanel = dynamic(() => import("../data-table/columns-panel").then(({ ColumnsPanel }) => ColumnsPanel), {
  ssr: false,
});

type ToolbarProps = {
  view: RecordsView;
  change: ChangeView;
  fields: readonly SchemaColumn[];
  columns: readonly RecordColumn[];
  layout: ColumnLayout;
  onLayout: (layout: ColumnLayout) => void;
  usual: () => ColumnLayout;
  counted: Counted | undefined;
  counting: boolean;
  onCountExactly: () => void;
  search: RefObject<HTMLInputElement | null>;
  onLeaveSearch: () => void;
};

/** What is looked for, as sentences, and how it is shown. */
export function Toolbar(props: ToolbarProps) {
  const { view, change, fields, columns, layout, onLayout } = props;
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-b border-hairline px-4 py-1 sm:px-6">
      <SearchBox
        box={props.search}
        value={view.q}
        onSearch={(q, continued) => change({ q }, continued ? "replace" : "push")}
        onLeave={props.onLeaveSearch}
      />
      <FilterChips view={view} change={change} fields={fields} />
      <span className="ml-auto" />
      <Found {...props} />
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
          onLayout={onLayout}
          onReset={() => onLayout(props.usual())}
          density={view.density}
          onDensity={(density) => change({ density })}
        />
      </Popover>
    </div>
  );
}

function Found({ counted, counting, onCountExactly, view }: ToolbarProps) {
  if (!counted) return <span className="w-16" />;
  const { count, isMore } = counted;
  return (
    <span role="status" className="flex items-center gap-1.5 text-table whitespace-nowrap text-ink-faint">
      <span>
        <Count value={count} />
        {isMore ? "+" : ""} {count === 1 && !isMore ? "record" : "records"}
        {isNarrowed(view) && (count === 1 ? " matches" : " match")}
      </span>
      {isMore && (
        <Button size="small" variant="quiet" busy={counting} onClick={onCountExactly} className="px-1.5!">
          Count exactly
        </Button>
      )}
    </span>
  );
}
