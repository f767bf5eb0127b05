"use client";

import type { Place } from "../connections/addresses";
import { FailedState } from "../ui/failed-state";
import { SkeletonRows } from "../ui/skeleton";
import { type ImportFacts, useSample } from "./import-api";
import { SampleRecords } from "./sample-records";

/** The first rows as the file has them. */
export function SampleTable({ place, facts }: { place: Place; facts: ImportFacts }) {
  const { data, error, refetch } = useSample(place, facts);
  if (error) return <FailedState what="The rows could not be read" problem={error} retry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={5} columns={5} label="Reading the first rows" />;
  // Rows of JSON have no cells: they are shown as records only.
  if (data.rows.some(({ cells }) => cells === null)) return <SampleRecords sample={data} />;
  return (
    // A list that is longer than the screen is moved with the arrow keys, so it has to be reached by Tab.
    <div role="region" aria-label="First rows of the file" tabIndex={0} className="overflow-x-auto">
      <table className="w-full text-table">
        <caption className="sr-only">First rows of the file</caption>
        <thead>
          <tr className="border-b border-hairline text-left text-ink-faint">
            <th scope="col" className="h-8 w-14 px-2 text-right font-medium">
              Row
            </th>
            {data.columns.map(({ column, name }) => (
              <th key={column} scope="col" className="h-8 max-w-64 truncate px-2 font-medium">
                <bdi>{name}</bdi>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map(({ line, cells }) => (
            <tr key={line} className="border-b border-hairline">
              <th scope="row" className="h-9 px-2 text-right font-normal text-ink-faint tabular-nums">
                {line}
              </th>
              {cells?.map((cell, at) => (
                <td key={at} className="h-9 max-w-64 truncate px-2" title={cell}>
                  <bdi>{cell}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
