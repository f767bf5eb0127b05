"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./icon-button";

const TAIL = 6;

type CopyableIdProps = {
  value: string;
  /** What it is, for the button's name: "Copy record id". */
  what?: string;
  className?: string;
};

/** A long id in one line: its middle gives way, its end stays, and the button copies all of it as it is. */
export function CopyableId({ value, what = "id", className = "max-w-full" }: CopyableIdProps) {
  const long = value.length > 2 * TAIL;
  return (
    <span className={`inline-flex min-w-0 items-center gap-0.5 align-bottom ${className}`}>
      <bdi title={value} className="flex min-w-0 font-mono text-table">
        <span className="truncate whitespace-pre">{long ? value.slice(0, -TAIL) : value}</span>
        {long && <span className="shrink-0 whitespace-pre">{value.slice(-TAIL)}</span>}
      </bdi>
      <CopyIcon value={value} what={what} />
    </span>
  );
}

/** The button alone, beside something that is shown another way. */
export function CopyIcon({ value, what }: { value: string; what: string }) {
  const [outcome, setOutcome] = useState<"idle" | "copied" | "refused">("idle");

  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    const clipboard: Clipboard | undefined = navigator.clipboard;
    const done = await clipboard?.writeText(value).then(
      () => true,
      () => false,
    );
    setOutcome(done ? "copied" : "refused");
  };

  const label = { idle: `Copy ${what}`, copied: "Copied", refused: "Select and copy by hand" }[outcome];
  return (
    <IconButton
      label={label}
      icon={outcome === "copied" ? <Check className="text-good" /> : <Copy />}
      size="small"
      onClick={() => void copy()}
      className="sm:size-6 [&_svg]:size-3.5!"
    />
  );
}
