"use client";

import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useId, useState } from "react";
import { byCause } from "@/lib/contract/refusal-words";
import { CopyableId } from "../ui/copyable";
import { Count } from "../ui/number";
import { RelativeTime } from "../ui/time";
import { type Place, usePages } from "./addresses";
import { channelInWords } from "./change-words";
import { Size } from "./size";
import type { PushFacts } from "./reads";

const ROWS_SHOWN = 20;

/** One push in a line; opened, its request and the rows it refused by their cause. */
export function PushLine({ push, place }: { push: PushFacts; place: Place }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { created, updated, unchanged, rejected } = push;
  return (
    <li className="border-b border-hairline text-table">
      <div className="grid grid-cols-[1.75rem_minmax(0,1fr)_auto] items-center gap-x-3 py-1.5 pr-2 hover:bg-wash max-sm:py-2.5 md:grid-cols-[1.75rem_8rem_minmax(0,1fr)_auto]">
        <button
          type="button"
          aria-expanded={open}
          aria-controls={id}
          aria-label={`Details of the push of ${created + updated + unchanged + rejected} records`}
          onClick={() => setOpen(!open)}
          className="grid size-7 place-items-center rounded-6 text-ink-faint hover:text-ink max-sm:size-11 max-sm:-ml-2"
        >
          <ChevronRight
            aria-hidden="true"
            className={`size-4 transition-transform duration-150 ${open ? "rotate-90" : ""}`}
          />
        </button>
        <RelativeTime time={push.at} className="text-ink max-md:order-1 max-md:col-start-2 max-md:text-ink-faint" />
        <span className="min-w-0 truncate text-ink-soft">
          <bdi className="text-ink">{push.actor.label}</bdi>, {channelInWords(push.channel, push.actor.kind)}
          {push.sessionId !== null && (
            <>
              , into session <bdi>{push.sessionId}</bdi>
            </>
          )}
        </span>
        <PushCounts push={push} />
      </div>
      <div id={id} hidden={!open} className="pb-4 pl-10 max-sm:pl-2">
        {open && <PushDetails push={push} place={place} />}
      </div>
    </li>
  );
}

function PushCounts({ push: { created, updated, unchanged, rejected } }: { push: PushFacts }) {
  const said: [number, string, string][] = [
    [created, "created", "text-ink"],
    [updated, "updated", "text-ink"],
    [unchanged, "unchanged", "text-ink-faint"],
    [rejected, "refused", "font-medium text-bad"],
  ];
  const shown = said.filter(([count]) => count > 0);
  return (
    <span className="flex flex-wrap justify-end gap-x-3">
      {shown.map(([count, word, look]) => (
        <span key={word} className={`whitespace-nowrap ${look}`}>
          <Count value={count} /> {word}
        </span>
      ))}
      {shown.length === 0 && <span className="text-ink-faint">no records</span>}
    </span>
  );
}

function PushDetails({ push, place }: { push: PushFacts; place: Place }) {
  const pages = usePages();
  const { rejectedRows: rows, rejected } = push;
  return (
    <div className="flex flex-col gap-3">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-faint">
        <span>
          <Size bytes={push.bodyBytes} /> judged by{" "}
          <Link
            href={pages.resource(place, "schema")}
            className="text-ink-soft underline decoration-edge underline-offset-2"
          >
            schema v{push.schemaVersion}
          </Link>
        </span>
        {push.revision === null ? (
          <span>nothing changed</span>
        ) : (
          <Link
            href={`${pages.resource(place, "changes")}#revision-${push.revision}`}
            className="text-ink-soft underline decoration-edge underline-offset-2"
          >
            revision {push.revision}
          </Link>
        )}
        <span className="flex min-w-0 items-center gap-1">
          request <CopyableId value={push.requestId} what="request id" className="max-w-56" />
        </span>
      </p>
      {byCause(rows).map(({ reason, rows: alike }) => (
        <section key={reason} className="rounded-6 border border-hairline">
          <h2 className="flex items-baseline justify-between gap-4 border-b border-hairline px-3 py-2">
            <span className="min-w-0 font-medium wrap-anywhere">{reason}</span>
            <Count value={alike.length} of={["row", "rows"]} className="shrink-0 text-ink-faint" />
          </h2>
          <ul className="grid gap-x-6 px-3 py-1.5 sm:grid-cols-2 xl:grid-cols-3">
            {alike.slice(0, ROWS_SHOWN).map(({ position, id }) => (
              <li key={position} className="flex min-w-0 items-center gap-3 py-0.5">
                <span className="w-20 shrink-0 text-ink-faint tabular-nums">row {position + 1}</span>
                {id === null ? (
                  <span className="text-ink-faint">without an identifier</span>
                ) : (
                  <CopyableId value={id} what="identifier" className="min-w-0" />
                )}
              </li>
            ))}
          </ul>
          {alike.length > ROWS_SHOWN && (
            <p className="px-3 pb-2 text-ink-faint">
              and <Count value={alike.length - ROWS_SHOWN} of={["more row", "more rows"]} /> for the same reason
            </p>
          )}
        </section>
      ))}
      {rejected > rows.length && (
        <p className="text-ink-faint">
          <Count value={rejected - rows.length} of={["more refused row was", "more refused rows were"]} /> not kept: a
          push keeps up to 1,000.
        </p>
      )}
      {rejected === 0 && <p className="text-ink-faint">Every row was accepted.</p>}
    </div>
  );
}
