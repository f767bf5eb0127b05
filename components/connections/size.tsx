"use client";

import { useLocale } from "../ui/locale";

const units = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** Bytes in the unit that people would say. */
export function Size({ bytes }: { bytes: number }) {
  const locale = useLocale();
  const step = bytes < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const format = new Intl.NumberFormat(locale, {
    style: "unit",
    unit: units[step],
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: step === 0 ? 0 : 1,
  });
  return (
    <span title={`${bytes} bytes`} className="tabular-nums">
      {format.format(bytes / 1_000 ** step)}
    </span>
  );
}
