import { Refusal } from "@/lib/contract/errors";
import type { Reader } from "@/lib/db/client";
import { pathOfPointer } from "@/lib/connections/facts";
import { refuseForgotten } from "@/lib/records/forgotten";
import { stateAt } from "@/lib/records/store";
import { findPast } from "@/lib/records/past/store";
import { canonicalRecord } from "@/lib/schema/canonical";
import type { SensitivePath } from "@/lib/schema/mask";
import * as store from "../state/store";
import { commitFor, redacted, redactionKey } from "./redact";
import type { Wanted } from "./request";

const PAGE_RECORDS = 2_000;

/** The state that an evidence is made of, as one snapshot sees it. */
export type State = {
  moment: store.MomentRow;
  source: store.Source;
  /** Ids of the sample; null: all that match. */
  onlyIds: readonly string[] | null;
};

/** A page of lines. texts: what PostgreSQL prints of each record, null of an erased one. */
export type Lines = { ids: string[]; lines: string[]; texts: (string | null)[]; versions: string[] };

/** Finds the state of a revision. Throws invalid when there was none, or it is no longer kept. */
export async function findState(from: Reader, wanted: Wanted): Promise<State> {
  const { accountId, resourceId, revision, filter, sample } = wanted;
  const place = { accountId, resourceId };
  await refuseForgotten(from, place, { revision, name: "asOf" });
  const [moment, { live }] = [await store.findMoment(from, place, revision), await stateAt(place, revision)];
  if (!moment) throw new Refusal("invalid", { message: `asOf: there was no resource at revision ${revision}` });
  if (!live) {
    throw new Refusal("invalid", {
      message: `asOf: the resource was deleted at revision ${revision}, so there are no records to give evidence of`,
    });
  }
  const past = moment.newest === revision ? undefined : await findPast(from, place, revision);
  // No declared slots: what they hold is younger than the revision, and exact comparison needs none.
  const source = { ...place, past, filter, slots: new Map<string, string>() };
  const onlyIds = sample ? await store.drawSample(from, source, sample) : null;
  return { moment, source, onlyIds };
}

/** Redaction paths of an evidence: null is any item of a list or any member. */
export const pathsOf = (redactions: readonly string[]): SensitivePath[] =>
  redactions.map((pointer) => pathOfPointer(pointer).map((step) => (step === "*" ? null : step)));

/** The lines of an evidence, page by page: the next page is read while the caller takes one. */
export async function* linesOf(
  from: Reader,
  wanted: Wanted,
  { source, onlyIds, moment }: State,
): AsyncGenerator<Lines> {
  const read = (afterId: string | null) => store.readState(from, { ...source, afterId, size: PAGE_RECORDS, onlyIds });
  const paths = pathsOf(wanted.redactions);
  const redact = paths.length > 0 ? redactorOf(wanted, paths, moment.identifier_key) : undefined;
  let page = onlyIds?.length === 0 ? undefined : await read(null);
  while (page) {
    const next: ReturnType<typeof read> = read(page.last);
    // Heard when it is waited for.
    next.catch(() => undefined);
    yield asLines(page, redact);
    page = await next;
  }
}

type Redact = (line: string, id: string, revision: number) => string;

function redactorOf({ accountId, resourceId }: Wanted, paths: readonly SensitivePath[], keep: string): Redact {
  const key = redactionKey(accountId);
  return (line, id, revision) =>
    redacted(line, paths, { keep, commit: commitFor(key, { account: accountId, resource: resourceId, id, revision }) });
}

function asLines(page: store.StatePage, redact: Redact | undefined): Lines {
  const ids = page.ids.split("\n");
  const printed = page.texts.split("\n");
  const erased = page.erased === null ? undefined : (JSON.parse(page.erased) as Record<string, string>);
  const revisions = redact ? page.revisions.split(",") : [];
  const lines = printed.map((text, at) => {
    const id = ids[at] ?? "";
    if (text === "") return `{"$erased":"${erased?.[id] ?? ""}","id":${JSON.stringify(id)}}`;
    const line = canonicalRecord(text);
    return redact ? redact(line, id, Number(revisions[at])) : line;
  });
  const texts = erased ? printed.map((text) => (text === "" ? null : text)) : printed;
  return { ids, lines, texts, versions: page.versions.split(",") };
}
