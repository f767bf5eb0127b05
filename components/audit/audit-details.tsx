"use client";

import type { ReactNode } from "react";
import { isPermission, permissions } from "@/lib/contract/permissions";
import { CopyableId } from "../ui/copyable";
import { ExactTime } from "../ui/time";
import { channelWords } from "./action-words";
import type { Entry } from "./audit-list";
import { Target } from "./audit-table";

type Pairs = Readonly<Record<string, unknown>>;

const isPairs = (value: unknown): value is Pairs =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** All that is known of one entry: before and after where it changed something, and the request it came with. */
export function AuditDetails({ entry }: { entry: Entry }) {
  const { at, actor, action, channel, requestId, details } = entry;
  const { before, after, ...rest } = details;
  const changed = isPairs(before) && isPairs(after);
  const others = Object.entries(changed ? rest : details).filter(([, value]) => value !== null && value !== 0);
  return (
    <div className="flex flex-col gap-3">
      {changed && <BeforeAfter before={before} after={after} />}
      <dl className="grid gap-x-6 gap-y-1 text-table sm:grid-cols-[max-content_minmax(0,1fr)]">
        <Line term="When">
          <ExactTime time={at} />
        </Line>
        <Line term="Who">
          {actor.label}{" "}
          <span className="text-ink-faint">{actor.id === null ? actor.kind : `${actor.kind}:${actor.id}`}</span>
        </Line>
        <Line term="Action">
          <code className="font-mono">{action}</code>{" "}
          <span className="text-ink-faint">{channelWords(channel, actor.kind)}</span>
        </Line>
        <Line term="To">
          <Target entry={entry} />
        </Line>
        {others.map(([name, value]) => (
          <Line key={name} term={spelled(name)}>
            <Value value={value} />
          </Line>
        ))}
        <Line term="Request">
          <CopyableId value={requestId} what="request id" />
        </Line>
      </dl>
    </div>
  );
}

function Line({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="contents max-sm:block">
      <dt className="text-ink-faint">{term}</dt>
      <dd className="min-w-0 wrap-anywhere text-ink-soft">{children}</dd>
    </div>
  );
}

/** What changed, side by side; what stayed is left out. */
function BeforeAfter({ before, after }: { before: Pairs; after: Pairs }) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  if (changed.length === 0) return <p className="text-table text-ink-soft">It was saved without a change.</p>;
  return (
    <table className="w-full max-w-2xl text-table">
      <caption className="sr-only">What changed</caption>
      <thead>
        <tr className="text-left text-meta text-ink-faint">
          <th scope="col" className="py-1 pr-4 font-medium">
            What
          </th>
          <th scope="col" className="py-1 pr-4 font-medium">
            Before
          </th>
          <th scope="col" className="py-1 font-medium">
            After
          </th>
        </tr>
      </thead>
      <tbody>
        {changed.map((name) => (
          <tr key={name} className="border-t border-hairline align-top">
            <th scope="row" className="py-1 pr-4 text-left font-normal text-ink-faint">
              {spelled(name)}
            </th>
            <td className="py-1 pr-4 text-ink-faint line-through decoration-hairline">
              <Value value={before[name]} />
            </td>
            <td className="py-1 text-ink">
              <Value value={after[name]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ value }: { value: unknown }) {
  if (value === undefined || value === null || value === "") return <span className="text-ink-faint">nothing</span>;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return <span className="tabular-nums">{value}</span>;
  if (typeof value === "string") {
    return isPermission(value) ? `${permissions[value].label} (${value})` : <bdi>{value}</bdi>;
  }
  if (Array.isArray(value) && value.every((one) => typeof one === "string" || typeof one === "number")) {
    return value.length ? value.join(", ") : <span className="text-ink-faint">none</span>;
  }
  return <code className="font-mono wrap-anywhere">{JSON.stringify(value)}</code>;
}

/** endedKeys as "Ended keys". */
function spelled(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/[._-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
