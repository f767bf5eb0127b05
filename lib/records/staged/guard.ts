import { Refusal } from "@/lib/contract/errors";

/** The share of live records (percent) that may go unconfirmed; null: any. */
export type Guard = number | null;

/** Whether so many deletions of so many live records have to be confirmed. */
export function isGuarded(deletes: number, liveRecords: number, guard: Guard): boolean {
  return guard !== null && deletes > 0 && deletes * 100 > liveRecords * guard;
}

/** Throws deletionsUnconfirmed, with the number to confirm, where the guard asks for one and another or none was sent. */
export function checkDeletes(
  { deletes, liveRecords, guard }: { deletes: number; liveRecords: number; guard: Guard },
  confirmed: number | undefined,
): void {
  if (!isGuarded(deletes, liveRecords, guard) || confirmed === deletes) return;
  const said = confirmed === undefined ? "" : `, and not ${confirmed}`;
  throw new Refusal("deletionsUnconfirmed", {
    message:
      `This would delete ${deletes} of ${liveRecords} live records, more than the ${guard} % that may go unconfirmed here. ` +
      `Nothing was written. If that is meant, send confirmDeletes=${deletes}${said}`,
  });
}
