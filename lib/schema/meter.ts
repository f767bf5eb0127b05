/** Counts the work of judging one record, so that the verdict depends on the record and never on the clock. */
export interface Meter {
  left: number;
}

/** Thrown when a record costs more than its budget; one frozen value, compared by identity. */
export const OVER_BUDGET: unknown = Object.freeze({ code: "over-budget" });

/** Takes ticks from the meter, or stops the run. */
export function spend(meter: Meter, ticks: number): void {
  meter.left -= ticks;
  if (meter.left < 0) throw OVER_BUDGET;
}

/**
 * One text per JSON value, equal exactly when the values are: keys in one order, 1 and 1.0 the same. It costs what
 * it writes. Values are never compared by walking two of them, since a record's own `valueOf` is only data.
 */
export function identityText(value: unknown, meter: Meter): string {
  let text: string;
  if (typeof value !== "object" || value === null) {
    text = typeof value === "number" ? String(value === 0 ? 0 : value) : JSON.stringify(value);
  } else if (Array.isArray(value)) {
    text = "[" + value.map((element) => identityText(element, meter)).join(",") + "]";
  } else {
    const object = value as { [key: string]: unknown };
    const members = Object.keys(object)
      .sort()
      .map((key) => JSON.stringify(key) + ":" + identityText(object[key], meter));
    text = "{" + members.join(",") + "}";
  }
  spend(meter, 1 + (text.length >> 5));
  return text;
}
