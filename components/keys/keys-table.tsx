"use client";

import Link from "next/link";
import { useViewer } from "../shell/viewer";
import { Badge } from "../ui/badge";
import { Count } from "../ui/number";
import { SimpleTable, type SimpleColumn } from "../ui/simple-table";
import { Status } from "../ui/status";
import { RelativeTime } from "../ui/time";
import { isSoon, standingOf, type Key } from "./key-list";
import { causeWords, scopeWords } from "./key-words";

/** Keys, newest first as given: the causes of refusals stand in the row, so that nobody has to search for them. */
export function KeysTable({ keys }: { keys: readonly Key[] }) {
  const { account } = useViewer();
  if (keys.length === 0) return null;
  const columns: SimpleColumn<Key>[] = [
    {
      key: "name",
      head: "Key",
      cell: ({ id, name, prefix }) => (
        <span className="flex flex-wrap items-baseline gap-x-2 py-1">
          <Link
            href={`/a/${account.id}/keys/${id}`}
            className="wrap-anywhere text-ink underline decoration-hairline hover:decoration-ink"
          >
            <bdi>{name}</bdi>
          </Link>
          <span className="font-mono text-meta font-normal text-ink-faint">{prefix}…</span>
        </span>
      ),
    },
    {
      key: "owner",
      head: "Owner",
      cell: ({ ownerEmail }) => ownerEmail ?? <span className="text-ink-faint">Nobody</span>,
      wideOnly: true,
    },
    { key: "scopes", head: "Permissions", cell: ({ permissions }) => scopeWords(permissions), wideOnly: true },
    {
      key: "used",
      head: "Last used",
      cell: ({ lastUsedAt }) =>
        lastUsedAt ? <Told says="used" time={lastUsedAt} /> : <span className="text-ink-faint">Never used</span>,
    },
    {
      key: "week",
      head: "Requests, 7 days",
      numeric: true,
      cell: ({ requests }) => <Count value={requests.week} />,
      wideOnly: true,
    },
    { key: "refused", head: "Refused, 7 days", cell: (key) => <Refused refused={key} /> },
    { key: "ends", head: "Ends", cell: (key) => <Ends ends={key} /> },
  ];
  return <SimpleTable caption="API keys" columns={columns} rows={keys} rowKey={({ id }) => String(id)} />;
}

function Refused({ refused: { refusals, lastRefusedCause } }: { refused: Key }) {
  if (refusals.week === 0) return <span className="text-ink-faint card:hidden">–</span>;
  const cause = lastRefusedCause ? causeWords(lastRefusedCause) : "";
  return (
    <Status tone="caution">
      <Count value={refusals.week} />
      {cause && <span title={cause}> · {cause}</span>}
    </Status>
  );
}

/** When a key ends, or that it has. */
export function Ends({ ends }: { ends: Pick<Key, "revokedAt" | "expiresAt" | "rotatedToId"> }) {
  const standing = standingOf(ends);
  if (standing === "revoked") return <Badge tone="plain">Revoked</Badge>;
  if (standing === "expired") return <Badge tone="plain">Expired</Badge>;
  if (!ends.expiresAt) return <NeverEnds />;
  if (ends.rotatedToId) {
    return (
      <Status tone="info">
        Rotated, ends <RelativeTime time={ends.expiresAt} />
      </Status>
    );
  }
  const when = <Told says="ends" time={ends.expiresAt} />;
  return isSoon(ends.expiresAt) ? <Status tone="caution">{when}</Status> : when;
}

function NeverEnds() {
  return (
    <span className="text-ink-faint">
      Never<span className="hidden card:inline"> ends</span>
    </span>
  );
}

/** A time, which a card has to say what it is of: it has no heads. */
function Told({ says, time }: { says: string; time: string }) {
  return (
    <>
      <span className="hidden card:inline">{says} </span>
      <RelativeTime time={time} />
    </>
  );
}
