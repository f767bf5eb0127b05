import type { AskedEvidence } from "../generate";

/** What a schedule asks evidence of, from its JSON; the filter as its own text, so that its numbers keep their digits. */
export function askedOf(requestText: string, filterText?: string): AskedEvidence {
  const { filter, ...rest } = JSON.parse(requestText) as Omit<AskedEvidence, "filterText"> & { filter?: unknown };
  if (filter === undefined) return rest;
  return { ...rest, filterText: filterText ?? JSON.stringify(filter) };
}
