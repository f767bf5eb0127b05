"use client";

import { useRouter, useSearchParams } from "next/navigation";
import type { PlanKind } from "@/lib/contract/imports";
import type { Place } from "../connections/addresses";
import { useViewer } from "../shell/viewer";
import { Callout } from "../ui/callout";
import { Count } from "../ui/number";
import { Progress } from "../ui/progress";
import { Segmented } from "../ui/segmented";
import { CommitButton } from "./commit-button";
import type { ImportFacts, PlanFacts } from "./import-api";
import { rowKinds } from "./import-words";
import { PlanRows } from "./plan-rows";
import { RejectedPanel } from "./rejected-panel";

type PanelProps = { place: Place; facts: ImportFacts };

/** What an import would do, to the last row, before anything is written; and what is wrong with the rows it cannot take. */
export function ReviewPanel({ place, facts }: PanelProps) {
  const { status, plan } = facts;
  if (status === "planning") return <Running facts={facts} doing="Checking rows" done="checked" />;
  if (status === "committing") return <Running facts={facts} doing="Importing rows" done="imported" />;
  if (!plan) return null;
  return <Planned place={place} facts={facts} plan={plan} />;
}

function Running({ facts: { done, total }, doing, done: word }: { facts: ImportFacts; doing: string; done: string }) {
  return (
    <div className="max-w-[40rem]">
      <p role="status" className="mb-1 text-body text-ink-soft">
        <Count value={done} />
        {total !== null && (
          <>
            {" "}
            of <Count value={total} />
          </>
        )}{" "}
        rows {word}. You may look at other pages meanwhile.
      </p>
      <Progress label={doing} done={done} total={total ?? undefined} />
    </div>
  );
}

/** The kind of rows in sight; it stands in the address. */
function useKind(plan: PlanFacts) {
  const router = useRouter();
  const query = useSearchParams();
  const told = rowKinds.filter(({ kind, count }) => !["delete", "skip"].includes(kind) || count(plan) > 0);
  const usual = told.find(({ count }) => count(plan) > 0)?.kind ?? "unchanged";
  const kind = told.find((one) => one.kind === query.get("kind"))?.kind ?? usual;
  const choose = (next: PlanKind) => {
    const said = new URLSearchParams(query.toString());
    said.set("kind", next);
    said.delete("cause");
    router.replace(`?${said.toString()}`, { scroll: false });
  };
  return { told, kind, choose };
}

function Planned({ place, facts, plan }: PanelProps & { plan: PlanFacts }) {
  const { can } = useViewer();
  const { told, kind, choose } = useKind(plan);
  const may = can("imports-post", place.connectionId);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {plan.replanned !== null && (
        <Callout tone="info" title="Planned again">
          {plan.replanned}
        </Callout>
      )}
      {plan.moved && (
        <Callout tone="caution" title="Records were changed since this was planned">
          They are compared again before anything is imported; if that changes the plan, it is shown first.
        </Callout>
      )}
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="relative max-w-full overflow-x-auto">
          <Segmented
            label="Which rows"
            value={kind}
            onChange={choose}
            choices={told.map((one) => ({
              value: one.kind,
              label: (
                <span className="whitespace-nowrap">
                  <Count value={one.count(plan)} /> {one.word}
                </span>
              ),
            }))}
          />
        </div>
        {may && <CommitButton place={place} facts={facts} plan={plan} />}
      </div>
      {kind === "reject" ? (
        <RejectedPanel place={place} facts={facts} plan={plan} />
      ) : (
        <PlanRows place={place} facts={facts} kind={kind} />
      )}
    </div>
  );
}
