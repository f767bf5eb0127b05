"use client";

import type { PlanKind } from "@/lib/contract/imports";
import type { Difference } from "@/lib/schema/difference";
import { type Place, usePages } from "../connections/addresses";
import { PagedList } from "../connections/paged-list";
import { ChangeList } from "../records/history/change-list";
import { Badge } from "../ui/badge";
import { EmptyState } from "../ui/empty-state";
import { PageLink } from "../ui/page-link";
import type { Tone } from "../ui/tone";
import { type ImportFacts, type PlanRow, useRows } from "./import-api";

const kinds: Record<PlanKind, { badge: string; tone: Tone; none: string }> = {
  create: { badge: "new", tone: "good", none: "No record is new" },
  update: { badge: "changed", tone: "info", none: "No record is changed" },
  unchanged: { badge: "the same", tone: "plain", none: "No row is the same as its record" },
  delete: { badge: "deleted", tone: "bad", none: "No record is deleted" },
  skip: { badge: "left out", tone: "plain", none: "No row is left out" },
  reject: { badge: "rejected", tone: "bad", none: "No row is rejected" },
};

type PlanRowsProps = { place: Place; facts: ImportFacts; kind: PlanKind };

/** The rows of one kind, page by page, each with what it changes. */
export function PlanRows({ place, facts, kind }: PlanRowsProps) {
  const list = useRows(place, facts.id, { kind });
  return (
    <PagedList
      list={list}
      label="Rows of the plan"
      reading="Reading the rows"
      failed="The rows could not be read"
      none={<EmptyState title={kinds[kind].none} />}
    >
      {(row) => <Row key={row.position ?? row.id} row={row} place={place} />}
    </PagedList>
  );
}

function Row({ row, place }: { row: PlanRow; place: Place }) {
  const pages = usePages();
  const { id, line, kind, changes } = row;
  const { badge, tone } = kinds[kind];
  return (
    <li className="grid gap-x-4 gap-y-1 border-b border-hairline px-2 py-2 text-table md:grid-cols-[6rem_5rem_14rem_minmax(0,1fr)]">
      <span>
        <Badge tone={tone}>{badge}</Badge>
      </span>
      <span className="text-ink-faint tabular-nums">{line === null ? "not in the file" : `row ${line}`}</span>
      <span className="min-w-0 font-mono text-meta wrap-anywhere">
        {id !== null && kind !== "create" ? (
          <PageLink href={pages.life(place, id)}>
            <bdi>{id}</bdi>
          </PageLink>
        ) : (
          <bdi>{id}</bdi>
        )}
      </span>
      <div className="min-w-0">{changes.length > 0 && <ChangeList found={changes.map(differenceOf)} />}</div>
    </li>
  );
}

/** What is missing before was added, what is missing after was removed. */
function differenceOf({ pointer, before, after }: PlanRow["changes"][number]): Difference {
  if (before === undefined) return { kind: "added", pointer, after };
  if (after === undefined) return { kind: "removed", pointer, before };
  return { kind: "changed", pointer, before, after };
}
