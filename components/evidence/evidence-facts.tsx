"use client";

import { wordsOf } from "@/lib/contract/filter-words";
import type { Filter } from "@/lib/contract/filters";
import { columnsOfSchema } from "@/lib/schema/columns";
import { usePages } from "../connections/addresses";
import { useResource } from "../connections/reads";
import { Badge } from "../ui/badge";
import { CopyableId } from "../ui/copyable";
import { type Fact, Facts } from "../ui/definition-list";
import { Count } from "../ui/number";
import { PageLink } from "../ui/page-link";
import { ExactTime } from "../ui/time";
import type { EvidenceFacts, OneEvidence } from "./evidence-api";
import { Freshness, SampleSize } from "./evidence-words";
import { SignedWith } from "./signed-with";

type FactsProps = { evidence: OneEvidence; resourceName: string };

/** Everything that is known of an evidence, in words. */
export function EvidenceFactsList({ evidence, resourceName }: FactsProps) {
  const pages = usePages();
  const { status, revision, revisionAt, session, schemaVersion, tags, note, scheduleId } = evidence;
  const facts: (Fact | false)[] = [
    {
      term: "Of",
      value: (
        <PageLink href={pages.resource(evidence)} className="underline">
          <bdi>{resourceName}</bdi>
        </PageLink>
      ),
    },
    {
      term: "As of",
      value: (
        <>
          {revisionAt && <ExactTime time={revisionAt} />}
          {revisionAt && ", "}
          <PageLink href={`${pages.resource(evidence)}?asOf=${revision}`} className="underline">
            revision <Count value={revision} />
          </PageLink>
          {"; "}
          <Freshness changes={evidence.changesSince} />
        </>
      ),
    },
    session !== null && {
      term: "Upload session",
      value: (
        <PageLink href={pages.session(evidence, session.id)} className="font-mono text-table underline">
          {session.sessionId}
        </PageLink>
      ),
    },
    { term: "Records", value: <Population evidence={evidence} /> },
    { term: "Schema", value: <SchemaFact evidence={evidence} version={schemaVersion} /> },
    ...contentFacts(evidence),
    tags.length > 0 && {
      term: "Controls",
      value: (
        <span className="flex flex-wrap gap-1">
          {tags.map((tag) => (
            <Badge key={tag}>
              <bdi>{tag}</bdi>
            </Badge>
          ))}
        </span>
      ),
    },
    note !== null && { term: "Note", value: <bdi className="whitespace-pre-wrap">{note}</bdi> },
    {
      term: status === "ready" || status === "deleted" ? "Generated" : "Asked for",
      value: (
        <>
          <ExactTime time={attestedTime(evidence) ?? evidence.createdAt} /> by <bdi>{evidence.createdBy}</bdi>
          {scheduleId !== null && (
            <>
              {" "}
              through{" "}
              <PageLink href={pages.resource(evidence, "evidence")} className="underline">
                schedule {scheduleId}
              </PageLink>
            </>
          )}
        </>
      ),
    },
    timestampFact(evidence),
  ];
  return <Facts facts={facts.filter((fact) => fact !== false)} className="max-w-[52rem]" />;
}

/** When it was made, as its files say. */
const attestedTime = ({ attestation, readyAt }: OneEvidence) =>
  typeof attestation?.generatedAt === "string" ? attestation.generatedAt : readyAt;

/** Only where an authority was to confirm the time. */
function timestampFact({ files, attestation }: OneEvidence): Fact | false {
  const missing = attestation?.timestampMissing;
  if (typeof missing === "string") return { term: "Timestamp", value: <bdi>None. {missing}</bdi> };
  return (
    files.some(({ name }) => name === "timestamp.tsr") && {
      term: "Timestamp",
      value: "Given by the authority of this installation, in timestamp.tsr",
    }
  );
}

function Population({ evidence }: { evidence: EvidenceFacts }) {
  const { recordCount, matchingCount, totalCount, sample } = evidence;
  if (recordCount === null) return "Not counted yet";
  return (
    <>
      <Count value={recordCount} /> of <Count value={totalCount ?? recordCount} of={["record", "records"]} />
      {sample && matchingCount !== null && matchingCount !== totalCount && (
        <>
          ; <Count value={matchingCount} of={["matches", "match"]} /> the conditions
        </>
      )}
      {sample && (
        <>
          ; a sample of <SampleSize sample={sample} of={matchingCount} />, drawn by the seed{" "}
          <CopyableId value={sample.seed} what="the seed" />
        </>
      )}
    </>
  );
}

function SchemaFact({ evidence: { failingCount }, version }: { evidence: EvidenceFacts; version: number }) {
  if (failingCount === null) return `Version ${version}`;
  return (
    <>
      Version {version};{" "}
      {failingCount === 0 ? (
        "every record in it fits"
      ) : (
        <span className="text-bad">
          <Count value={failingCount} of={["record does", "records do"]} /> not fit
        </span>
      )}
    </>
  );
}

function contentFacts(evidence: EvidenceFacts): (Fact | false)[] {
  const { filter, columns, redactions } = evidence;
  return [
    filter !== null && { term: "Conditions", value: <Conditions evidence={evidence} filter={filter} /> },
    columns !== null && { term: "Columns of its tables", value: <Pointers pointers={columns} /> },
    redactions.length > 0 && { term: "Redacted", value: <Pointers pointers={redactions} /> },
  ];
}

function Conditions({ evidence, filter }: { evidence: EvidenceFacts; filter: Record<string, unknown> }) {
  const resource = useResource(evidence);
  const fields = resource.data ? columnsOfSchema(resource.data.schema) : [];
  return <bdi>{wordsOf(filter as Filter, fields)}</bdi>;
}

function Pointers({ pointers }: { pointers: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5">
      {pointers.map((pointer) => (
        <code key={pointer} className="font-mono text-table wrap-anywhere">
          <bdi>{pointer}</bdi>
        </code>
      ))}
    </span>
  );
}

/** What tells a copy apart, to copy. */
export function Hashes({ evidence: { sha256, contentSha256, merkleRoot, keyId } }: { evidence: EvidenceFacts }) {
  const hash = (term: string, value: string | null, what: string): Fact | false =>
    value !== null && { term, value: <CopyableId value={value} what={what} /> };
  const facts = [
    hash("SHA-256 of the bundle", sha256, "the bundle’s SHA-256"),
    hash("SHA-256 of content.json", contentSha256, "content.json’s SHA-256"),
    hash("Merkle root of the records", merkleRoot, "the Merkle root"),
    keyId !== null && { term: "Signed with key", value: <SignedWith keyId={keyId} /> },
  ];
  return (
    <section aria-labelledby="hashes">
      <h2 id="hashes" className="mb-1 text-section font-semibold">
        Hashes
      </h2>
      <Facts facts={facts.filter((fact) => fact !== false)} className="max-w-[52rem]" />
    </section>
  );
}
