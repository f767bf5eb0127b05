"use client";

import { memo } from "react";
import type { SchemaColumn } from "@/lib/schema/columns";
import { isExactNumber, numberText } from "@/lib/schema/exact-json";
import { useLocale } from "../ui/locale";
import { momentOf, useZone } from "../ui/time";
import { dateFormat, numberFormat } from "./formats";
import { previewOf } from "./preview";

const SHOWN_MAX = 300;
const CHIPS = 3;

type CellProps = { value: unknown; column: SchemaColumn };

/** One value in a row: by its own type where it has one, and by what the schema says of its text. */
export const Cell = memo(function Cell({ value, column }: CellProps) {
  if (value === undefined) return null;
  if (value === null) return <span className="text-ink-faint">null</span>;
  if (typeof value === "number" || isExactNumber(value)) return <Digits value={value} />;
  if (typeof value === "boolean") return <span>{value ? "yes" : "no"}</span>;
  if (typeof value === "string") {
    return column.type === "date" ? <Moment text={value} format={column.format} /> : words(value);
  }
  if (Array.isArray(value)) return <List items={value} />;
  const preview = previewOf(value);
  return (
    <bdi title={preview} className="font-mono text-meta text-ink-soft">
      {preview}
    </bdi>
  );
});

// Called rather than drawn as a component: nearly every cell is a text, and a screen holds hundreds.
function words(text: string) {
  if (text === "") return <span className="text-ink-faint">empty</span>;
  const shown = text.slice(0, SHOWN_MAX);
  return (
    <span dir="auto" title={shown.length > 24 ? shown : undefined} className="block truncate text-start whitespace-pre">
      {shown.replaceAll(/[\n\r\t]+/g, " ")}
    </span>
  );
}

/** Numbers that JavaScript would round are shown digit by digit, as they were sent. */
function Digits({ value }: { value: number | string }) {
  const locale = useLocale();
  const digits = numberText(value) ?? "";
  return (
    <span title={digits} className="tabular-nums">
      {typeof value === "number" ? numberFormat(locale).format(value) : digits}
    </span>
  );
}

function Moment({ text, format }: { text: string; format?: string }) {
  const locale = useLocale();
  const zone = useZone();
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const at = day ? new Date(`${text}T00:00:00Z`) : momentOf(text);
  if (Number.isNaN(at.getTime()) || !/^\d{4}-\d{2}-\d{2}/.test(text)) return words(text);
  // A day is a day everywhere; only moments are told in the account's zone.
  const shown = day ? dateFormat(locale, "UTC", "day").format(at) : dateFormat(locale, zone, "moment").format(at);
  return (
    <time dateTime={text} title={day || format === "date" ? text : at.toISOString()} className="tabular-nums">
      {shown}
    </time>
  );
}

function List({ items }: { items: readonly unknown[] }) {
  if (items.length === 0) return <span className="text-ink-faint">empty list</span>;
  const simple = items.every((item) => typeof item !== "object" || item === null);
  if (!simple) return <span>{items.length === 1 ? "1 item" : `${items.length} items`}</span>;
  return (
    <span className="flex min-w-0 items-center gap-1 overflow-hidden">
      {items.slice(0, CHIPS).map((item, at) => (
        <bdi key={at} className="max-w-32 truncate rounded-[4px] bg-wash px-1.5 text-meta text-ink-soft">
          {previewOf(item, 60)}
        </bdi>
      ))}
      {items.length > CHIPS && <span className="shrink-0 text-meta text-ink-faint">+{items.length - CHIPS}</span>}
    </span>
  );
}
