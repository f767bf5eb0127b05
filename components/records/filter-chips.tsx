"use client";

import { Plus, X } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { sentenceOf, wordsOf } from "@/lib/contract/filter-words";
import type { Filter } from "@/lib/contract/filters";
import type { RecordsView } from "@/lib/contract/records-view";
import type { SchemaColumn } from "@/lib/schema/columns";
import { useShortcut } from "../shell/use-shortcut";
import { Button } from "../ui/button";
import { Popover } from "../ui/popover";
import { useTypeAhead } from "./use-type-ahead";
import type { ChangeView } from "./use-view";

const FilterBox = dynamic(() => import("./filter-box").then(({ FilterBox }) => FilterBox), { ssr: false });
const FilterPanel = dynamic(() => import("./filter-panel").then(({ FilterPanel }) => FilterPanel), { ssr: false });

const partsOf = (filter: Filter | undefined): readonly Filter[] =>
  !filter ? [] : "and" in filter ? filter.and : [filter];

const joined = (parts: readonly Filter[]): Filter | undefined => (parts.length > 1 ? { and: [...parts] } : parts[0]);

type ChipsProps = {
  view: RecordsView;
  change: ChangeView;
  fields: readonly SchemaColumn[];
  /** A field that was asked for elsewhere, such as a column's menu: the box opens with it. */
  begin: string | undefined;
  onBegin: (begin: string | undefined) => void;
};

/** The filter as sentences, each with what takes it away, and the box in which another one is typed. */
export function FilterChips({ view, change, fields, begin, onBegin }: ChipsProps) {
  const [panel, setPanel] = useState(false);
  const parts = partsOf(view.filter);
  const take = (filters: readonly Filter[]) => change({ filter: joined([...parts, ...filters]), broken: undefined });
  useShortcut("filter", () => onBegin(""));
  const early = useTypeAhead(begin !== undefined, () => onBegin(undefined));
  return (
    <>
      {parts.map((part, at) => (
        <Chip
          key={`${at} ${JSON.stringify(part)}`}
          part={part}
          fields={fields}
          onOpen={() => setPanel(true)}
          onRemove={() => change({ filter: joined(parts.filter((_, other) => other !== at)) })}
        />
      ))}
      <Popover
        label="Add a filter"
        className="w-96"
        open={begin !== undefined}
        onOpenChange={(open) => onBegin(open ? "" : undefined)}
        trigger={
          <Button size="small" variant="quiet" icon={<Plus aria-hidden="true" />}>
            Filter
          </Button>
        }
      >
        <FilterBox key={begin} fields={fields} begin={begin} early={early} onTake={take} />
        <div className="mt-1 border-t border-hairline pt-2">
          <Button
            size="small"
            variant="quiet"
            onClick={() => {
              onBegin(undefined);
              setPanel(true);
            }}
          >
            All conditions, and / or…
          </Button>
        </div>
      </Popover>
      {panel && (
        <FilterPanel
          filter={view.filter}
          fields={fields}
          onApply={(filter) => change({ filter, broken: undefined })}
          onClose={() => setPanel(false)}
        />
      )}
    </>
  );
}

type ChipProps = { part: Filter; fields: readonly SchemaColumn[]; onOpen: () => void; onRemove: () => void };

function Chip({ part, fields, onOpen, onRemove }: ChipProps) {
  const { field, says, value } = sentenceOf(part, fields);
  const words = wordsOf(part, fields);
  return (
    <span className="inline-flex h-7 max-w-full min-w-0 items-center rounded-6 bg-accent-wash text-table max-sm:h-11 max-sm:shrink-0">
      <button
        type="button"
        onClick={onOpen}
        aria-label={`Change: ${words}`}
        title={words}
        className="flex h-full min-w-0 items-center gap-1 rounded-6 pl-2 hover:underline"
      >
        {field && <bdi className="max-w-40 truncate font-medium">{field}</bdi>}
        {says && <span className="shrink-0 text-ink-soft">{says}</span>}
        {value && <bdi className="max-w-72 truncate font-medium">{value}</bdi>}
      </button>
      <button
        type="button"
        aria-label={`Remove: ${words}`}
        onClick={onRemove}
        className="flex h-full w-7 shrink-0 items-center justify-center rounded-6 text-ink-soft hover:text-ink max-sm:w-11"
      >
        <X aria-hidden="true" className="size-3.5" />
      </button>
    </span>
  );
}
