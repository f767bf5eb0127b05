"use client";

import { useState } from "react";
import { sameExact } from "@/lib/schema/exact-json";
import { Dialog } from "../../ui/dialog";
import { Switch } from "../../ui/switch";
import { useFieldName } from "../field-name";
import { pointerOf } from "../pointers";
import type { Members, Version } from "../record-api";
import { ValueText } from "../value-text";

type SideBySideProps = { before: Version; after: Version; onClose: () => void };

/** Two versions next to each other, member by member. */
export function SideBySide({ before, after, onClose }: SideBySideProps) {
  const [only, setOnly] = useState(true);
  const nameOf = useFieldName();
  const [left, right] = [before.attributes, after.attributes];
  const has = (members: Members, key: string) => (Object.hasOwn(members, key) ? members[key] : undefined);
  const keys = [...new Set([...Object.keys(right), ...Object.keys(left)])];
  const rows = keys
    .map((key) => ({ key, before: has(left, key), after: has(right, key) }))
    .map((row) => ({ ...row, same: sameExact(row.before, row.after) }))
    .filter(({ same }) => !only || !same);
  return (
    <Dialog open onClose={onClose} size="wide" title={`Revision ${before.revision} and revision ${after.revision}`}>
      <Switch label="Differences only" checked={only} onChange={setOnly} className="mb-3" />
      <table className="w-full table-fixed text-table">
        <caption className="sr-only">Members of both revisions</caption>
        <thead>
          <tr className="border-b border-hairline text-left text-ink-faint">
            <th scope="col" className="w-1/4 py-1 pr-3 font-medium">
              Field
            </th>
            <th scope="col" className="py-1 pr-3 font-medium">
              Revision {before.revision}
            </th>
            <th scope="col" className="py-1 font-medium">
              Revision {after.revision}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="border-b border-hairline align-top last:border-b-0">
              <th scope="row" className="py-1.5 pr-3 text-left font-medium wrap-anywhere">
                <bdi>{nameOf(pointerOf([row.key]))}</bdi>
              </th>
              <td className={`py-1.5 pr-3 ${row.same ? "" : "text-bad"}`}>
                <ValueText value={row.before} />
              </td>
              <td className={`py-1.5 ${row.same ? "" : "text-good"}`}>
                <ValueText value={row.after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
