"use client";

import { Columns2, History } from "lucide-react";
import { useMemo } from "react";
import { differences } from "@/lib/schema/difference";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { CopyIcon } from "../../ui/copyable";
import { RelativeTime } from "../../ui/time";
import type { Version } from "../record-api";
import { ChangeList } from "./change-list";
import { OriginWords } from "./origin-words";

type VersionEntryProps = {
  version: Version;
  before: Version | undefined;
  /** The version before it is not read yet. */
  waits: boolean;
  onCompare?: () => void;
  onRevert?: () => void;
};

/** One version: its change first, then where it came from. */
export function VersionEntry({ version, before, waits, onCompare, onRevert }: VersionEntryProps) {
  const { revision, madeBy, endedBy, supersededBy, erased } = version;
  const whole = !erased && !before?.erased;
  const found = useMemo(
    () => (before ? differences(before.attributes, version.attributes) : []),
    [before, version.attributes],
  );
  // A gap between the end of the one before and this: the record was deleted in between.
  const returned =
    before?.supersededBy !== null && before?.supersededBy !== undefined && before.supersededBy < revision;
  const deleted = endedBy?.kind.includes("delete") ?? false;
  return (
    <li className="border-b border-hairline py-3 first:pt-0 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-table">
        <span className="font-medium tabular-nums">Revision {revision}</span>
        {supersededBy === null && <Badge tone="good">Current</Badge>}
        {returned && <Badge tone="info">Brought back</Badge>}
        {erased && <Badge tone="plain">Erased in revision {erased.revision}</Badge>}
        {deleted && supersededBy !== null && <Badge tone="bad">Deleted in revision {supersededBy}</Badge>}
        <RelativeTime time={madeBy.at} className="text-ink-faint" />
        <span className="ml-auto flex gap-1">
          {onCompare && whole && (
            <Button size="small" variant="quiet" icon={<Columns2 aria-hidden="true" />} onClick={onCompare}>
              Side by side
            </Button>
          )}
          {onRevert && !erased && (
            <Button size="small" icon={<History aria-hidden="true" />} onClick={onRevert}>
              Revert to this
              <span className="sr-only">, revision {revision}</span>
            </Button>
          )}
        </span>
      </div>
      <div className="mt-0.5 flex flex-wrap items-center gap-x-3 text-table text-ink-soft">
        <OriginWords actor={madeBy.actor} channel={madeBy.channel} />
        <span className="text-ink-faint">judged by schema version {version.schemaVersion}</span>
        <span className="inline-flex items-center text-ink-faint">
          request <CopyIcon value={madeBy.requestId} what="request id" />
        </span>
      </div>
      {madeBy.reason && (
        <p className="mt-0.5 text-table wrap-anywhere text-ink-soft">
          Reason: <q dir="auto">{madeBy.reason}</q>
        </p>
      )}
      <div className="mt-2">
        {erased && (
          <p className="text-table wrap-anywhere text-ink-soft">
            Its values were erased <RelativeTime time={erased.at} />. SHA-256 of what they were:{" "}
            <CopyIcon value={erased.sha256} what="SHA-256" />
          </p>
        )}
        {!erased && before?.erased && <p className="text-table text-ink-soft">What was before it was erased</p>}
        {whole && before && found.length > 0 && <ChangeList found={found} />}
        {whole && before && found.length === 0 && (
          <p className="text-table text-ink-faint">The same values as before</p>
        )}
        {whole && !before && !waits && <p className="text-table text-ink-soft">Created</p>}
      </div>
    </li>
  );
}
