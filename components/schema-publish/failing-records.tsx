"use client";

import dynamic from "next/dynamic";
import { usePathname, useSearchParams } from "next/navigation";
import { type MouseEvent, type ReactNode, useCallback, useEffect, useMemo, useRef } from "react";
import type { Place } from "../connections/addresses";
import { useFieldName } from "../records/field-name";
import { loadDrawer } from "../records/opened";
import { PlaceProvider } from "../records/place";
import { type Aim, RecordOrderProvider, useRecordOrder } from "../records/record-order";
import { atItsField } from "../records/server-problems";
import { askFirst } from "../records/use-leave-guard";
import { Button } from "../ui/button";
import { FailedState } from "../ui/failed-state";
import { Count } from "../ui/number";
import { SkeletonLines } from "../ui/skeleton";
import { type Draft, type Impact, useImpactRecords } from "./draft-api";

const RecordDrawer = dynamic(() => loadDrawer().then(({ RecordDrawer }) => RecordDrawer));

const PROBLEMS_SHOWN = 3;

/** The id of the sentence that says what the draft would do. */
export const VERDICT = "impact-verdict";

type ImpactRecord = NonNullable<ReturnType<typeof useImpactRecords>["data"]>["pages"][number]["data"][number];

type FailingRecordsProps = {
  place: Place;
  impact: Impact;
  draft: Draft;
  /** Goes to where one value is filled in for all, at a place of theirs. */
  onFillIn: (pointer: string) => void;
};

/** Why records would fail and which; each is mended beside the list, judged by the draft, one after the other. */
export function FailingRecords({ place, impact, draft, onFillIn }: FailingRecordsProps) {
  const path = usePathname();
  const openId = useSearchParams().get("record") ?? undefined;
  const list = useImpactRecords(place, impact);
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data), [data]);
  const ids = useMemo(() => rows?.map(({ id }) => id) ?? [], [rows]);
  const listHref = `${path}?view=impact`;
  const hrefOf = useCallback((id: string) => `${listHref}&record=${encodeURIComponent(id)}`, [listHref]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const verdictOn = useCallback((id: string) => rows?.find((row) => row.id === id), [rows]);
  const name = `version ${draft.presentVersion + 1}`;
  const aim = useMemo<Aim>(
    () => ({ schema: JSON.parse(draft.schemaText) as Aim["schema"], name }),
    [draft.schemaText, name],
  );
  return (
    <PlaceProvider value={place}>
      <RecordOrderProvider
        ids={ids}
        more={more}
        hrefOf={hrefOf}
        listHref={listHref}
        aim={aim}
        total={impact.failing}
        left={impact.failing - impact.mended}
        verdictOn={verdictOn}
      >
        <Causes impact={impact} onFillIn={onFillIn} />
        {list.error ? (
          <FailedState what="The records could not be read" problem={list.error} retry={() => void list.refetch()} />
        ) : rows ? (
          <Rows rows={rows} openId={openId} />
        ) : (
          <SkeletonLines lines={6} label="Reading the records" />
        )}
        {hasNextPage && (
          <div>
            <Button size="small" busy={isFetchingNextPage} onClick={more}>
              Show more
            </Button>
          </div>
        )}
        {openId !== undefined && <RecordDrawer {...place} recordId={openId} />}
      </RecordOrderProvider>
    </PlaceProvider>
  );
}

