"use client";

import { Download, ShieldCheck } from "lucide-react";
import type { z } from "zod";
import { wordsOf } from "@/lib/contract/filter-words";
import type { Filter } from "@/lib/contract/filters";
import type { auditorEvidence } from "@/lib/contract/shapes/auditor";
import { Size } from "../connections/size";
import { Badge } from "../ui/badge";
import { buttonLook } from "../ui/button";
import { Callout } from "../ui/callout";
import { CopyableId } from "../ui/copyable";
import { type Fact, Facts } from "../ui/definition-list";
import { Count } from "../ui/number";
import { ExactTime } from "../ui/time";
import { BundleFiles } from "./bundle-files";
import { mainFiles, nameOf, placeOf, SampleSize } from "./evidence-words";

export type AuditorEvidence = z.output<typeof auditorEvidence>;

/** One evidence for somebody from outside: what it is, its files, and how to check them without this server. */
export function AuditorPage({ evidence }: { evidence: AuditorEvidence }) {
  const { names, label, expiresAt, keyRevoked } = evidence;
  return (
    <main className="mx-auto flex max-w-[56rem] min-w-0 flex-col gap-7 px-5 py-10 sm:px-8">
      <header className="min-w-0">
        <p className="text-table text-ink-faint">
          Evidence of <bdi>{names.account ?? "an account"}</bdi>, kept in Attestry
        </p>
        <h1 className="mt-1 text-title font-semibold wrap-anywhere">
          <bdi>{nameOf(evidence)}</bdi>
        </h1>
        <p className="mt-2 max-w-[68ch] text-body text-pretty">
          Records as they stood at one moment, in a signed file. Whoever has it can find out, without this server,
          whether a record or a byte of it was changed since.
        </p>
        <p className="mt-2 max-w-[68ch] text-body text-pretty text-ink-soft">
          This link is for <bdi className="font-medium text-ink">{label}</bdi>. It ends <ExactTime time={expiresAt} />;
          each opening and each download is logged with the address it came from.
        </p>
      </header>
      {keyRevoked && (
        <Callout tone="bad" title="The key that signed it was revoked">
          <ExactTime time={keyRevoked.at} />: <bdi className="wrap-anywhere">{keyRevoked.reason}</bdi>
        </Callout>
      )}
      <Downloads evidence={evidence} />
      <Facts facts={factsOf(evidence)} />
      <HowToCheck evidence={evidence} />
      <BundleFiles files={evidence.files} hrefOf={pathOf} />
    </main>
  );
}

const pathOf = (url: string) => new URL(url, "http://x").pathname;

function Downloads({ evidence }: { evidence: AuditorEvidence }) {
  const found = mainFiles.flatMap(({ name, label }) => {
    const file = evidence.files.find((one) => one.name === name);
    return file ? [{ ...file, label }] : [];
  });
  return (
    <section aria-label="Downloads" className="flex flex-wrap gap-2">
      <a
        href={pathOf(evidence.downloadUrl)}
        download={evidence.fileName}
        className={buttonLook({ variant: "primary" })}
      >
        <Download aria-hidden="true" /> Download bundle <Size bytes={evidence.byteCount ?? 0} />
      </a>
      {found.map(({ name, label, bytes, downloadUrl }) => (
        <a key={name} href={pathOf(downloadUrl)} download={name} className={buttonLook({})}>
          {label}
          <span className="font-normal text-ink-faint">
            <Size bytes={bytes} />
          </span>
        </a>
      ))}
    </section>
  );
}

function factsOf(evidence: AuditorEvidence): Fact[] {
  const {
    names,
    revision,
    revisionAt,
    schemaVersion,
    failingCount,
    matchingCount,
    filter,
    sample,
    redactions,
    session,
  } = evidence;
  const facts: (Fact | false)[] = [
    {
      term: "Resource",
      value: <bdi>{placeOf(names.connection, names.resource) || "Named in content.json by its id"}</bdi>,
    },
    {
      term: "As of",
      value: (
        <>
          {revisionAt && <ExactTime time={revisionAt} />}
          {revisionAt && ", "}revision <Count value={revision} />
        </>
      ),
    },
    session !== null && { term: "Upload session", value: <code className="font-mono">{session.sessionId}</code> },
    { term: "Records", value: <Population evidence={evidence} /> },
    filter !== null && { term: "Conditions", value: <bdi>{wordsOf(filter as Filter, [])}</bdi> },
    sample !== null && {
      term: "Sample",
      value: (
        <>
          <SampleSize sample={sample} of={matchingCount} />, drawn by the seed{" "}
          <CopyableId value={sample.seed} what="the seed" />
        </>
      ),
    },
    redactions.length > 0 && {
      term: "Redacted",
      value: (
        <>
          <code className="font-mono text-table wrap-anywhere">{redactions.join(", ")}</code>: a salted hash stands in
          place of each value
        </>
      ),
    },
    {
      term: "Schema",
      value:
        failingCount === null || failingCount === 0
          ? `Version ${schemaVersion}; every record in it fits`
          : `Version ${schemaVersion}; ${failingCount} of the records do not fit`,
    },
    evidence.tags.length > 0 && {
      term: "Controls",
      value: (
        <span className="flex flex-wrap gap-1">
          {evidence.tags.map((tag) => (
            <Badge key={tag}>
              <bdi>{tag}</bdi>
            </Badge>
          ))}
        </span>
      ),
    },
    evidence.note !== null && { term: "Note", value: <bdi className="whitespace-pre-wrap">{evidence.note}</bdi> },
    {
      term: "Generated",
      value: (
        <>
          <ExactTime time={evidence.generatedAt} /> by <bdi>{evidence.createdBy}</bdi>
        </>
      ),
    },
    hash("SHA-256 of the bundle", evidence.sha256),
    hash("SHA-256 of content.json", evidence.contentSha256),
    hash("Merkle root of the records", evidence.merkleRoot),
    hash("Signed with key", evidence.keyId),
  ];
  return facts.filter((fact) => fact !== false);
}

const hash = (term: string, value: string | null): Fact | false =>
  value !== null && { term, value: <CopyableId value={value} what={term} /> };

function Population({ evidence: { recordCount, totalCount, matchingCount, sample } }: { evidence: AuditorEvidence }) {
  return (
    <>
      <Count value={recordCount ?? 0} /> of <Count value={totalCount ?? recordCount ?? 0} of={["record", "records"]} />
      {sample && matchingCount !== null && matchingCount !== totalCount && (
        <>
          ; <Count value={matchingCount} of={["matches", "match"]} /> the conditions
        </>
      )}
    </>
  );
}

function HowToCheck({ evidence }: { evidence: AuditorEvidence }) {
  return (
    <section aria-labelledby="check" className="flex max-w-[68ch] flex-col items-start gap-2 text-body text-ink-soft">
      <h2 id="check" className="text-section font-semibold text-ink">
        How to check it
      </h2>
      <p>
        The bundle holds <code className="font-mono text-table">VERIFY.md</code> and two small programs that check every
        record, every file and the signature on your own machine, with the network off:
      </p>
      <pre className="w-full rounded-6 border border-hairline bg-sheet px-3 py-2 font-mono text-table wrap-anywhere whitespace-pre-wrap text-ink">
        unzip {evidence.fileName} verify.py{"\n"}python3 verify.py {evidence.fileName}
      </pre>
      <p>Or drop it on the page below, which checks it in your browser and uploads nothing.</p>
      <a href="/verify" className={buttonLook({})}>
        <ShieldCheck aria-hidden="true" /> Verify in the browser
      </a>
    </section>
  );
}
