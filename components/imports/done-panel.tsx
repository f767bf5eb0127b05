"use client";

import { Download, GitCompareArrows, Undo2 } from "lucide-react";
import { useState } from "react";
import { type Place, usePages } from "../connections/addresses";
import { useViewer } from "../shell/viewer";
import { Button, buttonLook, LinkButton } from "../ui/button";
import { Callout } from "../ui/callout";
import { CopyableId } from "../ui/copyable";
import { Facts, type Fact } from "../ui/definition-list";
import { Count } from "../ui/number";
import { PageLink } from "../ui/page-link";
import { ExactTime } from "../ui/time";
import { Size } from "../connections/size";
import { type ImportFacts, importFile, isRollingBack } from "./import-api";
import { RollBackDialog } from "./roll-back-dialog";

type PanelProps = { place: Place; facts: ImportFacts };

/** What came of an import: its counts, its change, its report, and the way to take it back. */
export function DonePanel({ place, facts }: PanelProps) {
  const pages = usePages();
  const { can } = useViewer();
  const [asking, setAsking] = useState(false);
  const { revision, rolledBack, canRollBack, id } = facts;
  const rolling = isRollingBack(facts);
  return (
    <div className="flex max-w-[48rem] flex-col gap-5">
      {rolledBack && <RolledBack place={place} rolledBack={rolledBack} />}
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="mr-auto text-section font-semibold">
          {rolling ? "Rolling back …" : revision === null ? "Nothing was left to change" : "Imported as one change"}
        </p>
        {revision !== null && (
          <LinkButton href={pages.change(place, revision)} icon={<GitCompareArrows aria-hidden="true" />}>
            See what changed
          </LinkButton>
        )}
        {canRollBack && can("custom-connections-data-put", place.connectionId) && (
          <Button icon={<Undo2 aria-hidden="true" />} onClick={() => setAsking(true)}>
            Roll back this import
          </Button>
        )}
      </div>
      <Facts facts={factsOf(facts, place, pages)} />
      <div className="flex flex-wrap gap-2">
        <a className={buttonLook({})} href={importFile(place, id, "report")} download={`import-${id}-report.json`}>
          <Download aria-hidden="true" />
          Download the report
        </a>
        <LinkButton href={pages.resource(place, "imports")}>All imports</LinkButton>
      </div>
      {asking && revision !== null && (
        <RollBackDialog place={place} facts={facts} revision={revision} onClose={() => setAsking(false)} />
      )}
    </div>
  );
}

type RolledBackProps = { place: Place; rolledBack: NonNullable<ImportFacts["rolledBack"]> };

function RolledBack({ place, rolledBack: { revision, kept } }: RolledBackProps) {
  const pages = usePages();
  return (
    <Callout tone="info" title="This import was rolled back">
      {revision === null ? (
        "Nothing was left to restore."
      ) : (
        <>
          What it changed is as it was before, by{" "}
          <PageLink href={pages.change(place, revision)} className="underline">
            revision {revision}
          </PageLink>
          .
        </>
      )}
      {kept > 0 && (
        <>
          {" "}
          <Count
            value={kept}
            of={["record was kept as it is, since it", "records were kept as they are, since they"]}
          />{" "}
          changed later.
        </>
      )}
    </Callout>
  );
}

function factsOf(facts: ImportFacts, place: Place, pages: ReturnType<typeof usePages>): Fact[] {
  const { counts, revision, committedAt, createdBy, bytes, sha256 } = facts;
  const told: [string, number][] = counts
    ? [
        ["New records", counts.created],
        ["Changed records", counts.updated],
        ["Deleted records", counts.deleted],
        ["Rows that were the same", counts.unchanged],
        ["Rows left out by the choice of what to import", counts.skipped],
        ["Rows rejected and left out", counts.rejected],
      ]
    : [];
  return [
    ...told.filter(([, count]) => count > 0).map(([term, count]) => ({ term, value: <Count value={count} /> })),
    ...(revision === null
      ? []
      : [{ term: "Change", value: <PageLink href={pages.change(place, revision)}>revision {revision}</PageLink> }]),
    ...(committedAt === null ? [] : [{ term: "When", value: <ExactTime time={committedAt} /> }]),
    { term: "Who", value: <bdi>{createdBy.label}</bdi> },
    {
      term: "File",
      value: (
        <>
          <bdi>{facts.fileName}</bdi> {bytes !== null && <Size bytes={bytes} />}
        </>
      ),
    },
    ...(sha256 === null ? [] : [{ term: "SHA-256", value: <CopyableId value={sha256} what="SHA-256 of the file" /> }]),
  ];
}