function Causes({ impact, onFillIn }: Pick<FailingRecordsProps, "impact" | "onFillIn">) {
  const nameOf = useFieldName();
  if (impact.causes.length === 0) return null;
  const causes = impact.causes.map((cause) => ({ ...cause, ...atItsField(cause) }));
  // A step knows no place inside each item of a list.
  const missing = causes.find(({ keyword, pointer }) => keyword === "required" && !pointer.includes("/*"));
  return (
    <section aria-labelledby="impact-causes">
      <h2 id="impact-causes" className="mb-1 text-body font-medium">
        Why
      </h2>
      <ul className="border-t border-hairline">
        {causes.map(({ pointer, keyword, message, count, examples }) => {
          return (
            <li
              key={`${pointer} ${keyword} ${message}`}
              className="grid grid-cols-[5rem_minmax(0,1fr)] gap-x-3 border-b border-hairline py-1.5 text-body max-sm:grid-cols-[3rem_minmax(0,1fr)]"
            >
              <span className="text-right font-medium tabular-nums">
                <Count value={count} />
              </span>
              <span className="min-w-0 wrap-anywhere">
                <bdi>{nameOf(pointer)}</bdi>: {message}
                <span className="block text-table text-ink-faint">
                  such as{" "}
                  {examples.map((id, at) => (
                    <span key={id}>
                      {at > 0 && ", "}
                      <MendLink id={id} className="font-mono text-meta">
                        {id}
                      </MendLink>
                    </span>
                  ))}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
      {missing && impact.mended < impact.failing && (
        <p className="mt-2 flex flex-wrap items-center gap-x-2 gap-y-1 text-table text-ink-soft">
          <span>
            Is the same <bdi>{nameOf(missing.pointer)}</bdi> right for all of them?
          </span>
          <Button size="small" onClick={() => onFillIn(missing.pointer)}>
            Fill it in when publishing
          </Button>
        </p>
      )}
    </section>
  );
}

function Rows({ rows, openId }: { rows: readonly ImpactRecord[]; openId: string | undefined }) {
  const nameOf = useFieldName();
  const order = useRecordOrder();
  const list = useRef<HTMLUListElement>(null);
  const last = useRef<string>(undefined);
  const [first] = rows.filter(({ problems }) => problems.length > 0);
  const isLeft = order.left !== 0;
  useEffect(() => {
    if (openId === last.current) return;
    const link = (id: string | undefined) =>
      list.current?.querySelector<HTMLElement>(`li[data-id="${CSS.escape(id ?? "")}"] a`);
    if (openId !== undefined) link(openId)?.scrollIntoView({ block: "nearest" });
    // Whoever went through several stands at the last of them afterwards, and at what it came to when none is left.
    else (isLeft ? link(last.current) : document.getElementById(VERDICT))?.focus();
    last.current = openId;
  }, [openId, isLeft]);
  return (
    <section aria-labelledby="impact-records">
      <div className="mb-2 flex flex-wrap items-end justify-between gap-2">
        <div>
          <h2 id="impact-records" className="text-body font-medium">
            {isLeft ? "Records that would fail" : "Records that would have failed"}
          </h2>
          {isLeft && <p className="text-table text-ink-faint">Open one to mend it here; this list follows.</p>}
        </div>
        {first && (
          <Button size="small" onClick={() => show(order.hrefOf(first.id))}>
            Mend one after the other
          </Button>
        )}
      </div>
      <ul ref={list} className="border-t border-hairline">
        {rows.map(({ id, displayName, revision, problems }) => (
          <li
            key={id}
            data-id={id}
            className={`grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 border-b border-hairline py-1.5 text-table ${id === openId ? "bg-wash" : ""}`}
          >
            <MendLink id={id} className="min-w-0 truncate">
              {displayName ?? id}
            </MendLink>
            <span className="min-w-0 wrap-anywhere">
              {problems.length === 0 ? (
                <span className="text-good">{revision === null ? "deleted since" : "fits now"}</span>
              ) : (
                problems.slice(0, PROBLEMS_SHOWN).map((problem) => {
                  const { pointer, message } = atItsField(problem);
                  return (
                    <span key={pointer + message} className="block">
                      <bdi>{nameOf(pointer)}</bdi>: {message}
                    </span>
                  );
                })
              )}
              {problems.length > PROBLEMS_SHOWN && (
                <span className="block text-ink-faint">and {problems.length - PROBLEMS_SHOWN} more</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

// The drawer follows the address by itself, which is faster than asking the server for its page.
const show = (href: string) => askFirst(() => window.history.pushState(null, "", href));

function MendLink({ id, className, children }: { id: string; className: string; children: ReactNode }) {
  const href = useRecordOrder().hrefOf(id);
  const opened = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(href);
  };
  return (
    <a href={href} onClick={opened} className={className}>
      <bdi>{children}</bdi>
    </a>
  );
}
