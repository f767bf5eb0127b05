"use client";

import { ArrowRight, Minus, MoveVertical, PencilLine, Plus } from "lucide-react";
import { useState } from "react";
import type { Difference } from "@/lib/schema/difference";
import { Button } from "../../ui/button";
import { useFieldName } from "../field-name";
import { ValueText } from "../value-text";

const SHOWN = 12;

const words = { added: "Added", removed: "Removed", changed: "Changed", moved: "Reordered" } as const;
const marks = {
  added: { icon: Plus, ink: "text-good" },
  removed: { icon: Minus, ink: "text-bad" },
  changed: { icon: PencilLine, ink: "text-info" },
  moved: { icon: MoveVertical, ink: "text-ink-soft" },
} as const;

/** Field by field, what was and what came of it. */
export function ChangeList({ found }: { found: readonly Difference[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? found : found.slice(0, SHOWN);
  return (
    <>
      <ul className="flex flex-col gap-1.5">
        {shown.map((one) => (
          <Row key={one.kind + one.pointer} one={one} />
        ))}
      </ul>
      {found.length > SHOWN && (
        <Button size="small" variant="quiet" className="mt-1" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${found.length} differences`}
        </Button>
      )}
    </>
  );
}

function Row({ one }: { one: Difference }) {
  const nameOf = useFieldName();
  const { icon: Icon, ink } = marks[one.kind];
  return (
    <li className="grid grid-cols-[1rem_minmax(0,1fr)] items-baseline gap-x-2 text-table">
      <Icon aria-hidden="true" className={`size-3.5 translate-y-0.5 ${ink}`} />
      <div className="min-w-0">
        <span className="sr-only">{words[one.kind]} </span>
        <bdi className="mr-2 font-medium wrap-anywhere">{nameOf(one.pointer)}</bdi>
        {one.kind === "added" && <ValueText value={one.after} className="text-good" />}
        {one.kind === "removed" && (
          <del className="text-bad decoration-1">
            <ValueText value={one.before} />
          </del>
        )}
        {one.kind === "changed" && <BeforeAfter before={one.before} after={one.after} />}
        {one.kind === "moved" && <span className="text-ink-soft">put in another order: {one.after.join(", ")}</span>}
      </div>
    </li>
  );
}

function BeforeAfter({ before, after }: { before: unknown; after: unknown }) {
  return (
    <>
      <del className="text-bad decoration-1">
        <ValueText value={before} />
      </del>
      <ArrowRight aria-label="became" className="mx-1.5 inline size-3.5 text-ink-faint" />
      <ins className="text-good no-underline">
        <ValueText value={after} />
      </ins>
    </>
  );
}
