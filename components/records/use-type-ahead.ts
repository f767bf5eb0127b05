"use client";

import { useCallback, useLayoutEffect, useRef } from "react";
import { isTypedIn } from "../shell/use-shortcut";

/** What the box does something with, beside what is written in it. */
const BOX_KEYS = ["Enter", "Tab", "Backspace", "ArrowDown", "ArrowUp"];

/**
 * Keeps the keys that somebody presses while a box that they asked for is still on its way. Answers what the box calls when
 * it gets the focus: it is given all of them, once, and from then on keys are its own. onCancel: Escape came before the box.
 */
export function useTypeAhead(asked: boolean, onCancel: () => void): () => readonly string[] {
  const early = useRef({ keys: [] as string[], over: true });
  const cancel = useRef(onCancel);
  useLayoutEffect(() => {
    cancel.current = onCancel;
  });
  useLayoutEffect(() => {
    if (!asked) return;
    const kept = { keys: [] as string[], over: false };
    early.current = kept;
    const press = (event: KeyboardEvent) => {
      const { key } = event;
      if (kept.over || event.ctrlKey || event.metaKey || event.altKey) return;
      // They went on to another box, or stand in this one: the key is that one's.
      if (isTypedIn(document.activeElement)) return void (kept.over = true);
      // With nothing typed, Tab goes on to what comes next, as in the box.
      if (key === "Tab" && (event.shiftKey || kept.keys.length === 0)) return;
      if (key !== "Escape" && key.length !== 1 && !BOX_KEYS.includes(key)) return;
      event.preventDefault();
      event.stopPropagation();
      if (key === "Escape") cancel.current();
      else kept.keys.push(key);
    };
    document.addEventListener("keydown", press, true);
    return () => document.removeEventListener("keydown", press, true);
  }, [asked]);
  return useCallback(() => {
    early.current.over = true;
    return early.current.keys.splice(0);
  }, []);
}
