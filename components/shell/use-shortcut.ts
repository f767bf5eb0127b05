"use client";

import { useEffect, useRef } from "react";
import { type ShortcutId, shortcutIds, shortcuts } from "./shortcuts";

const SEQUENCE_MS = 1_200;

type Handler = { id: ShortcutId; run: () => void; typing: boolean };
type Options = {
  enabled?: boolean;
  /** Whether a key with ⌘ or Ctrl counts for somebody who types, too. Keys without never do. */
  typing?: boolean;
};

const handlers: Handler[] = [];
let first: { key: string; at: number } | undefined;
let listening = false;

/** Does something when the keys of a row of the shortcuts table are pressed. The last component to ask wins. */
export function useShortcut(id: ShortcutId, run: () => void, { enabled = true, typing = true }: Options = {}): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    listen();
    const handler: Handler = { id, run: () => latest.current(), typing };
    handlers.push(handler);
    return () => void handlers.splice(handlers.indexOf(handler), 1);
  }, [id, enabled, typing]);
}

function listen(): void {
  if (listening) return;
  listening = true;
  document.addEventListener("keydown", pressed);
}

const TYPED_IN = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]';

/** Whether an element is one that somebody types in. */
export const isTypedIn = (element: Element | null): boolean => element?.closest(TYPED_IN) != null;

/** Somebody who types, or stands in a menu whose own keys come first. */
const isTaken = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (isTypedIn(target) || target.closest('[role="menu"], [role="listbox"]') !== null);

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.key === "Shift") return;
  const mod = event.metaKey || event.ctrlKey;
  const taken = isTaken(event.target);
  if (!mod && taken) return;
  const key = event.key.toLowerCase();
  const since = first && event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${key}` : undefined;
  const asked = mod ? [`mod+${key}`] : since ? [since, key] : [key];
  first = undefined;
  for (const keys of asked) {
    const handler = handlerOf(keys, taken);
    if (!handler) continue;
    event.preventDefault();
    handler.run();
    return;
  }
  if (!mod && shortcutIds.some((id) => shortcuts[id].keys.startsWith(`${key} `))) first = { key, at: event.timeStamp };
}

const handlerOf = (keys: string, taken: boolean) =>
  handlers.findLast(({ id, typing }) => shortcuts[id].keys === keys && (typing || !taken));
