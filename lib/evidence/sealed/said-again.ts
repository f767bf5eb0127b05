import type { EvidenceContent } from "../formats/report-facts";
import { pathsOf } from "@/lib/schema/mask";

/** attestation.json, as far as columns say it again. */
type Attestation = {
  title: string | null;
  note: string | null;
  tags: readonly string[];
  generatedBy: { kind: string; id: number | null };
  files: readonly { name: string }[];
};
/** What evidence of one file says of itself, from before there were bundles. */
type OneFile = { format: "attestry-evidence/1"; recordCount: number; masked?: readonly string[] };

/** The sealed texts of an evidence. */
export type Texts = { content: EvidenceContent | OneFile; attestation: Attestation | null };
type Said = Record<string, unknown>;

/** What the columns of an evidence's row have to say, as each of its sealed texts says it. */
export function saidAgain({ content, attestation }: Texts): { where: string; says: Said }[] {
  if (content.format === "attestry-evidence/1") return [{ where: "its manifest", says: ofOneFile(content) }];
  return [
    { where: "its content.json", says: inContent(content) },
    ...(attestation ? [{ where: "its attestation.json", says: inAttestation(attestation) }] : []),
  ];
}

const inContent = ({ format, revisionAt, session, filter, columns, sample, ...rest }: EvidenceContent): Said => ({
  format,
  revision_at: revisionAt,
  session,
  filter,
  columns,
  sample: sample && { size: sample.size, seed: sample.seed },
  redactions: rest.redactions,
  masked: pathsOf(rest.redactions),
  total_count: rest.counts.total,
  matching_count: rest.counts.matching,
  failing_count: rest.counts.failing,
  merkle_root: rest.merkle.root,
});

const fileOfFormat = { csv: "records.csv", xlsx: "records.xlsx", pdf: "report.pdf" };

const inAttestation = ({ title, note, tags, generatedBy, files }: Attestation): Said => ({
  title,
  note,
  tags,
  actor_kind: generatedBy.kind,
  actor_id: generatedBy.id,
  formats: Object.entries(fileOfFormat).flatMap(([format, file]) =>
    files.some(({ name }) => name === file) ? [format] : [],
  ),
});

const ofOneFile = ({ format, recordCount, masked = [] }: OneFile): Said => ({
  format,
  masked: pathsOf(masked),
  total_count: recordCount,
  matching_count: recordCount,
  failing_count: null,
  merkle_root: null,
  session: null,
  filter: null,
  columns: null,
  sample: null,
  redactions: [],
  title: null,
  note: null,
  tags: [],
  formats: [],
  as_of: null,
  job_id: null,
  schedule_id: null,
});
