"use client";

import { CircleCheck, CircleX, History, RotateCcw } from "lucide-react";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import type { Kind } from "../compare/compare-api";
import { DifferentRecords } from "../compare/compared-rows";
import { type Place, usePages } from "../connections/addresses";
import { channelInWords } from "../connections/change-words";
import { PlaceProvider } from "../records/place";
import { useViewer } from "../shell/viewer";
import { Button, LinkButton } from "../ui/button";
import { type Fact, Facts } from "../ui/definition-list";
import { FailedState } from "../ui/failed-state";
import { Count } from "../ui/number";
import { Segmented } from "../ui/segmented";
import { SkeletonLines } from "../ui/skeleton";
import { ExactTime, RelativeTime } from "../ui/time";
import { ActDialog } from "./act-dialog";
import { BeingMadeLive } from "./being-made-live";
import { type Act, type SessionWithDifference, useSession, useSessionDifference } from "./session-api";
import { SessionState } from "./session-words";

const kinds = ["created", "changed", "deleted"] as const;

/** One upload session: what it holds, what it would change of what is live, and what can be done with it. */
export function SessionPage({ place, id }: { place: Place; id: number }) {
  const { data, error, refetch } = useSession(place, id);
  if (error && !data) {
    return <FailedState what="The session could not be read" problem={error} retry={() => void refetch()} />;
  }
  if (!data) return <SkeletonLines lines={8} label="Reading the session" />;
  return (
    <PlaceProvider value={place}>
      <div className="flex min-w-0 flex-col gap-5">
        <div className="flex flex-wrap items-start gap-3">
          <h2 className="min-w-0 flex-1 text-section font-semibold wrap-anywhere">
            Session <bdi className="font-mono">{data.sessionId}</bdi> <SessionState session={data} />
          </h2>
          <Acts place={place} session={data} />
        </div>
        {data.jobId !== null && <BeingMadeLive jobId={data.jobId} />}
        <Facts facts={factsOf(place, data)} className="max-w-[44rem]" />
        {data.difference && <Difference place={place} session={data} counts={data.difference} />}
      </div>
    </PlaceProvider>
  );
}

function Acts({ place, session }: { place: Place; session: SessionWithDifference }) {
  const [act, setAct] = useState<Act>();
  const pages = usePages();
  const { can } = useViewer();
  const { status, archivedRevision } = session;
  const may = can("custom-connections-data-post", place.connectionId) && session.jobId === null;
  return (
    <>
      {status === "IN_PROGRESS" && may && (
        <>
          <Button size="small" icon={<CircleX aria-hidden="true" />} onClick={() => setAct("cancel")}>
            Cancel
          </Button>
          <Button
            size="small"
            variant="primary"
            icon={<CircleCheck aria-hidden="true" />}
            onClick={() => setAct("complete")}
          >
            Complete
          </Button>
        </>
      )}
      {archivedRevision !== null && (
        <LinkButton
          size="small"
          href={`${pages.resource(place)}?asOf=${archivedRevision - 1}`}
          icon={<History aria-hidden="true" />}
        >
          View its records
        </LinkButton>
      )}
      {status === "ARCHIVED" && may && session.difference && (
        <Button
          size="small"
          variant="primary"
          icon={<RotateCcw aria-hidden="true" />}
          onClick={() => setAct("reactivate")}
        >
          Make it live again
        </Button>
      )}
      {act && <ActDialog place={place} session={session} act={act} onClose={() => setAct(undefined)} />}
    </>
  );
}

function factsOf(place: Place, session: SessionWithDifference): Fact[] {
  const { openedBy, channel, records, rejected, activatedAt, archivedAt, canceledAt, expiresAt } = session;
  const facts: (Fact | false)[] = [
    {
      term: "Opened",
      value: (
        <>
          <ExactTime time={session.createdAt} /> by <bdi>{openedBy.label}</bdi>,{" "}
          {channelInWords(channel, openedBy.kind)}
        </>
      ),
    },
    { term: "Holds", value: <Count value={records} of={["record", "records"]} /> },
    {
      term: "Refused",
      value:
        rejected === 0 ? (
          "No row"
        ) : (
          <>
            <Count value={rejected} of={["row", "rows"]} className="text-bad" />, <PushesLink place={place} />
          </>
        ),
    },
    activatedAt !== null && {
      term: "Made live",
      value: <MadeAt place={place} time={activatedAt} revision={session.activatedRevision} />,
    },
    archivedAt !== null && {
      term: "Replaced",
      value: <MadeAt place={place} time={archivedAt} revision={session.archivedRevision} />,
    },
    canceledAt !== null && {
      term: session.expired ? "Expired" : "Canceled",
      value: <ExactTime time={canceledAt} />,
    },
    expiresAt !== null && {
      term: "Expires",
      value: (
        <>
          <RelativeTime time={expiresAt} />, unless somebody adds to it or completes it
        </>
      ),
    },
  ];
  return facts.filter((fact) => fact !== false);
}

function PushesLink({ place }: { place: Place }) {
  const pages = usePages();
  return (
    <Link href={`${pages.resource(place, "pushes")}`} className="underline">
      told row by row under Pushes
    </Link>
  );
}

function MadeAt({ place, time, revision }: { place: Place; time: string; revision: number | null }) {
  const pages = usePages();
  return (
    <>
      <ExactTime time={time} />
      {revision !== null && (
        <>
          ,{" "}
          <Link href={pages.change(place, revision)} className="underline">
            revision {revision}
          </Link>
        </>
      )}
    </>
  );
}

type Counts = NonNullable<SessionWithDifference["difference"]>;

function Difference({ place, session, counts }: { place: Place; session: SessionWithDifference; counts: Counts }) {
  const router = useRouter();
  const asked = useSearchParams().get("kind");
  const kind = kinds.find((one) => one === asked);
  const list = useSessionDifference(place, session, kind);
  const choose = (next: Kind | "all") => router.push(next === "all" ? "?" : `?kind=${next}`, { scroll: false });
  const all = counts.created + counts.changed + counts.deleted;
  return (
    <section aria-labelledby="difference" className="flex min-w-0 flex-col gap-3">
      <div>
        <h3 id="difference" className="text-section font-semibold">
          What would change
        </h3>
        <p className="text-body text-ink-soft">
          If it were made live now; <Count value={counts.unchanged} of={["record stays", "records stay"]} /> as{" "}
          {counts.unchanged === 1 ? "it is" : "they are"}.
        </p>
      </div>
      <div>
        <Segmented
          label="Which differences"
          value={kind ?? "all"}
          onChange={choose}
          choices={[
            { value: "all" as const, label: <Count value={all} of={["differs", "differ"]} /> },
            ...kinds.map((one) => ({ value: one, label: <Count value={counts[one]} of={[one, one]} /> })),
          ]}
        />
      </div>
      <DifferentRecords place={place} list={list} kind={kind} />
    </section>
  );
}
