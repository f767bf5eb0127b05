"use client";

import { useFieldName } from "../records/field-name";
import { previewOf } from "../records/preview";
import { Status } from "../ui/status";
import type { Sample } from "./import-api";

const SHOWN = 240;

/** The first rows as the records that would be made of them. */
export function SampleRecords({ sample }: { sample: Sample }) {
  const nameOf = useFieldName();
  return (
    <section aria-labelledby="first-records">
      <h3 id="first-records" className="mb-1 text-body font-medium">
        What the first rows become
      </h3>
      <ul className="border-t border-hairline text-table">
        {sample.rows.map(({ line, record, problems }) => (
          <li key={line} className="grid grid-cols-[4rem_minmax(0,1fr)] gap-x-3 border-b border-hairline px-2 py-1.5">
            <span className="text-ink-faint tabular-nums">row {line}</span>
            <div className="min-w-0">
              <bdi className="wrap-anywhere text-ink-soft">{previewOf(record, SHOWN)}</bdi>
              {problems.map(({ pointer, message }) => (
                <p key={pointer + message}>
                  <Status tone="bad">
                    <bdi>{nameOf(pointer)}</bdi>: {message}
                  </Status>
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
