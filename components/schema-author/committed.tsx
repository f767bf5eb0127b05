"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { TextArea, TextInput } from "../ui/text-input";

type CommittedProps = {
  value: string;
  /** Told the text when the field is left, on Enter, and a moment after the last letter where `idle` is set. */
  onCommit: (text: string) => void;
  idle?: boolean;
  lines?: number;
  label?: string;
  readOnly?: boolean;
  mono?: boolean;
  small?: boolean;
  placeholder?: string;
  autoFocus?: boolean;
  list?: string;
  inputMode?: "numeric" | "decimal";
  className?: string;
  onEscape?: () => void;
};

const IDLE_MS = 600;

/** A text that counts when it is done, not with every letter: each time would be an edit of the whole schema. */
export function Committed(props: CommittedProps) {
  const { value, onCommit, idle = false, lines, label, list, small, onEscape, ...rest } = props;
  const [draft, setDraft] = useState({ text: value, of: value });
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(onCommit);
  useEffect(() => {
    latest.current = onCommit;
  });
  useEffect(() => () => clearTimeout(waiting.current), []);
  if (draft.of !== value) setDraft({ text: value, of: value });

  const commit = (text: string) => {
    clearTimeout(waiting.current);
    if (text !== value) latest.current(text);
  };
  const shared = {
    ...rest,
    value: draft.text,
    ...(label && { "aria-label": label }),
    onChange: ({ target }: { target: { value: string } }) => {
      const text = target.value;
      setDraft({ text, of: value });
      clearTimeout(waiting.current);
      if (idle) waiting.current = setTimeout(() => latest.current(text), IDLE_MS);
    },
    onBlur: () => commit(draft.text),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Enter" && lines === undefined) {
        event.preventDefault();
        commit(draft.text);
      }
      if (event.key === "Escape") {
        if (draft.text !== value) {
          event.stopPropagation();
          setDraft({ text: value, of: value });
        } else onEscape?.();
      }
    },
  };
  return lines === undefined ? (
    <TextInput autoComplete="off" spellCheck={false} list={list} small={small} {...shared} />
  ) : (
    <TextArea rows={lines} {...shared} />
  );
}
