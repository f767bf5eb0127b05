"use client";

import { useState } from "react";
import { EmptyState } from "../ui/empty-state";
import { LinkButton } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { FailedState } from "../ui/failed-state";
import { SkeletonRows } from "../ui/skeleton";
import { useViewer } from "../shell/viewer";
import { type Place, usePages } from "./addresses";
import { PushLine } from "./push-line";
import { type PushFacts, rowsOf, useResourceList } from "./reads";
import { ShowMore } from "./show-more";

/** The last pushes: what came, from whom, and which rows were refused and why. */
export function PushesTab({ place }: { place: Place }) {
  const pages = usePages();
  const { can } = useViewer();
  const [refusedOnly, setRefusedOnly] = useState(false);
  const list = useResourceList<PushFacts>(place, "pushes", { rejected: refusedOnly || undefined });
  const pushes = rowsOf(list.data);
  if (list.error) {
    return <FailedState what="The pushes could not be read" problem={list.error} retry={() => void list.refetch()} />;
  }
  if (list.data && pushes.length === 0 && !refusedOnly) {
    return (
      <EmptyState
        title="Nothing has been pushed yet"
        text="Each push will stand here, also those that changed nothing, with the rows that were refused and why. They are kept for 30 days unless this installation says otherwise."
        actions={
          can("custom-connections-data-post", place.connectionId) && (
            <LinkButton variant="primary" href={pages.resource(place, "connect")}>
              Push the first record
            </LinkButton>
          )
        }
      />
    );
  }
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <Checkbox
          label="Only with refused rows"
          checked={refusedOnly}
          onChange={(event) => setRefusedOnly(event.currentTarget.checked)}
        />
      </div>
      {list.data ? (
        <>
          {pushes.length === 0 && (
            <p className="border-y border-hairline px-2 py-6 text-body text-ink-soft">No push had a row refused.</p>
          )}
          <ul className="border-t border-hairline empty:hidden" aria-label="Pushes, newest first">
            {pushes.map((push) => (
              <PushLine key={push.id} push={push} place={place} />
            ))}
          </ul>
          <ShowMore list={list} />
        </>
      ) : (
        <SkeletonRows rows={8} columns={4} label="Loading pushes" />
      )}
    </>
  );
}
