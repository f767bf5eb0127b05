"use client";

import { actionWords } from "../audit/action-words";
import { rowsOf } from "../connections/reads";
import { ShowMore } from "../connections/show-more";
import { FailedState } from "../ui/failed-state";
import { SkeletonRows } from "../ui/skeleton";
import { RelativeTime } from "../ui/time";
import { type EvidenceAct, type EvidenceFacts, useActs } from "./evidence-api";

/** Who made, opened, took, shared or held it, newest first. */
export function ActList({ evidence }: { evidence: EvidenceFacts }) {
  const list = useActs(evidence.id);
  const { count } = evidence.downloads;
  return (
    <section aria-labelledby="acts" className="min-w-0">
      <h2 id="acts" className="text-section font-semibold">
        What was done with it
      </h2>
      <p className="mb-2 text-table text-ink-faint">
        {count === 0 ? "Nobody downloaded it yet." : count === 1 ? "Downloaded once." : `Downloaded ${count} times.`}
      </p>
      {list.error && <FailedState what="It could not be read" problem={list.error} retry={() => void list.refetch()} />}
      {!list.data && !list.error && <SkeletonRows rows={3} columns={2} label="Reading what was done" />}
      <ul className="border-t border-hairline">
        {rowsOf(list.data).map((act) => (
          <li
            key={act.id}
            className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-b border-hairline py-1.5 text-body"
          >
            <span className="min-w-0 flex-1 basis-64 wrap-anywhere">
              {actionWords(act.action)}
              <Details act={act} />
            </span>
            <span className="min-w-0 text-table wrap-anywhere text-ink-soft">
              {act.actor.kind === "link" && "link "}
              <bdi>{act.actor.label}</bdi>
            </span>
            <RelativeTime time={act.at} className="text-table text-ink-faint" />
          </li>
        ))}
      </ul>
      <ShowMore list={list} />
    </section>
  );
}

function Details({ act: { details } }: { act: EvidenceAct }) {
  const { file, label, record, pointer, reason, address, until } = details;
  const said = [file, label, record, pointer, reason, until, address && `from ${String(address)}`].filter(
    (part): part is string => typeof part === "string" && part !== "",
  );
  if (said.length === 0) return null;
  return (
    <span className="text-table text-ink-faint">
      {" "}
      <bdi>{said.join(" · ")}</bdi>
    </span>
  );
}
