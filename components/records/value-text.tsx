"use client";

import { MASK } from "@/lib/schema/mask";
import { isExactNumber, numberText, printExact } from "@/lib/schema/exact-json";

/** A value of a record as text: markup stays text, digits stay as they are, and what is absent says so. */
export function ValueText({ value, className = "" }: { value: unknown; className?: string }) {
  const faint = (words: string) => <span className={`text-ink-faint ${className}`}>{words}</span>;
  if (value === undefined) return faint("not set");
  if (value === null) return faint("null");
  if (value === "") return faint("empty text");
  if (value === MASK) {
    return (
      <span className={className} title="Sensitive; reading it needs the permission Read Sensitive Data">
        {MASK}
        <span className="sr-only"> hidden</span>
      </span>
    );
  }
  if (typeof value === "boolean") return <span className={className}>{value ? "Yes" : "No"}</span>;
  if (typeof value === "number" || isExactNumber(value)) {
    return <span className={`tabular-nums ${className}`}>{numberText(value)}</span>;
  }
  if (typeof value === "string") {
    return (
      <span dir="auto" className={`wrap-anywhere whitespace-pre-wrap ${className}`}>
        {value}
      </span>
    );
  }
  return (
    <code className={`font-mono text-meta wrap-anywhere whitespace-pre-wrap ${className}`}>{printExact(value, 2)}</code>
  );
}
