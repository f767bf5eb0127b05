"use client";

import { useEffect, useState } from "react";
import { Glyph } from "./glyph";

type Outcome = "idle" | "copied" | "refused";

const words: Record<Outcome, string> = { idle: "Copy", copied: "Copied", refused: "Select and copy by hand" };

/** Copies a text. Browsers refuse it on plain http away from this machine; then the button says what to do instead. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [outcome, setOutcome] = useState<Outcome>("idle");

  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), 2_500);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    const clipboard: Clipboard | undefined = navigator.clipboard;
    const done = await clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setOutcome(done ? "copied" : "refused");
  };

  return (
    <button
      type="button"
      onClick={() => void copy()}
      aria-label={outcome === "idle" ? `Copy ${what}` : words[outcome]}
      className="inline-flex h-7 items-center gap-1.5 rounded-6 border border-hairline bg-sheet px-2.5 text-table font-medium text-ink-soft transition-colors duration-150 hover:border-edge hover:text-ink max-sm:h-11 max-sm:px-4"
    >
      <Glyph name={outcome === "copied" ? "check" : "copy"} className="size-3.5" />
      <span aria-live="polite">{words[outcome]}</span>
    </button>
  );
}
