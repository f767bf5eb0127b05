"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { FailedState } from "../ui/failed-state";
import { Count } from "../ui/number";
import { Segmented } from "../ui/segmented";
import { SimpleTable, type SimpleColumn } from "../ui/simple-table";
import { Skeleton } from "../ui/skeleton";
import { RelativeTime } from "../ui/time";
import { DayBars } from "./day-bars";
import { useKeyActivity } from "./key-list";
import { causeWords, mendOf } from "./key-words";

type Cause = { cause: string; count: number; lastAt: string; address: string | null };

const spans = ["7", "14", "30", "90"] as const;
type Span = (typeof spans)[number];

/** What a key did, day by day, and the causes that its caller was not told. */
export function KeyActivity({ keyId }: { keyId: number }) {
  const [days, setDays] = useDays();
  const activity = useKeyActivity(keyId, Number(days));
  return (
    <section aria-labelledby="activity-title">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-3">
        <h2 id="activity-title" className="text-section font-semibold">
          Requests
        </h2>
        <Segmented
          small
          label="How many days"
          value={days}
          onChange={setDays}
          choices={spans.map((value) => ({ value, label: `${value} days` }))}
        />
      </div>
      {activity.isPending && <Skeleton className="h-24 w-full" />}
      {activity.isError && (
        <FailedState
          what="Its requests could not be read"
          problem={activity.error}
          retry={() => void activity.refetch()}
        />
      )}
      {activity.data && (
        <>
          <DayBars days={activity.data.days} />
          <Causes causes={activity.data.causes} days={days} />
        </>
      )}
    </section>
  );
}

const columns: SimpleColumn<Cause>[] = [
  { key: "cause", head: "Cause", cell: ({ cause }) => <span className="block py-1">{causeWords(cause)}</span> },
  { key: "count", head: "Times", numeric: true, cell: ({ count }) => <Count value={count} /> },
  { key: "last", head: "Last", cell: ({ lastAt }) => <RelativeTime time={lastAt} /> },
  { key: "from", head: "From", cell: ({ address }) => <span className="font-mono text-meta">{address}</span> },
  { key: "mend", head: "What mends it", cell: ({ cause }) => mendOf(cause), wideOnly: true },
];

function Causes({ causes, days }: { causes: readonly Cause[]; days: Span }) {
  if (causes.length === 0) {
    return <p className="mt-3 text-body text-ink-soft">Nothing it asked was refused in the last {days} days.</p>;
  }
  return (
    <div className="mt-5">
      <h3 className="mb-1 text-body font-medium">Why it was refused</h3>
      <SimpleTable caption="Why it was refused" columns={columns} rows={causes} rowKey={({ cause }) => cause} />
    </div>
  );
}

/** The span stands in the address. */
function useDays(): [Span, (days: Span) => void] {
  const query = useSearchParams();
  const router = useRouter();
  const path = usePathname();
  const days = spans.find((span) => span === query.get("days")) ?? "14";
  return [days, (next) => router.replace(next === "14" ? path : `${path}?days=${next}`, { scroll: false })];
}
