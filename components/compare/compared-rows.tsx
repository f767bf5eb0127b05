"use client";

import type { Place } from "../connections/addresses";
import { usePages } from "../connections/addresses";
import { PagedList } from "../connections/paged-list";
import { ChangeList } from "../records/history/change-list";
import { previewOf } from "../records/preview";
import { Badge } from "../ui/badge";
import { EmptyState } from "../ui/empty-state";
import { PageLink } from "../ui/page-link";
import { type ComparedRecord, type Kind, type Moments, useCompared } from "./compare-api";

const ATTRIBUTES_SHOWN = 240;
const tones = { created: "good", changed: "info", deleted: "bad" } as const;

type ComparedRowsProps = { place: Place; moments: Moments; kind: Kind | undefined };

/** The records that differ, each with the places that do. */
export function ComparedRows({ place, moments, kind }: ComparedRowsProps) {
  const list = useCompared(place, moments, kind);
  return (
    <DifferentRecords
      place={place}
      list={list}
      kind={kind}
      nothing="What changed and changed back in between is no difference."
    />
  );
}

type DifferentRecordsProps = {
  place: Place;
  list: Pick<
    ReturnType<typeof useCompared>,
    "data" | "error" | "refetch" | "hasNextPage" | "isFetchingNextPage" | "fetchNextPage"
  >;
  kind: Kind | undefined;
  /** What is to be known where nothing differs. */
  nothing?: string;
};

/** A list of records that differ, as the API tells them page by page. */
export function DifferentRecords({ place, list, kind, nothing }: DifferentRecordsProps) {
  return (
    <PagedList
      list={list}
      label="Records that differ"
      reading="Reading the differences"
      failed="The records could not be read"
      none={<EmptyState title={kind ? `No record is ${kind}` : "Nothing differs"} text={nothing} />}
    >
      {(row) => <Row key={row.id} row={row} place={place} />}
    </PagedList>
  );
}

function Row({ row, place }: { row: ComparedRecord; place: Place }) {
  const pages = usePages();
  const { id, kind, fields, attributes } = row;
  return (
    <li className="grid gap-x-4 gap-y-1 border-b border-hairline px-2 py-2 text-table md:grid-cols-[6rem_minmax(0,2fr)_minmax(0,3fr)] xl:grid-cols-[6rem_16rem_minmax(0,1fr)]">
      <span>
        <Badge tone={tones[kind]}>{kind}</Badge>
      </span>
      <PageLink href={pages.life(place, id)} className="min-w-0 font-mono text-meta wrap-anywhere">
        <bdi>{id}</bdi>
      </PageLink>
      <div className="min-w-0">
        {kind === "changed" && fields.length > 0 && <ChangeList found={fields} />}
        {kind === "changed" && fields.length === 0 && (
          <span className="text-ink-soft">Only values that you may not read differ, or that were erased</span>
        )}
        {kind !== "changed" && (
          <bdi className="wrap-anywhere text-ink-soft">
            {attributes ? previewOf(attributes, ATTRIBUTES_SHOWN) : "What it held was erased"}
          </bdi>
        )}
      </div>
    </li>
  );
}
