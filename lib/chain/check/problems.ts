/** One thing that is not as it was sealed, in a sentence that names it. */
export type Problem = {
  kind: "changed" | "deleted" | "inserted" | "cut" | "signature";
  says: string;
  auditId?: number;
  resourceId?: number;
  revision?: number;
  recordId?: string;
  schemaVersion?: number;
  evidenceId?: number;
  link?: number;
};

const KEPT = 200;

/** What a check found: every problem is counted, the first ones are told. */
export class Findings {
  readonly problems: Problem[] = [];
  problemCount = 0;
  /** What is gone or emptied by right, and how much was looked at. */
  readonly counts = { links: 0, records: 0, erased: 0, removedByRetention: 0 };

  add(problem: Problem): void {
    this.problemCount += 1;
    if (this.problems.length < KEPT) this.problems.push(problem);
  }
}

type Row = { kind: "audit" | "change" | "evidence" | "schema"; resourceId: number; number: number };

/** What a sealed row is called. */
export function nameOf({ kind, resourceId, number }: Row): string {
  if (kind === "audit") return `Audit entry ${number}`;
  if (kind === "evidence") return `Evidence ${number}`;
  return kind === "change"
    ? `Change ${number} of resource ${resourceId}`
    : `Schema version ${number} of resource ${resourceId}`;
}

/** Where a sealed row stands, for programs. */
export function placeOf({ kind, resourceId, number }: Row): Partial<Problem> {
  if (kind === "audit") return { auditId: number };
  if (kind === "evidence") return { evidenceId: number };
  return kind === "change" ? { resourceId, revision: number } : { resourceId, schemaVersion: number };
}
