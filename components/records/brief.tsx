"use client";

import { Fragment, type ReactNode } from "react";
import { Badge } from "../ui/badge";
import type { RecordColumn } from "./columns";
import type { RecordRow } from "./record-list";

const FIELDS = 3;

type BriefProps = { row: RecordRow; name: string; columns: readonly RecordColumn[] };

/** A record in two lines, where there is no room for columns: what it is called, and the first fields shown. */
export function Brief({ row, name, columns }: BriefProps): ReactNode {
  const fields = columns.filter(({ main, id }) => !main && id !== ".valid").slice(0, FIELDS);
  return (
    <>
      <span className="flex items-center gap-2">
        <bdi className="min-w-0 flex-1 truncate text-body font-medium">{name}</bdi>
        {row.failing && <Badge tone="bad">fails</Badge>}
      </span>
      <span className="relative mt-0.5 block truncate text-table text-ink-faint">
        {fields.map((column, at) => (
          <Fragment key={column.id}>
            {at > 0 && <span aria-hidden="true"> · </span>}
            <span className="sr-only">{column.label}: </span>
            <span className="inline-block max-w-[18ch] truncate align-bottom [&_*]:inline">{column.cell(row)}</span>
          </Fragment>
        ))}
      </span>
    </>
  );
}
