"use client";

import { useLocale } from "./locale";

type CountProps = {
  value: number | bigint;
  /** What is counted, as ["record", "records"]. */
  of?: readonly [one: string, many: string];
  className?: string;
};

/** A number as the reader writes numbers, in digits of one width. */
export function Count({ value, of, className = "" }: CountProps) {
  const text = new Intl.NumberFormat(useLocale()).format(value);
  const noun = of && (Number(value) === 1 ? of[0] : of[1]);
  return <span className={`tabular-nums ${className}`}>{noun ? `${text} ${noun}` : text}</span>;
}
