import { Refusal, type Problem } from "@/lib/contract/errors";
import type { Filter } from "@/lib/contract/filters";
import type { Context } from "@/lib/changes/context";
import { pointerNames } from "@/lib/schema/columns";
import type { Resource } from "@/lib/connections/resource";
import { MASK, touches, withoutSensitive, type SensitivePath } from "@/lib/schema/mask";

/** What SQL masks for somebody, as mask_record takes it; null: nothing is hidden from them. */
export type Marks = string | null;

/** identifier_key: what is never hidden, as every address of a record shows it; null: nothing is. */
export type Marked = Pick<Resource, "sensitive" | "connection_id"> & { identifier_key: string | null };

const mayRead = (ctx: Context, { sensitive, connection_id }: Marked) =>
  sensitive.length === 0 || ctx.permitsOn("sensitive-get", connection_id);

/** What of a resource's records is hidden from the caller. */
export function marksFor(ctx: Context, resource: Marked): Marks {
  return mayRead(ctx, resource) ? null : marksOf(resource);
}

/** What of a resource's records is sensitive, whoever asks. */
export function marksOf({ sensitive, identifier_key }: Marked): string {
  return JSON.stringify({ paths: sensitive, keep: identifier_key });
}

/** Whether a place of a record is hidden from the caller, or holds something that is. */
export function isHidden(ctx: Context, resource: Marked, place: SensitivePath): boolean {
  return !mayRead(ctx, resource) && place[0] !== resource.identifier_key && touches(resource.sensitive, place);
}

/** Problems as the caller may read them: nothing of a value that is hidden from them. */
export function problemsFor(ctx: Context, resource: Marked, problems: readonly Problem[]): readonly Problem[] {
  return mayRead(ctx, resource) ? problems : withoutSensitive(problems, resource.sensitive);
}

/** A filter or an order by a hidden value would tell it, guess by guess. Throws forbidden. */
export function refuseGuesses(ctx: Context, resource: Marked, asked: { filter?: Filter; sort?: string }): void {
  const places = asked.filter ? placesOf(asked.filter, []) : [];
  if (asked.sort?.startsWith("/")) places.push(pointerNames(asked.sort));
  const hidden = places.find((place) => isHidden(ctx, resource, place));
  if (!hidden) return;
  const pointer = hidden.map((step) => `/${step ?? "*"}`).join("");
  throw new Refusal("forbidden", {
    message: `"${pointer}" is or holds a sensitive value: filtering and sorting by it needs the permission Read Sensitive Data, which an admin can give you`,
    cause: "lacks sensitive-get",
  });
}

/** Whether a filter asks for what is sensitive, whoever reads it. */
export function asksSensitive({ sensitive, identifier_key }: Omit<Marked, "connection_id">, filter: Filter): boolean {
  return placesOf(filter, []).some((place) => place[0] !== identifier_key && touches(sensitive, place));
}

/** A filter as the caller may read it: what a hidden value is compared with is a mask. */
export function filterFor(ctx: Context, resource: Marked, filter: Filter): Filter {
  return mayRead(ctx, resource) ? filter : masked(filter, [], (place) => isHidden(ctx, resource, place));
}

/** Whether a filter compares what is hidden from the caller with the mask that stands for it. */
export function asksMask(ctx: Context, resource: Marked, filter: Filter): boolean {
  const asked = conditionsOf(filter, []);
  return asked.some(({ place, value }) => [value].flat().includes(MASK) && isHidden(ctx, resource, place));
}

function masked(filter: Filter, base: SensitivePath, hides: (place: SensitivePath) => boolean): Filter {
  if ("and" in filter) return { and: filter.and.map((part) => masked(part, base, hides)) };
  if ("or" in filter) return { or: filter.or.map((part) => masked(part, base, hides)) };
  if ("not" in filter) return { not: masked(filter.not, base, hides) };
  const { pointer } = filter;
  const place = [...base, ...pointerNames(pointer)];
  if ("any" in filter) return { pointer, any: masked(filter.any, [...place, null], hides) };
  if (filter.value === undefined || !hides(place)) return filter;
  return { pointer, op: filter.op, value: Array.isArray(filter.value) ? [MASK] : MASK };
}

const placesOf = (filter: Filter, base: SensitivePath) => conditionsOf(filter, base).map(({ place }) => place);

/** The conditions of a filter that compare, each with the place of a record that it looks at. */
function conditionsOf(filter: Filter, base: SensitivePath): { place: SensitivePath; value?: unknown }[] {
  if ("and" in filter) return filter.and.flatMap((part) => conditionsOf(part, base));
  if ("or" in filter) return filter.or.flatMap((part) => conditionsOf(part, base));
  if ("not" in filter) return conditionsOf(filter.not, base);
  const place = [...base, ...pointerNames(filter.pointer)];
  return "any" in filter ? conditionsOf(filter.any, [...place, null]) : [{ place, value: filter.value }];
}
