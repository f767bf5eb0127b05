import { createHash } from "node:crypto";
import { verifierNames } from "../bundle/verifiers";
import { jsonLine, markupLine, markupLines, plainLine } from "./oscal-text";
import { oscalWords as words } from "./oscal-words";
import type { AttestedFacts, EvidenceContent, ListedFile } from "./report-facts";

/**
 * What is known of an evidence that is ready. askedAt: its records were read after that, and before generatedAt.
 * attestationSha256: of attestation.json, which no other evidence has.
 */
export type OscalFacts = {
  askedAt: string;
  content: EvidenceContent;
  attestation: AttestedFacts & { files: readonly ListedFile[] };
  contentFile: ListedFile;
  attestationSha256: string;
};

const OSCAL = "1.1.2";
const NAMESPACE = "urn:attestry:oscal";
const UUIDS = Buffer.from("8f1d7c52b0a44f6e9d3ae2c15b7f4a90", "hex");
/** What OSCAL takes for an identifier of a control. */
const TOKEN = /^[\p{L}_][\p{L}\p{N}.\-_]*$/u;
/** The records as the bundle holds them. */
const RECORDS = "records.jsonl";
const MEDIA: Readonly<Record<string, string>> = {
  json: "application/json",
  jsonl: "application/x-ndjson",
  csv: "text/csv",
  pdf: "application/pdf",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pem: "application/x-pem-file",
  md: "text/markdown",
  tsr: "application/timestamp-reply",
};

/**
 * An evidence as OSCAL assessment results: one observation by examination, with the bundle's files and their hashes. What
 * OSCAL asks for and Attestry does not know is said to be unknown. The same evidence has the same identifiers.
 */
export function oscalOf(facts: OscalFacts) {
  const { content, attestation } = facts;
  const id = (what: string) => uuidOf(`${facts.attestationSha256}/${what}`);
  const party = id("party");
  return {
    "assessment-results": {
      uuid: id("assessment-results"),
      metadata: {
        title: markupLine(attestation.title ?? `Evidence ${attestation.evidence}: ${attestation.names.resource}`),
        "last-modified": attestation.generatedAt,
        version: String(content.revision),
        "oscal-version": OSCAL,
        props: [property("evidence", attestation.evidence), property("generator", generatorOf(attestation))],
        parties: [{ uuid: party, type: "organization", name: plainLine(attestation.names.account) }],
        remarks: words.document,
      },
      "import-ap": { href: `#${id("plan")}`, remarks: words.plan },
      results: [resultOf(facts, id)],
      "back-matter": { resources: resourcesOf(facts, id) },
    },
  };
}

type HashedFile = Pick<ListedFile, "name" | "sha256">;
type Identify = (what: string) => string;

function resultOf(facts: OscalFacts, id: Identify) {
  const { content, attestation } = facts;
  return {
    uuid: id("result"),
    title: markupLine(`Records of ${attestation.names.resource} at revision ${content.revision}`),
    description: `${content.counts.included} of ${content.counts.total} records, as they stood at ${content.revisionAt}.`,
    start: facts.askedAt,
    end: attestation.generatedAt,
    "local-definitions": {
      "assessment-assets": {
        "assessment-platforms": [{ uuid: id("platform"), title: markupLine(generatorOf(attestation)) }],
      },
    },
    "reviewed-controls": controlsOf(attestation.tags),
    observations: [observationOf(facts, id)],
    remarks: words.failing,
  };
}

function controlsOf(asked: readonly string[]) {
  const tags = [...new Set(asked)];
  const [named, other] = [tags.filter((tag) => TOKEN.test(tag)), tags.filter((tag) => !TOKEN.test(tag))];
  const selection = { description: tags.length > 0 ? words.controls : words.noControls };
  return {
    ...(other.length > 0 && { props: other.map((tag) => property("control-tag", tag)) }),
    "control-selections": [
      {
        ...selection,
        ...(named.length > 0 && { "include-controls": named.map((tag) => ({ "control-id": tag })) }),
      },
    ],
    ...(other.length > 0 && { remarks: words.otherControls }),
  };
}

