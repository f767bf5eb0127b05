"use client";

import { useId, useMemo, useRef, useState } from "react";
import { type Suggestion, suggest } from "@/lib/contract/filter-sentence";
import type { AskedField } from "@/lib/contract/filter-words";
import type { Filter } from "@/lib/contract/filters";
import { Kbd } from "../ui/kbd";
import { TextInput } from "../ui/text-input";
import { useZone } from "../ui/time";
import { dayIn } from "./formats";

type FilterBoxProps = {
  fields: readonly AskedField[];
  /** What stands in the box at first: a field's name, or a condition to change. */
  begin?: string;
  onTake: (filter: Filter) => void;
};

/** A condition typed as a sentence, or picked word by word; only a finished one is ever handed on. */
export function FilterBox({ fields, begin = "", onTake }: FilterBoxProps) {
  const [typed, setTyped] = useState(begin);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const today = dayIn(useZone());
  const offered = useMemo(() => suggest(typed, fields, today), [typed, fields, today]);

  const type = (text: string) => {
    setTyped(text);
    setAt(0);
  };
  const take = (suggestion: Suggestion | undefined) => {
    if (!suggestion) return;
    if (suggestion.filter) onTake(suggestion.filter);
    type(suggestion.filter ? "" : suggestion.text);
  };
  const go = (by: number) => {
    const next = offered.length === 0 ? 0 : (at + by + offered.length) % offered.length;
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };

  return (
    <div className="flex flex-col gap-1.5">
      <TextInput
        autoFocus
        role="combobox"
        aria-label="Condition"
        aria-expanded
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={offered.length > 0 ? `${id}-${at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder="Type a condition, or pick a field"
        value={typed}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") go(1);
          else if (event.key === "ArrowUp") go(-1);
          else if (event.key === "Enter") take(offered[at]);
          else if (event.key === "Tab" && !event.shiftKey && typed !== "" && offered[at] && !offered[at].filter) {
            take(offered[at]);
          } else return;
          event.preventDefault();
        }}
      />
      <ul ref={list} id={id} role="listbox" aria-label="Suggestions" className="max-h-72 overflow-y-auto">
        {offered.map((suggestion, index) => (
          <li
            key={`${suggestion.label} ${suggestion.text}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerMove={() => setAt(index)}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(suggestion)}
            className="flex min-h-8 cursor-pointer items-center gap-3 rounded-6 px-2 text-body aria-selected:bg-wash max-sm:min-h-11"
          >
            <bdi className="min-w-0 flex-1 truncate">{suggestion.label}</bdi>
            {suggestion.hint && <span className="text-meta text-ink-faint">{suggestion.hint}</span>}
            {suggestion.filter && index === at && <Kbd>Enter</Kbd>}
          </li>
        ))}
      </ul>
      {offered.length === 0 && (
        <p role="status" className="px-2 pb-1 text-table text-ink-faint">
          Not a condition yet. Write it like “licence is not MIT” or “installed after 2026-01-31”.
        </p>
      )}
    </div>
  );
}
