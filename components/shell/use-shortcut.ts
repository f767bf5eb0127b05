"use client";

import { useEffect, useRef } from "react";
import { type ShortcutId, shortcutIds, shortcuts } from "./shortcuts";

const SEQUENCE_MS = 1_200;

type Handler = { id: ShortcutId; run: () => void };

const handlers: Handler[] = [];
let first: { key: string; at: number } | undefined;
let listening = false;

/** Does something when the keys of a row of the shortcuts table are pressed. The last component to ask wins. */
export function useShortcut(id: ShortcutId, run: () => void, { enabled = true } = {}): void {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    listen();
    const handler: Handler = { id, run: () => latest.current() };
    handlers.push(handler);
    return () => void handlers.splice(handlers.indexOf(handler), 1);
  }, [id, enabled]);
}

function listen(): void {
  if (listening) return;
  listening = true;
  document.addEventListener("keydown", pressed);
}

/** Somebody who types, or stands in a menu whose own keys come first. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const typing = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]';
  return target.closest(`${typing}, [role="menu"], [role="listbox"]`) !== null;
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.key === "Shift") return;
  const mod = event.metaKey || event.ctrlKey;
  if (!mod && isTaken(event.target)) return;
  const key = event.key.toLowerCase();
  const since = first && event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${key}` : undefined;
  const asked = mod ? [`mod+${key}`] : since ? [since, key] : [key];
  first = undefined;
  for (const keys of asked) {
    const handler = handlerOf(keys);
    if (!handler) continue;
    event.preventDefault();
    handler.run();
    return;
  }
  if (!mod && shortcutIds.some((id) => shortcuts[id].keys.startsWith(`${key} `))) first = { key, at: event.timeStamp };
}

const handlerOf = (keys: string) => handlers.findLast(({ id }) => shortcuts[id].keys === keys);
