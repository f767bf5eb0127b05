"use client";

import { type Place, usePages } from "../connections/addresses";
import { Size } from "../connections/size";
import { useViewer } from "../shell/viewer";
import { Button, LinkButton } from "../ui/button";
import { Callout } from "../ui/callout";
import { CopyableId } from "../ui/copyable";
import { PageLink } from "../ui/page-link";
import { Progress } from "../ui/progress";
import { RelativeTime } from "../ui/time";
import { toast } from "../ui/toast";
import { problemOf } from "../api";
import { useBeginImport } from "./begin-import";
import { FileButton } from "./file-button";
import { type ImportFacts, useTold } from "./import-api";
import { ReadForm } from "./read-form";
import { SampleTable } from "./sample-table";
import { sendFile, useSending } from "./upload";

type PanelProps = { place: Place; facts: ImportFacts };

/** The file itself: on its way, and then how it is read. */
export function FilePanel({ place, facts }: PanelProps) {
  const pages = usePages();
  const { can } = useViewer();
  const another = useBeginImport(place);
  if (facts.status === "uploading") return <Upload place={place} facts={facts} />;
  const may = can("imports-post", place.connectionId);
  const { read, sameAs, sha256 } = facts;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {sameAs && (
        <Callout tone="caution" title="The same file was here before">
          Every byte is the same as of{" "}
          <PageLink href={pages.import(place, sameAs.id)} className="underline">
            the import
          </PageLink>{" "}
          of <RelativeTime time={sameAs.createdAt} />
          {sameAs.revision !== null && (
            <>
              , which became{" "}
              <PageLink href={pages.change(place, sameAs.revision)} className="underline">
                revision {sameAs.revision}
              </PageLink>
            </>
          )}
          .
        </Callout>
      )}
      {(read || (may && facts.status === "failed")) && (
        <>
          <div className="flex flex-wrap items-end justify-between gap-4">
            <ReadForm place={place} facts={facts} />
            {may && !read && (
              <FileButton busy={another.busy} onFile={(file) => void another.begin(file)}>
                Import another file
              </FileButton>
            )}
            {may && read && (
              <LinkButton variant="primary" href={`${pages.import(place, facts.id)}?step=match`}>
                {read.format === "csv" || read.format === "xlsx" ? "Match columns" : "Match fields"}
              </LinkButton>
            )}
          </div>
          {may && read && <SampleTable place={place} facts={facts} />}
        </>
      )}
      {sha256 && (
        <p className="flex min-w-0 flex-wrap items-center gap-x-1.5 text-table text-ink-faint">
          SHA-256 <CopyableId value={sha256} what="SHA-256 of the file" className="max-w-64" />
        </p>
      )}
    </div>
  );
}

function Upload({ place, facts }: PanelProps) {
  const { can } = useViewer();
  const told = useTold(place);
  const sending = useSending(facts.id);
  const { fileName, received } = facts;
  const bytes = facts.bytes ?? received;
  const go = (file: File) => void sendFile(place, facts, file, told);
  const choose = (file: File) => {
    if (file.size === facts.bytes) go(file);
    else toast.failed(new Error(`It has another size than ${fileName} had.`), "This is another file");
  };
  if (sending && !sending.problem) {
    return (
      <div className="max-w-[40rem]">
        <p role="status" className="mb-1 text-body text-ink-soft">
          <Size bytes={received} /> of <Size bytes={bytes} /> uploaded. You may look at other pages meanwhile.
        </p>
        <Progress label={`Upload of ${fileName}`} done={received} total={bytes} />
      </div>
    );
  }
  const arrived = (
    <>
      <Size bytes={received} /> of <Size bytes={bytes} /> arrived and are kept.
    </>
  );
  if (sending) {
    return (
      <Callout live tone="bad" title="The upload stopped">
        <p className="mb-2">
          {problemOf(sending.problem).message} {arrived}
        </p>
        <Button size="small" onClick={() => go(sending.file)}>
          Go on
        </Button>
      </Callout>
    );
  }
  return (
    <Callout tone="caution" title="This file was not uploaded to its end">
      <p className="mb-2">
        {arrived} Choose <bdi>{fileName}</bdi> again to go on from there.
      </p>
      {can("imports-post", place.connectionId) && <FileButton onFile={choose}>Choose the same file again</FileButton>}
    </Callout>
  );
}
