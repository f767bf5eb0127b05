"use client";

import { Download } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import type { Place } from "../connections/addresses";
import { useViewer } from "../shell/viewer";
import { buttonLook } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { RadioGroup } from "../ui/radio-group";
import { toast } from "../ui/toast";
import { CausesList } from "./causes-list";
import { FixGrid } from "./fix-grid";
import { type ImportFacts, importFile, imports, type PlanFacts, useCauses, useTold } from "./import-api";

type RejectedPanelProps = { place: Place; facts: ImportFacts; plan: PlanFacts };

/** Rows that cannot be taken: why, a grid to mend them in, a file to mend them elsewhere, and what is done without them. */
export function RejectedPanel({ place, facts, plan }: RejectedPanelProps) {
  const { can } = useViewer();
  const { cause: chosen, all, change } = useShown();
  const causes = useCauses(place, facts.id);
  // A cause whose last row was mended is none any more: then all that is left is in sight.
  const gone = causes.data?.every(({ cause: each }) => each !== chosen) ?? false;
  const cause = gone ? undefined : chosen;
  const may = can("imports-post", place.connectionId);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      {plan.reject === 0 && (
        <EmptyState
          title="No row is rejected"
          text="Every row of the file can be taken as it is, or as it was mended."
        />
      )}
      {plan.reject > 0 && (
        <>
          <div className="flex flex-wrap items-start justify-between gap-4">
            <BadRows place={place} facts={facts} rejected={plan.reject} may={may} />
            {may && (
              <a className={buttonLook({})} href={importFile(place, facts.id, "rejected")} download>
                <Download aria-hidden="true" />
                Download rejected rows
              </a>
            )}
          </div>
          <CausesList
            place={place}
            importId={facts.id}
            may={may}
            chosen={cause}
            onChoose={(next) => change({ cause: next })}
          />
        </>
      )}
      <FixGrid
        place={place}
        facts={facts}
        cause={cause}
        may={may}
        onlyErrors={!all}
        onOnlyErrors={(only) => change({ rows: only ? undefined : "all" })}
      />
    </div>
  );
}

/** Which rows are in sight: of one cause, or all of the file. It stands in the address. */
function useShown() {
  const router = useRouter();
  const query = useSearchParams();
  const change = (next: { cause?: string | undefined; rows?: "all" | undefined }) => {
    const said = new URLSearchParams(query.toString());
    for (const [name, value] of Object.entries(next)) {
      if (value === undefined) said.delete(name);
      else said.set(name, value);
    }
    router.replace(`?${said.toString()}`, { scroll: false });
  };
  return { cause: query.get("cause") ?? undefined, all: query.get("rows") === "all", change };
}

type BadRowsProps = { place: Place; facts: ImportFacts; rejected: number; may: boolean };

function BadRows({ place, facts, rejected, may }: BadRowsProps) {
  const told = useTold(place);
  // What was chosen is shown at once, while it is on its way.
  const [wish, setWish] = useState<ImportFacts["bad"]>();
  const busy = wish !== undefined;
  const change = async (bad: ImportFacts["bad"]) => {
    setWish(bad);
    try {
      told(await imports.change(place, facts.id, { bad }));
    } catch (problem) {
      toast.failed(problem, "That was not kept");
    }
    setWish(undefined);
  };
  const count = rejected.toLocaleString("en");
  return (
    <RadioGroup
      label={`While ${rejected === 1 ? "a row is" : `${count} rows are`} rejected`}
      value={wish ?? facts.bad}
      onChange={(bad) => void change(bad)}
      choices={[
        { value: "refuse", label: "import nothing", says: "All rows or none", disabled: busy || !may },
        {
          value: "skip",
          label: "import the good rows",
          says: "Rejected rows are left out; records that they name stay as they are",
          disabled: busy || !may,
        },
      ]}
    />
  );
}
