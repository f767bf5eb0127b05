"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ImportMode } from "@/lib/contract/imports";
import { type Place, usePages } from "../connections/addresses";
import { type ResourceFacts, useResource } from "../connections/reads";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { Checkbox } from "../ui/checkbox";
import { FailedState } from "../ui/failed-state";
import { RadioGroup } from "../ui/radio-group";
import { SkeletonRows } from "../ui/skeleton";
import { toast } from "../ui/toast";
import { missingFields } from "@/lib/schema/fill-places";
import { type ImportFacts, imports, type Mapping, type Sample, useSample, useTold } from "./import-api";
import { modes } from "./import-words";
import { ConstantsForm } from "./constants-form";
import { MatchTable } from "./match-table";
import { ProfileBar } from "./profile-bar";
import { SampleRecords } from "./sample-records";

type PanelProps = { place: Place; facts: ImportFacts };

/** What each column means, shown on the first rows; and what is to become of the rows. */
export function MatchPanel({ place, facts }: PanelProps) {
  const resource = useResource(place);
  const sample = useSample(place, facts);
  if (sample.error) {
    const retry = () => void sample.refetch();
    return <FailedState what="The rows could not be read" problem={sample.error} retry={retry} />;
  }
  if (!resource.data || !sample.data || !facts.mapping) {
    return <SkeletonRows rows={6} columns={3} label="Matching columns" />;
  }
  return <Matching place={place} facts={facts} mapping={facts.mapping} resource={resource.data} sample={sample.data} />;
}

const froms: Record<ImportFacts["mappingFrom"], string> = {
  suggested: "Matched by the names and contents of the columns.",
  remembered: "Matched as in the last import of such columns.",
  profile: "Matched by a profile.",
  chosen: "Matched by hand.",
};

const AS_IT_STANDS = "Each field goes where it stands in the file, and so does one that only later rows have.";

type Wish = { mapping?: Mapping; mode?: ImportMode };
type MatchingProps = PanelProps & { mapping: Mapping; resource: ResourceFacts; sample: Sample };

function Matching({ place, facts, mapping: kept, resource, sample }: MatchingProps) {
  const { can } = useViewer();
  const told = useTold(place);
  // What was chosen is shown at once, while it is on its way.
  const [wish, setWish] = useState<Wish>();
  const busy = wish !== undefined;
  const mapping = wish?.mapping ?? kept;
  const may = can("imports-post", place.connectionId);
  const change = async (changes: Wish) => {
    setWish(changes);
    try {
      told(await imports.change(place, facts.id, changes));
    } catch (problem) {
      toast.failed(problem, "It could not be matched like that");
    }
    setWish(undefined);
  };
  const filled = new Set([
    ...mapping.columns.flatMap(({ pointer }) => pointer ?? []),
    ...mapping.constants.map(({ pointer }) => pointer),
  ]);
  const json = facts.mappingFrom === "suggested" && sample.rows.some(({ cells }) => cells === null);
  const missing = missingFields(resource, filled);
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="text-body text-ink-soft">{json ? AS_IT_STANDS : froms[facts.mappingFrom]}</p>
        {may && (
          <div className="flex flex-wrap items-center gap-2">
            <ProfileBar place={place} facts={facts} disabled={busy} />
            <Check place={place} facts={facts} busy={busy} />
          </div>
        )}
      </div>
      {missing.length > 0 && (
        <Callout tone="caution" title={`No column fills ${missing.join(", ")}`}>
          Records need it, so every row would be rejected.
        </Callout>
      )}
      <MatchTable
        mapping={mapping}
        sample={sample}
        resource={resource}
        disabled={busy || !may}
        onChange={(next) => void change({ mapping: next })}
      />
      <ConstantsForm
        mapping={mapping}
        resource={resource}
        disabled={busy || !may}
        onChange={(next) => void change({ mapping: next })}
      />
      <Checkbox
        label="Empty cells become null"
        says="Otherwise an empty cell leaves its field out"
        checked={mapping.blanksAsNull}
        disabled={busy || !may}
        onChange={(event) => void change({ mapping: { ...mapping, blanksAsNull: event.currentTarget.checked } })}
      />
      <RadioGroup
        label="What becomes of the rows"
        value={wish?.mode ?? facts.mode}
        onChange={(mode) => void change({ mode })}
        choices={modes.map((mode) => ({ ...mode, disabled: busy || !may }))}
      />
      <SampleRecords sample={sample} />
    </div>
  );
}

function Check({ place, facts, busy }: PanelProps & { busy: boolean }) {
  const pages = usePages();
  const router = useRouter();
  const told = useTold(place);
  const [asking, setAsking] = useState(false);
  const check = async () => {
    setAsking(true);
    try {
      told(await imports.plan(place, facts.id));
      router.push(pages.import(place, facts.id));
    } catch (problem) {
      toast.failed(problem, "The rows were not checked");
    }
    setAsking(false);
  };
  return (
    <Button variant="primary" busy={busy || asking} onClick={() => void check()}>
      Check all rows
    </Button>
  );
}
