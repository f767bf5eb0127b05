"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { usePages } from "../../connections/addresses";
import { CopyableId } from "../../ui/copyable";
import HistoryTab from "../history/history-tab";
import { decoded } from "../opened";
import { PlaceProvider, type ResourcePlace } from "../place";

/** A record's whole life on one page: every version, each deletion and comeback, who and why, and what judged it. */
export function LifePage({ place }: { place: ResourcePlace }) {
  const pages = usePages();
  const id = decoded(usePathname().split("/").at(-1) ?? "");
  return (
    <PlaceProvider value={place}>
      <section aria-labelledby="life" className="flex max-w-[64rem] min-w-0 flex-col gap-4">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <h2 id="life" className="text-section font-semibold">
            The life of one record
          </h2>
          <CopyableId value={id} what="the record’s id" />
          <Link href={pages.record(place, id)} className="text-table">
            Open it as it is now
          </Link>
        </div>
        <HistoryTab place={place} id={id} whole />
      </section>
    </PlaceProvider>
  );
}
