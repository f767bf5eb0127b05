"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { type Place, usePages } from "../connections/addresses";
import { useResource } from "../connections/reads";
import { Size } from "../connections/size";
import { PlaceProvider } from "../records/place";
import { useViewer } from "../shell/viewer";
import { Button, LinkButton } from "../ui/button";
import { Callout } from "../ui/callout";
import { FailedState } from "../ui/failed-state";
import { SkeletonLines } from "../ui/skeleton";
import { RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import { DonePanel } from "./done-panel";
import { FilePanel } from "./file-panel";
import { type ImportFacts, imports, useImport, useTold } from "./import-api";
import { type Step, stepOf, steps } from "./import-words";
import { MatchPanel } from "./match-panel";
import { ReviewPanel } from "./review-panel";
import { StepBar } from "./step-bar";
import { stopSending } from "./upload";

/** The steps that can be looked at as an import stands: what is imported can be matched no more. */
function openSteps(facts: ImportFacts, may: boolean): readonly Step[] {
  if (stepOf(facts) === "done") return ["done"];
  if (facts.status === "canceled" || facts.status === "committing") return [stepOf(facts)];
  return steps.filter((step) => {
    if (step === "file") return true;
    if (step === "match") return may && facts.mapping !== null;
    return step === "review" && facts.plan !== null;
  });
}

/** One file on its way into a resource: what it holds, what its columns mean, what it would do, what came of it. */
export function ImportPage({ place, importId }: { place: Place; importId: number }) {
  const found = useImport(place, importId);
  const resource = useResource(place);
  if (found.error) {
    return <FailedState what="The import could not be read" problem={found.error} retry={() => void found.refetch()} />;
  }
  if (!found.data || !resource.data) return <SkeletonLines lines={6} label="Reading the import" />;
  return (
    <PlaceProvider value={place}>
      <Title place={place} facts={found.data} />
      <Panel place={place} facts={found.data} />
    </PlaceProvider>
  );
}

function Title({ place, facts }: { place: Place; facts: ImportFacts }) {
  const { can } = useViewer();
  const { fileName, bytes, received, createdBy, createdAt, status } = facts;
  const over = ["committing", "committed", "rolled-back", "canceled"].includes(status);
  return (
    <div className="mb-3 flex flex-wrap items-start gap-3">
      <div className="min-w-0 flex-1">
        <h2 className="text-section font-semibold wrap-anywhere">
          Import of <bdi>{fileName}</bdi>
        </h2>
        <p className="text-table text-ink-faint">
          <Size bytes={bytes ?? received} />, begun by <bdi>{createdBy.label}</bdi> <RelativeTime time={createdAt} />
        </p>
      </div>
      {!over && can("imports-post", place.connectionId) && <GiveUp place={place} facts={facts} />}
    </div>
  );
}

function GiveUp({ place, facts }: { place: Place; facts: ImportFacts }) {
  const pages = usePages();
  const router = useRouter();
  const told = useTold(place);
  const [busy, setBusy] = useState(false);
  const giveUp = async () => {
    setBusy(true);
    stopSending(facts.id);
    try {
      told(await imports.cancel(place, facts.id));
      toast.done(`${facts.fileName} was not imported`);
      router.push(pages.resource(place, "imports"));
    } catch (problem) {
      toast.failed(problem, "The import was not given up");
    }
    setBusy(false);
  };
  return (
    <Button size="small" variant="quiet" busy={busy} onClick={() => void giveUp()}>
      Give up this import
    </Button>
  );
}

function Panel({ place, facts }: { place: Place; facts: ImportFacts }) {
  const pages = usePages();
  const path = usePathname();
  const asked = useSearchParams().get("step");
  const { can } = useViewer();
  const open = openSteps(facts, can("imports-post", place.connectionId));
  const usual = stepOf(facts);
  const step = open.find((one) => one === asked) ?? usual;
  const hrefOf = (to: Step) => (to === usual ? path : `${path}?step=${to}`);
  if (facts.status === "canceled") {
    return (
      <Callout
        tone="info"
        title="This import was given up"
        actions={
          <LinkButton size="small" href={pages.resource(place, "imports")}>
            All imports
          </LinkButton>
        }
      >
        Nothing of it was written.
      </Callout>
    );
  }
  return (
    <>
      <StepBar at={step} open={open} hrefOf={hrefOf} />
      {facts.error !== null && (
        <div className="mb-4">
          <Callout
            tone="bad"
            title={facts.status === "committed" ? "It was not rolled back" : "Nothing was imported"}
            live
          >
            {facts.error}
          </Callout>
        </div>
      )}
      {step === "file" && <FilePanel place={place} facts={facts} />}
      {step === "match" && <MatchPanel place={place} facts={facts} />}
      {step === "review" && <ReviewPanel place={place} facts={facts} />}
      {step === "done" && <DonePanel place={place} facts={facts} />}
    </>
  );
}
