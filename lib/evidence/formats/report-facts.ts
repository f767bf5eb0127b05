import type { Filter } from "@/lib/contract/filters";

/** A file as a manifest lists it. */
export type ListedFile = { name: string; bytes: number; sha256: string };

/** What content.json says: the same whenever and wherever it is generated, so ids and never names. */
export type EvidenceContent = {
  format: "attestry-evidence/2";
  account: number;
  connection: number;
  resource: number;
  revision: number;
  revisionAt: string;
  schema: { version: number; sha256: string };
  session: null | { id: number; sessionId: string };
  filter: null | Filter;
  columns: null | readonly string[];
  sample: null | { size: number; of: number; seed: string };
  redactions: readonly string[];
  counts: { total: number; matching: number; included: number; failing: number };
  merkle: { root: string; leaves: number };
  files: readonly ListedFile[];
  complete: true;
};

/** What attestation.json says and is known before the files for people are made. */
export type AttestedFacts = {
  evidence: number;
  names: { account: string; connection: string; resource: string };
  generatedAt: string;
  generatedBy: { kind: string; id: number | string | null; label: string };
  requestId: string;
  title: string | null;
  note: string | null;
  tags: readonly string[];
  timeZone: string;
  generator: { name: string; version: string };
  rejectedSinceLastPush: number;
  key: { kid: string; algorithm: "Ed25519" };
  /** Where the account's audit chain stood, as it was signed. */
  checkpoint: null | { ordinal: number; hash: string; at: string };
};

/** Everything that the files for people tell about an evidence. */
export type ReportFacts = AttestedFacts & {
  content: EvidenceContent;
  /** Of content.json as it stands in the bundle. */
  contentSha256: string;
  /** The schema in force at the revision, as it was written. */
  schemaText: string;
  /** The places that the tables show: what `columnsFor` answered. */
  columns: readonly string[];
};
