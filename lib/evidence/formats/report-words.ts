import { wordsOf } from "@/lib/contract/filter-words";
import { columnsOfSchema } from "@/lib/schema/columns";
import { titlesOf } from "./columns";
import type { ReportFacts } from "./report-facts";
import { momentInWords } from "./times";

/** A fact: what it is called and what it is. `code`: a hash, a key or a number of a request, to be compared by eye. */
export type Fact = { says: string; value: string; code?: true };
export type FactGroup = { title: string; facts: readonly Fact[] };

const count = (number: number) => number.toLocaleString("en-US");
const records = (number: number) => `${count(number)} ${number === 1 ? "record" : "records"}`;

/** The evidence in one line. */
export const titleOf = (facts: ReportFacts): string =>
  facts.title ?? `Evidence ${facts.evidence}: ${facts.names.resource}`;

/** Everything that content.json and attestation.json tell, for people: the same facts in the PDF and in the workbook. */
export function factGroups(facts: ReportFacts): FactGroup[] {
  return [
    { title: "What this is", facts: subject(facts) },
    { title: "Population", facts: population(facts) },
    { title: "Who asked, and when", facts: asked(facts) },
    { title: "Integrity", facts: integrity(facts) },
  ];
}

function subject({ names, content, note, tags, ...facts }: ReportFacts): Fact[] {
  return [
    { says: "Evidence", value: String(facts.evidence) },
    { says: "Account", value: `${names.account} (${content.account})` },
    { says: "Connection", value: `${names.connection} (${content.connection})` },
    { says: "Resource", value: `${names.resource} (${content.resource})` },
    { says: "As of", value: momentInWords(content.revisionAt, facts.timeZone) },
    { says: "Revision", value: count(content.revision) },
    ...(content.session ? [{ says: "Session", value: `${content.session.sessionId} (${content.session.id})` }] : []),
    { says: "Control tags", value: tags.length > 0 ? tags.join(", ") : "none" },
    { says: "Note", value: note ?? "none" },
  ];
}

function population({ content, schemaText, columns }: ReportFacts): Fact[] {
  const { counts, filter, sample, redactions } = content;
  const fields = columnsOfSchema(JSON.parse(schemaText));
  return [
    { says: "Complete", value: `Yes: all ${records(counts.included)} of this selection are in it, as of the revision` },
    { says: "Filter", value: filter ? wordsOf(filter, fields) : "none: every record of the resource" },
    { says: "Records at the revision", value: count(counts.total) },
    { says: "Records that match", value: count(counts.matching) },
    { says: "Records included", value: count(counts.included) },
    { says: "Of these, failing the schema", value: count(counts.failing) },
    {
      says: "Sample",
      value: sample ? `${sampleInWords(sample)}, drawn with the seed “${sample.seed}”` : "none: all that match",
    },
    { says: "Fields redacted", value: redactions.length > 0 ? redactions.join(", ") : "none" },
    { says: "Columns of the tables", value: titlesOf(columns).join(", ") },
  ];
}

function sampleInWords({ size, of }: { size: number; of: number }): string {
  return size > of ? `all ${count(of)}; ${count(size)} were asked for` : `${count(size)} of ${count(of)}`;
}

function asked({ generatedBy, generator, ...facts }: ReportFacts): Fact[] {
  const id = generatedBy.id === null ? "" : ` ${generatedBy.id}`;
  return [
    { says: "Asked by", value: `${generatedBy.label} (${generatedBy.kind}${id})` },
    { says: "Generated", value: momentInWords(facts.generatedAt, facts.timeZone) },
    { says: "Request", value: facts.requestId, code: true },
    {
      says: "Rows rejected since the last push",
      value: `${count(facts.rejectedSinceLastPush)}, counted when it was generated, not as of the revision`,
    },
    { says: "Made by", value: `${generator.name} ${generator.version}` },
  ];
}

function integrity({ content, contentSha256, key, checkpoint, timeZone }: ReportFacts): Fact[] {
  const { schema, merkle, files } = content;
  return [
    { says: "Format", value: content.format },
    { says: "Schema", value: `version ${schema.version}` },
    { says: "SHA-256 of the schema", value: schema.sha256, code: true },
    { says: "SHA-256 of content.json", value: contentSha256, code: true },
    { says: `Merkle root over ${count(merkle.leaves)} record lines`, value: merkle.root, code: true },
    { says: `Signing key (${key.algorithm})`, value: key.kid, code: true },
    ...(checkpoint
      ? [
          {
            says: "Audit chain",
            value: `sealed up to link ${count(checkpoint.ordinal)}, signed ${momentInWords(checkpoint.at, timeZone)}`,
          },
          { says: "Hash of that link", value: checkpoint.hash, code: true as const },
        ]
      : [{ says: "Audit chain", value: "nothing of it was signed by then" }]),
    ...files.map(({ name, bytes, sha256 }): Fact => ({
      says: `${name}, ${count(bytes)} bytes`,
      value: sha256,
      code: true,
    })),
  ];
}

/** How somebody who has never heard of us checks the bundle, a step a line. */
export function verifySteps({ key }: ReportFacts): { says: string; command?: string }[] {
  return [
    {
      says: "Take the whole bundle (ZIP), and one of the two programs out of it. With the network off, each tells whether any byte or record was changed:",
    },
    { says: "Python 3, standard library only", command: "python3 verify.py bundle.zip" },
    { says: "Node.js, standard library only", command: "node verify.mjs bundle.zip" },
    {
      says: "OpenSSL, for the signature alone",
      command:
        "openssl pkeyutl -verify -rawin -pubin -inkey public-key.pem -sigfile attestation.sig -in attestation.json",
    },
    {
      says: "In a browser, without an upload: the page /verify of the installation that made it. VERIFY.md in the bundle tells each step by hand.",
    },
    { says: `The key has to be the one that the installation names at /.well-known/jwks.json: ${key.kid}` },
  ];
}
