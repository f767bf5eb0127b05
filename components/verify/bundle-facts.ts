import { wordsOf } from "@/lib/contract/filter-words";
import type { Filter } from "@/lib/contract/filters";

/** A key of this installation, as it publishes them. */
export type KnownKey = {
  kid: string;
  account: number;
  retired_at?: string;
  revoked?: { revoked_at: string; reason: string };
};

/** What a bundle says of itself, as far as it is a text or a number: anybody may have written it. */
export type BundleFacts = {
  resource: string;
  connection: string;
  account: string;
  title: string;
  revision: string;
  revisionAt: string;
  included: string;
  total: string;
  session: string;
  conditions: string;
  sample: string;
  redacted: string;
  failing: string;
  generatedAt: string;
  generatedBy: string;
  accountId: string;
};

/** Reads what can be read of a content.json and an attestation.json, whatever they hold. */
export function factsOf(content: unknown, attestation: unknown): BundleFacts {
  return {
    resource: textAt(attestation, "names", "resource"),
    connection: textAt(attestation, "names", "connection"),
    account: textAt(attestation, "names", "account"),
    title: textAt(attestation, "title"),
    revision: textAt(content, "revision"),
    revisionAt: textAt(content, "revisionAt"),
    included: textAt(content, "counts", "included"),
    total: textAt(content, "counts", "total"),
    session: textAt(content, "session", "sessionId"),
    conditions: conditionsIn(content),
    sample: sampleIn(content),
    redacted: redactedIn(content),
    failing: textAt(content, "counts", "failing"),
    generatedAt: textAt(attestation, "generatedAt"),
    generatedBy: textAt(attestation, "generatedBy", "label"),
    accountId: textAt(content, "account"),
  };
}

function at(document: unknown, ...steps: string[]): unknown {
  let value = document;
  for (const step of steps) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

function textAt(document: unknown, ...steps: string[]): string {
  const value = at(document, ...steps);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** Which records were asked for, as a sentence; one that no installation writes is shown as it stands. */
function conditionsIn(content: unknown): string {
  const filter = at(content, "filter");
  if (typeof filter !== "object" || filter === null) return "";
  try {
    return wordsOf(filter as Filter, []);
  } catch {
    return JSON.stringify(filter);
  }
}

function sampleIn(content: unknown): string {
  const [size, of, seed] = ["size", "of", "seed"].map((member) => textAt(content, "sample", member));
  if (!size) return "";
  const drawn = Number(size) > Number(of) ? `all ${of}; ${size} were asked for` : `${size} of ${of}`;
  return `${drawn}, drawn by the seed ${seed}`;
}

function redactedIn(content: unknown): string {
  const places = at(content, "redactions");
  return Array.isArray(places) ? places.filter((place) => typeof place === "string").join(", ") : "";
}

/** The key of this installation that signed a bundle, of the account that the bundle says it is of. */
export function ownKey(keys: readonly KnownKey[], kid: string | null, accountId: string): KnownKey | undefined {
  return keys.find((key) => key.kid === kid && String(key.account) === accountId);
}
