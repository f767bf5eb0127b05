"use client";

import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
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
  /** The keys that were pressed before the box was there, told once. */
  early: () => readonly string[];
  onTake: (filters: readonly Filter[]) => void;
};

/** What is typed, and which of the suggestions for it is chosen. */
type Typed = { text: string; at: number };
/** What becomes of it, and the conditions that are finished by it. */
type Done = readonly [Typed, readonly Filter[]];

const takenOf = ({ filter, text }: Suggestion): Done =>
  filter ? [{ text: "", at: 0 }, [filter]] : [{ text, at: 0 }, []];

/** What a key does that writes nothing; undefined: it is no key of the box. */
function pressed(key: string, { text, at }: Typed, offered: readonly Suggestion[]): Done | undefined {
  const chosen = offered[at];
  const by = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (by) return [{ text, at: offered.length === 0 ? 0 : (at + by + offered.length) % offered.length }, []];
  if (key === "Enter") return chosen ? takenOf(chosen) : [{ text, at }, []];
  if (key === "Tab" && text !== "" && chosen && !chosen.filter) return takenOf(chosen);
  return undefined;
}

/** A text after a key: one more letter, or one less. */
const written = (text: string, key: string): string =>
  key === "Backspace" ? [...text].slice(0, -1).join("") : key.length === 1 ? text + key : text;

/** A condition typed as a sentence, or picked word by word; only finished ones are ever handed on. */
export function FilterBox({ fields, begin = "", early, onTake }: FilterBoxProps) {
  const [typed, setTyped] = useState<Typed>({ text: begin, at: 0 });
  const list = useRef<HTMLUListElement>(null);
  const id = useId();
  const today = dayIn(useZone());
  const offered = useMemo(() => suggest(typed.text, fields, today), [typed.text, fields, today]);

  const settle = (next: Typed, filters: readonly Filter[]) => {
    setTyped(next);
    if (filters.length > 0) onTake(filters);
  };
  const take = (suggestion: Suggestion) => settle(...takenOf(suggestion));
  const press = (event: KeyboardEvent) => {
    if (event.key === "Tab" && event.shiftKey) return;
    const done = pressed(event.key, typed, offered);
    if (!done) return;
    event.preventDefault();
    settle(...done);
    list.current?.children[done[0].at]?.scrollIntoView({ block: "nearest" });
  };
  /** Does what was pressed while the box was on its way. */
  const catchUp = (keys: readonly string[]) => {
    if (keys.length === 0) return;
    let now = typed;
    const filters: Filter[] = [];
    for (const key of keys) {
      const done = key.length > 1 && pressed(key, now, suggest(now.text, fields, today));
      if (done) filters.push(...done[1]);
      now = done ? done[0] : { text: written(now.text, key), at: 0 };
    }
    settle(now, filters);
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
        aria-activedescendant={offered.length > 0 ? `${id}-${typed.at}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder="Type a condition, or pick a field"
        value={typed.text}
        onFocus={() => catchUp(early())}
        onChange={(event) => setTyped({ text: event.target.value, at: 0 })}
        onKeyDown={press}
      />
      <ul ref={list} id={id} role="listbox" aria-label="Suggestions" className="max-h-72 overflow-y-auto">
        {offered.map((suggestion, index) => (
          <li
            key={`${suggestion.label} ${suggestion.text}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === typed.at}
            onPointerMove={() => index !== typed.at && setTyped({ ...typed, at: index })}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => take(suggestion)}
            className="flex min-h-8 cursor-pointer items-center gap-3 rounded-6 px-2 text-body aria-selected:bg-wash max-sm:min-h-11"
          >
            <bdi className="min-w-0 flex-1 truncate">{suggestion.label}</bdi>
            {suggestion.hint && <span className="text-meta text-ink-faint">{suggestion.hint}</span>}
            {suggestion.filter && index === typed.at && <Kbd>Enter</Kbd>}
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