function observationOf(facts: OscalFacts, id: Identify) {
  const { content, attestation } = facts;
  const { counts, filter, sample, redactions, schema, merkle } = content;
  const verifiers = filesOf(facts).filter(isVerifier);
  return {
    uuid: id("observation"),
    title: markupLine(`Examination of ${attestation.names.resource}`),
    description: words.observation,
    props: [
      property("account", content.account),
      property("connection", content.connection),
      property("resource", content.resource),
      property("revision", content.revision),
      property("revision-at", content.revisionAt),
      property("records-total", counts.total),
      property("records-matching", counts.matching),
      property("records-included", counts.included),
      property("records-failing-schema", counts.failing),
      property("rows-rejected-since-last-push", attestation.rejectedSinceLastPush),
      property("schema-version", schema.version),
      property("schema-sha256", schema.sha256),
      property("merkle-root", merkle.root),
      property("signing-key", attestation.key.kid),
      ...(filter ? [exactly("filter", filter)] : []),
      ...(sample ? [exactly("sample-seed", sample.seed)] : []),
      ...redactions.map((pointer) => exactly("redacted", pointer)),
    ],
    ...(verifiers.length > 0 && {
      links: verifiers.map(({ name }) => ({
        href: `#${id(name)}`,
        rel: "reference",
        text: `${name}: ${words.verifier}`,
      })),
    }),
    methods: ["EXAMINE"],
    origins: [
      {
        actors: [
          { type: "assessment-platform", "actor-uuid": id("platform") },
          { type: "party", "actor-uuid": id("party") },
        ],
      },
    ],
    subjects: [{ "subject-uuid": id("subject"), type: "resource", title: markupLine(attestation.names.resource) }],
    "relevant-evidence": filesOf(facts)
      .filter((file) => !isVerifier(file))
      .map(({ name }) => ({ href: `#${id(name)}`, description: `${name} of the evidence's bundle` })),
    collected: attestation.generatedAt,
    remarks:
      attestation.note === null ? words.exact : `${words.exact}\n\n${words.note}\n\n${markupLines(attestation.note)}`,
  };
}

function resourcesOf(facts: OscalFacts, id: Identify) {
  const { account, connection, resource } = facts.attestation.names;
  const files = filesOf(facts);
  return [
    {
      uuid: id("plan"),
      title: "No assessment plan is known",
      description: words.noPlan,
      base64: textFile(words.noPlan),
    },
    {
      uuid: id("subject"),
      title: markupLine(resource),
      description: markupLine(`The resource ${resource} of the connection ${connection}, account ${account}.`),
      rlinks: files.filter(({ name }) => name === RECORDS).map(linkOf),
      remarks: words.subject,
    },
    ...files.map((file) => ({
      uuid: id(file.name),
      title: file.name,
      ...(!isVerifier(file) && { props: [{ name: "type", value: "evidence" }] }),
      rlinks: [linkOf(file)],
      remarks: words.files,
    })),
  ];
}

/** A text inside of the document, for what stands in no file. */
const textFile = (text: string) => ({
  filename: "no-assessment-plan.txt",
  "media-type": "text/plain",
  value: Buffer.from(text).toString("base64"),
});

const linkOf = ({ name, sha256 }: HashedFile) => ({
  href: name,
  ...mediaOf(name),
  hashes: [{ algorithm: "SHA-256", value: sha256 }],
});

const isVerifier = ({ name }: HashedFile) => verifierNames.some((each) => each === name);

/** Each file of the bundle once, what is signed last; the signature and its key are left out. */
function filesOf({ content, attestation, contentFile, attestationSha256 }: OscalFacts): HashedFile[] {
  const attested = { name: "attestation.json", sha256: attestationSha256 };
  const all: HashedFile[] = [contentFile, ...content.files, ...attestation.files, attested];
  return [...new Map(all.map((file) => [file.name, file])).values()];
}

function mediaOf(name: string): { "media-type"?: string } {
  const media = MEDIA[name.split(".").at(-1) ?? ""];
  return media === undefined ? {} : { "media-type": media };
}

const property = (name: string, value: string | number) => ({ name, ns: NAMESPACE, value: plainLine(String(value)) });
const exactly = (name: string, value: unknown) => ({ name, ns: NAMESPACE, value: jsonLine(value) });
const generatorOf = ({ generator }: AttestedFacts) => `${generator.name} ${generator.version}`;

/** A name-based UUID (RFC 9562, version 5). */
function uuidOf(name: string): string {
  const bytes = createHash("sha1").update(UUIDS).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
