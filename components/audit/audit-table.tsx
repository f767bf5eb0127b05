"use client";

import { ChevronRight, KeyRound, Link2, Terminal, UserRound } from "lucide-react";
import Link from "next/link";
import { Fragment, useId, useState } from "react";
import { useViewer } from "../shell/viewer";
import { RelativeTime } from "../ui/time";
import { actionWords, channelWords, countWords } from "./action-words";
import { AuditDetails } from "./audit-details";
import type { Entry } from "./audit-list";

const kinds = { person: UserRound, key: KeyRound, command: Terminal, link: Link2 } as const;
const kindWords: Record<string, string> = {
  person: "Person",
  key: "API key",
  command: "Command",
  link: "Auditor link",
};

/** Entries of the trail, newest first; each opens to what stands behind it. */
export function AuditTable({ entries }: { entries: readonly Entry[] }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) =>
    setOpen((before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]));
  return (
    <table className="w-full text-table max-sm:block">
      <caption className="sr-only">Audit trail, newest first</caption>
      <thead className="max-sm:sr-only">
        <tr className="border-b border-hairline text-left text-ink-faint">
          <th scope="col" className="w-8">
            <span className="sr-only">Details</span>
          </th>
          <th scope="col" className="h-8 px-2 font-medium">
            Who
          </th>
          <th scope="col" className="px-2 font-medium">
            Did what
          </th>
          <th scope="col" className="px-2 font-medium">
            To
          </th>
          <th scope="col" className="px-2 font-medium max-lg:hidden">
            Through
          </th>
          <th scope="col" className="px-2 text-right font-medium">
            When
          </th>
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {entries.map((entry) => (
          <AuditRow key={entry.id} entry={entry} open={open.has(entry.id)} onToggle={() => toggle(entry.id)} />
        ))}
      </tbody>
    </table>
  );
}

type AuditRowProps = { entry: Entry; open: boolean; onToggle: () => void };

function AuditRow({ entry, open, onToggle }: AuditRowProps) {
  const details = useId();
  const { actor, action, channel, at } = entry;
  const Icon = kinds[actor.kind as keyof typeof kinds] ?? Terminal;
  const cell = "px-2 max-sm:px-0";
  return (
    <Fragment>
      <tr
        className={`hover:bg-wash max-sm:grid max-sm:grid-cols-[2.75rem_minmax(0,1fr)_auto] max-sm:items-center max-sm:gap-x-2 max-sm:py-2 ${open ? "" : "border-b border-hairline"}`}
      >
        <td className="w-8 max-sm:row-span-2">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={details}
            aria-label={`Details of ${actionWords(action)} by ${actor.label}`}
            onClick={onToggle}
            className="flex size-8 items-center justify-center rounded-6 text-ink-faint hover:text-ink max-sm:size-11"
          >
            <ChevronRight
              aria-hidden="true"
              className={`size-4 transition-[rotate] duration-150 ${open ? "rotate-90" : ""}`}
            />
          </button>
        </td>
        <td className={`${cell} h-9 max-sm:h-auto sm:max-lg:max-w-40`}>
          <span className="flex min-w-0 items-center gap-1.5">
            <Icon aria-hidden="true" className="size-3.5 shrink-0 text-ink-faint" />
            <span className="sr-only">{kindWords[actor.kind] ?? actor.kind}</span>
            <bdi className="truncate font-medium text-ink max-sm:whitespace-normal">{actor.label}</bdi>
          </span>
        </td>
        <td className={`${cell} text-ink max-sm:col-start-2 max-sm:row-start-2`}>
          <span className={action === "access.refused" ? "text-caution" : ""}>{actionWords(action)}</span>
          <span className="text-ink-faint"> {countWords(entry.details)}</span>
        </td>
        <td className={`${cell} text-ink-soft max-sm:hidden`}>
          <Target entry={entry} />
        </td>
        <td className={`${cell} text-ink-faint max-lg:hidden`}>{channelWords(channel, actor.kind)}</td>
        <td className={`${cell} text-right whitespace-nowrap text-ink-soft max-sm:col-start-3 max-sm:row-start-1`}>
          <RelativeTime time={at} />
        </td>
      </tr>
      <tr id={details} hidden={!open} className="border-b border-hairline max-sm:block">
        <td className="max-sm:hidden" />
        <td colSpan={5} className="px-2 pt-1 pb-4 max-sm:block">
          {open && <AuditDetails entry={entry} />}
        </td>
      </tr>
    </Fragment>
  );
}

/** What it was done to; a resource by its name and evidence by its number, as a link. */
export function Target({ entry }: { entry: Entry }) {
  const { account, can } = useViewer();
  const { resource, target, details } = entry;
  if (resource) {
    const { connectionId, resourceId, name } = resource;
    return (
      <Link
        href={`/a/${account.id}/connections/${connectionId}/resources/${resourceId}/records`}
        className="text-ink-soft underline decoration-hairline hover:decoration-ink"
      >
        <bdi>{name}</bdi>
      </Link>
    );
  }
  const evidence = /^evidence (\d+)$/.exec(target ?? "")?.[1];
  if (evidence && can("evidence-get")) {
    return (
      <Link
        href={`/a/${account.id}/evidence/${evidence}`}
        className="text-ink-soft underline decoration-hairline hover:decoration-ink"
      >
        {target}
      </Link>
    );
  }
  const named = typeof details.name === "string" ? details.name : details.email;
  return (
    <span className="wrap-anywhere">
      {target}
      {typeof named === "string" && <bdi className="text-ink-faint"> {named}</bdi>}
    </span>
  );
}
