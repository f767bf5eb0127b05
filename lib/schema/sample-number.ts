import type { SchemaNode } from "./keywords";

/** A number inside a schema's bounds, a multiple where it asks for one; 1 where it says nothing. */
export function sampleNumber(node: SchemaNode, whole: boolean): number {
  const step = numberOr(node.multipleOf, whole ? 1 : undefined);
  const least = Math.max(numberOr(node.minimum, -Infinity), above(node.exclusiveMinimum, whole));
  const most = Math.min(numberOr(node.maximum, Infinity), below(node.exclusiveMaximum, whole));
  const inside = Math.min(Math.max(1, least), most);
  if (least > 1 && most < Infinity && step === undefined) return strictly((least + most) / 2, node);
  if (step === undefined) return strictly(inside, node);
  const up = Math.ceil(inside / step) * step;
  const found = up <= most ? up : Math.floor(inside / step) * step;
  // 3 × 0.1 is not 0.3: cut to the digits that the step itself has.
  const digits = (String(step).split(".")[1] ?? "").length;
  return Number(found.toFixed(Math.min(digits, 20)));
}

function numberOr<Other>(value: unknown, other: Other): number | Other {
  return typeof value === "number" ? value : other;
}

const above = (bound: unknown, whole: boolean) =>
  typeof bound === "number" ? (whole ? Math.floor(bound) + 1 : bound) : -Infinity;

const below = (bound: unknown, whole: boolean) =>
  typeof bound === "number" ? (whole ? Math.ceil(bound) - 1 : bound) : Infinity;

/** The middle between two bounds that may not be touched, where the number would touch one. */
function strictly(value: number, { exclusiveMinimum, exclusiveMaximum, minimum, maximum }: SchemaNode): number {
  if (value !== exclusiveMinimum && value !== exclusiveMaximum) return value;
  const least = numberOr(exclusiveMinimum, numberOr(minimum, value - 1));
  const most = numberOr(exclusiveMaximum, numberOr(maximum, value + 1));
  return (Math.max(least, value - 1) + Math.min(most, value + 1)) / 2;
}
