"use client";

import { X } from "lucide-react";
import { sentenceOf, wordsOf } from "@/lib/contract/filter-words";
import type { Filter } from "@/lib/contract/filters";
import type { RecordsView } from "@/lib/contract/records-view";
import type { SchemaColumn } from "@/lib/schema/columns";
import type { ChangeView } from "./use-view";

type ChipsProps = { view: RecordsView; change: ChangeView; fields: readonly SchemaColumn[] };

/** The parts of a filter that stand side by side, each a chip. */
export const partsOf = (filter: Filter | undefined): readonly Filter[] =>
  !filter ? [] : "and" in filter ? filter.and : [filter];

export const joinedParts = (parts: readonly Filter[]): Filter | undefined =>
  parts.length > 1 ? { and: [...parts] } : parts[0];

/** The filter as sentences, each with what takes it away. */
export function FilterChips({ view, change, fields }: ChipsProps) {
  const parts = partsOf(view.filter);
  return parts.map((part, at) => {
    const { field, says, value } = sentenceOf(part, fields);
    return (
      <span
        key={`${at} ${JSON.stringify(part)}`}
        className="inline-flex h-7 max-w-full items-center rounded-6 border border-hairline bg-accent-wash text-table"
      >
        <span className="flex min-w-0 gap-1 truncate pl-2">
          <bdi className="truncate font-medium">{field}</bdi>
          <span className="text-ink-soft">{says}</span>
          <bdi className="truncate font-medium">{value}</bdi>
        </span>
        <button
          type="button"
          aria-label={`Remove: ${wordsOf(part, fields)}`}
          onClick={() => change({ filter: joinedParts(parts.filter((_, other) => other !== at)) })}
          className="flex size-7 items-center justify-center text-ink-faint hover:text-ink"
        >
          <X aria-hidden="true" className="size-3.5" />
        </button>
      </span>
    );
  });
}
