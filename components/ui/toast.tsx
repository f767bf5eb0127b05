"use client";

import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { problemOf } from "../api";
import { Button } from "./button";
import { CopyableId } from "./copyable";
import { IconButton } from "./icon-button";

type Undo = { label?: string; run: () => Promise<unknown> | void };
type Note = { id: number; tone: "good" | "bad"; text: string; says?: string; requestId?: string; undo?: Undo };

const KEPT_MAX = 4;
const SHOWN_MS = { good: 6_000, undo: 12_000, bad: 15_000 };

let notes: readonly Note[] = [];
let lastId = 0;
const watching = new Set<() => void>();

function put(next: readonly Note[]): void {
  notes = next;
  watching.forEach((tell) => tell());
}

function add(note: Omit<Note, "id">): number {
  lastId += 1;
  put([...notes.slice(1 - KEPT_MAX), { ...note, id: lastId }]);
  return lastId;
}

/** Says in a corner what has just happened. Nothing that must be read stands only here. */
export const toast = {
  /** It is done; with `undo`, one click (or ⌘Z of the page) takes it back. */
  done(text: string, { undo }: { undo?: Undo | Undo["run"] } = {}): number {
    return add({ tone: "good", text, undo: typeof undo === "function" ? { run: undo } : undo });
  },
  /** It could not be done. Takes what was thrown; `text` says what was tried. */
  failed(problem: unknown, text?: string): number {
    const { message, requestId } = problemOf(problem);
    return add({ tone: "bad", text: text ?? message, says: text ? message : undefined, requestId });
  },
  dismiss: (id: number) => put(notes.filter((note) => note.id !== id)),
  /** Takes back the latest of what is shown and can be; nothing where there is none. */
  async undoLatest(): Promise<void> {
    const latest = notes.findLast(({ undo }) => undo);
    if (latest) await takeBack(latest);
  },
  /** Takes back what was done with this `undo`, whether its toast is still shown or not. */
  async undo(run: Undo["run"]): Promise<void> {
    await takeBack(notes.find(({ undo }) => undo?.run === run) ?? { id: 0, undo: { run } });
  },
};

async function takeBack({ id, undo }: Pick<Note, "id" | "undo">): Promise<void> {
  try {
    await undo?.run();
  } catch (problem) {
    toast.failed(problem, "It could not be undone");
  }
  toast.dismiss(id);
}

const none: readonly Note[] = [];

/** Where toasts appear. It stands once, in the shell, and from the first paint on, so that each is read out. */
export function Toaster() {
  const shown = useSyncExternalStore(
    (tell) => {
      watching.add(tell);
      return () => watching.delete(tell);
    },
    () => notes,
    () => none,
  );
  return (
    <section
      aria-label="Notifications"
      className="pointer-events-none fixed right-4 bottom-4 z-60 w-[min(24rem,calc(100vw-2rem))] print:hidden"
    >
      <ol aria-live="polite" aria-relevant="additions" className="flex flex-col gap-2">
        {shown.map((note) => (
          <Toast key={note.id} note={note} />
        ))}
      </ol>
    </section>
  );
}

function Toast({ note }: { note: Note }) {
  const { id, tone, text, says, requestId, undo } = note;
  const [held, setHeld] = useState(false);
  const [busy, setBusy] = useState(false);
  const left = useRef(undo ? SHOWN_MS.undo : SHOWN_MS[tone]);

  useEffect(() => {
    if (held || busy) return;
    const began = performance.now();
    const timer = setTimeout(() => toast.dismiss(id), left.current);
    return () => {
      clearTimeout(timer);
      left.current = Math.max(2_000, left.current - (performance.now() - began));
    };
  }, [held, busy, id]);

  const Icon = tone === "good" ? CircleCheck : CircleAlert;
  return (
    <li
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex animate-rise items-start gap-2 rounded-6 bg-float py-2 pr-1.5 pl-3 text-body shadow-lift"
    >
      <Icon aria-hidden="true" className={`mt-1 size-4 shrink-0 ${tone === "good" ? "text-good" : "text-bad"}`} />
      <div className="min-w-0 flex-1 py-0.5 wrap-anywhere">
        {text}
        {says && <p className="text-table text-ink-soft">{says}</p>}
        {requestId && (
          <p className="flex text-table text-ink-faint">
            <CopyableId value={requestId} what="request id" />
          </p>
        )}
      </div>
      {undo && (
        <Button
          size="small"
          busy={busy}
          onClick={() => {
            setBusy(true);
            void takeBack(note);
          }}
        >
          {undo.label ?? "Undo"}
        </Button>
      )}
      <IconButton label="Dismiss" icon={<X />} size="small" onClick={() => toast.dismiss(id)} />
    </li>
  );
}
