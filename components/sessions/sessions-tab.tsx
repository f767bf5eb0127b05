"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { type Place, usePages } from "../connections/addresses";
import { channelInWords } from "../connections/change-words";
import { rowsOf } from "../connections/reads";
import { ShowMore } from "../connections/show-more";
import { useOrigin } from "../connect/use-origin";
import { useViewer } from "../shell/viewer";
import { CodeBlock } from "../ui/code-block";
import { EmptyState } from "../ui/empty-state";
import { FailedState } from "../ui/failed-state";
import { Field } from "../ui/field";
import { Count } from "../ui/number";
import { PageLink } from "../ui/page-link";
import { NativeSelect } from "../ui/select";
import { type SimpleColumn, SimpleTable } from "../ui/simple-table";
import { SkeletonRows } from "../ui/skeleton";
import { RelativeTime } from "../ui/time";
import { type SessionFacts, type SessionStatus, useSessions } from "./session-api";
import { SessionState, stateChoices } from "./session-words";

/** The upload sessions of a resource: batches that scripts stage, and what became of each. */
export function SessionsTab({ place }: { place: Place }) {
  const router = useRouter();
  const asked = useSearchParams().get("status");
  const status = stateChoices.find(({ value }) => value === asked)?.value;
  const list = useSessions(place, status);
  const rows = rowsOf(list.data);
  const choose = (next: string) => router.push(next ? `?status=${next}` : "?", { scroll: false });
  if (list.error) {
    return <FailedState what="The sessions could not be read" problem={list.error} retry={() => void list.refetch()} />;
  }
  if (!list.data) return <SkeletonRows rows={6} columns={4} label="Loading sessions" />;
  if (rows.length === 0 && status === undefined) return <NoSessions place={place} />;
  return (
    <>
      <Filter status={status} onChoose={choose} />
      <SimpleTable
        caption="Upload sessions, newest first"
        rows={rows}
        rowKey={({ id }) => String(id)}
        columns={columnsOf(place)}
        empty="No session is in this state."
      />
      <ShowMore list={list} />
    </>
  );
}

function Filter({ status, onChoose }: { status: SessionStatus | undefined; onChoose: (next: string) => void }) {
  return (
    <div className="mb-3 flex flex-wrap items-end gap-3">
      <Field label="State">
        <NativeSelect value={status ?? ""} onChange={(event) => onChoose(event.target.value)}>
          <option value="">Every state</option>
          {stateChoices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </NativeSelect>
      </Field>
    </div>
  );
}

const columnsOf = (place: Place): SimpleColumn<SessionFacts>[] => [
  { key: "session", head: "Session", cell: (row) => <SessionLink place={place} session={row} /> },
  { key: "state", head: "State", cell: (row) => <SessionState session={row} /> },
  {
    key: "records",
    head: "Records",
    numeric: true,
    cell: (row) => (
      <>
        <Count value={row.records} />
        <span className="sr-only card:not-sr-only"> {row.records === 1 ? "record" : "records"}</span>
      </>
    ),
  },
  {
    key: "rejected",
    head: "Refused",
    numeric: true,
    wideOnly: true,
    cell: (row) => <Count value={row.rejected} className={row.rejected > 0 ? "font-medium text-bad" : undefined} />,
  },
  {
    key: "by",
    head: "Opened by",
    wideOnly: true,
    className: "max-w-56",
    cell: (row) => (
      <span className="line-clamp-1 wrap-anywhere">
        <bdi>{row.openedBy.label}</bdi>, {channelInWords(row.channel, row.openedBy.kind)}
      </span>
    ),
  },
  { key: "updated", head: "Last moved", cell: (row) => <RelativeTime time={row.updatedAt} /> },
];

function SessionLink({ place, session }: { place: Place; session: SessionFacts }) {
  const pages = usePages();
  return (
    <PageLink href={pages.session(place, session.id)} className="font-mono text-table wrap-anywhere text-ink">
      <bdi>{session.sessionId}</bdi>
    </PageLink>
  );
}

function NoSessions({ place }: { place: Place }) {
  const origin = useOrigin();
  const { can } = useViewer();
  const sessions = `${origin}/public/v2/custom-connections/${place.connectionId}/resources/${place.resourceId}/sessions`;
  const send = (path: string, body: string) => `curl ${sessions}/${path} \\
  -H "Authorization: Bearer $ATTESTRY_KEY" \\
  -H "Content-Type: application/json" \\
  -d '${body}'`;
  return (
    <EmptyState
      title="No batch has been staged yet"
      text="A script that knows the whole state uploads it into a session, in as many requests as it needs. Nothing is live until it completes the session; then the records are exactly the session’s, at once, and what they replaced stays in history."
    >
      {can("custom-connections-data-post", place.connectionId) && (
        <CodeBlock
          title="Stage a batch, and make it live"
          note="from any shell"
          copies="the curl lines"
          text={`${send("nightly", '{"data": [{"id": "left-pad"}, {"id": "react"}]}')}

${send("nightly/actions", '{"action": "complete"}')}`}
        />
      )}
    </EmptyState>
  );
}
