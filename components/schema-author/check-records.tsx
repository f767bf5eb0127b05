"use client";

import { useEffect, useRef, useState } from "react";
import { parseExact } from "@/lib/schema/exact-json";
import { pageJudge } from "@/lib/schema/page-judge";
import { api } from "../api";
import { type Place, usePages } from "../connections/addresses";
import { recordsApi } from "../records/place";
import { wayTo } from "../records/pointers";
import { useViewer } from "../shell/viewer";
import { Button } from "../ui/button";
import { PageLink } from "../ui/page-link";
import { toast } from "../ui/toast";
import type { Author } from "./use-author";

const CHECKED_MAX = 100;
const SLICE_MS = 20;
const SHOWN_MAX = 25;

type Row = { id: string; attributes: { [key: string]: unknown } };
type Failing = { id: string; says: string; more: number };
type Found = { checked: number; of: number; failing: Failing[]; schemaText: string };

type Props = {
  author: Author;
  place: Place;
  refused: boolean;
  onMerge?: (records: readonly unknown[]) => void;
};

/** The first records of the resource, judged here in small slices, so that the page stays at hand. */
export function CheckRecords({ author, place, refused, onMerge }: Props) {
  const { can } = useViewer();
  const [found, setFound] = useState<Found>();
  const [busy, setBusy] = useState(false);
  const run = useRef(0);
  useEffect(
    () => () => {
      run.current = -1;
    },
    [],
  );
  if (!can("custom-connections-get", place.connectionId)) return null;

  const read = async (): Promise<Row[] | undefined> => {
    setBusy(true);
    try {
      const text = await api.get<string>(recordsApi(place), { query: { size: CHECKED_MAX }, text: true });
      return (parseExact(text) as { data: Row[] }).data;
    } catch (problem) {
      toast.failed(problem, "The records could not be read");
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  const check = async () => {
    const rows = await read();
    if (!rows || run.current < 0) return;
    const mine = ++run.current;
    const schemaText = author.document.text;
    const judge = pageJudge(JSON.parse(schemaText) as unknown);
    const failing: Failing[] = [];
    for (let at = 0; at < rows.length && mine === run.current;) {
      const until = performance.now() + SLICE_MS;
      for (; at < rows.length && performance.now() < until; at++) {
        const row = rows[at];
        const problems = row ? judge.problems(row.attributes) : [];
        const [first] = problems;
        if (row && first)
          failing.push({ id: row.id, says: `${wayTo(first.pointer)}: ${first.message}`, more: problems.length - 1 });
      }
      if (mine !== run.current) return;
      setFound({ checked: at, of: rows.length, failing: [...failing], schemaText });
      await new Promise((done) => setTimeout(done, 0));
    }
    if (rows.length === 0) setFound({ checked: 0, of: 0, failing: [], schemaText });
  };

  return (
    <section aria-labelledby="check-records" className="flex flex-col gap-2">
      <h2 id="check-records" className="text-body font-medium">
        Records that are there
      </h2>
      <p className="text-table text-ink-faint">
        The newest {CHECKED_MAX} are judged here; all of them before a version is published.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="small" busy={busy} disabled={refused} onClick={() => void check()}>
          Check the first {CHECKED_MAX}
        </Button>
        {onMerge && (
          <Button
            size="small"
            busy={busy}
            onClick={() => void read().then((rows) => rows && onMerge(rows.map(({ attributes }) => attributes)))}
          >
            Add what they have to the schema
          </Button>
        )}
      </div>
      {found && <Outcome found={found} place={place} isOld={found.schemaText !== author.document.text} />}
    </section>
  );
}

function Outcome({ found, place, isOld }: { found: Found; place: Place; isOld: boolean }) {
  const pages = usePages();
  const { checked, of, failing } = found;
  if (of === 0) return <p className="text-body text-ink-soft">There are no records yet.</p>;
  return (
    <>
      <p role="status" className={`text-body ${failing.length > 0 ? "text-bad" : "text-good"}`}>
        {failing.length === 0 ? `All ${checked} fit.` : `${failing.length} of ${checked} would fail.`}
        {isOld && " The schema has changed since; check again."}
      </p>
      <ul className="flex flex-col gap-0.5 text-table">
        {failing.slice(0, SHOWN_MAX).map(({ id, says, more }) => (
          <li key={id} className="min-w-0 wrap-anywhere">
            <PageLink href={pages.record(place, id)} target="_blank">
              <bdi className="font-mono">{id}</bdi>
            </PageLink>
            <span className="text-ink-soft">
              {" "}
              {says}
              {more > 0 && `, and ${more} more`}
            </span>
          </li>
        ))}
        {failing.length > SHOWN_MAX && <li>and {failing.length - SHOWN_MAX} more</li>}
      </ul>
    </>
  );
}
