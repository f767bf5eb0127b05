import {
  type Asked,
  type AskedField,
  askedOfFilter,
  filterOf,
  type Question,
  questionsFor,
  rowOf,
} from "./filter-words";
import { valueTyped } from "./filter-sentence";
import { valueWords } from "./filter-words";
import type { Filter } from "./filters";

/** A filter while it is being built: conditions may be half-built, and `typed` is what stands in the box. */
export type DraftCondition = {
  kind: "one";
  key: number;
  pointer: string;
  question: Question;
  typed: string;
  inner?: DraftGroup;
};
export type DraftGroup = { kind: "group"; key: number; any: boolean; parts: readonly Draft[] };
/** A part that no form of ours asks: kept as it is, to be taken away or left. */
export type DraftOther = { kind: "other"; key: number; filter: Filter };
export type Draft = DraftCondition | DraftGroup | DraftOther;

let lastKey = 0;
const newKey = () => (lastKey += 1);

/** A condition with nothing said yet. */
export function emptyCondition(field: AskedField | undefined): DraftCondition {
  const [question] = field ? questionsFor(field) : [];
  return { kind: "one", key: newKey(), pointer: field?.pointer ?? "", question: question ?? "is", typed: "" };
}

export const emptyGroup = (any: boolean, parts: readonly Draft[] = []): DraftGroup => ({
  kind: "group",
  key: newKey(),
  any,
  parts,
});

/** A filter as a draft; its outermost is always a group. */
export function draftOf(filter: Filter | undefined): DraftGroup {
  if (!filter) return emptyGroup(false);
  const draft = part(filter);
  return draft.kind === "group" ? draft : emptyGroup(false, [draft]);
}

function part(filter: Filter): Draft {
  if ("and" in filter) return emptyGroup(false, filter.and.map(part));
  if ("or" in filter) return emptyGroup(true, filter.or.map(part));
  const asked = askedOfFilter(filter);
  if (!asked) return { kind: "other", key: newKey(), filter };
  const { pointer, question, value, items } = asked;
  const typed = Array.isArray(value) ? value.map(valueWords).join(", ") : value === undefined ? "" : valueWords(value);
  return { kind: "one", key: newKey(), pointer, question, typed, ...(items && { inner: draftOf(items) }) };
}

/** The filter of what is finished in a draft; what is half-built is left out. */
export function filterOfDraft(draft: Draft, fields: readonly AskedField[]): Filter | undefined {
  if (draft.kind === "other") return draft.filter;
  if (draft.kind === "one") return finished(draft, fields);
  const parts = draft.parts.flatMap((one) => filterOfDraft(one, fields) ?? []);
  if (parts.length < 2) return parts[0];
  return draft.any ? { or: parts } : { and: parts };
}

function finished(draft: DraftCondition, fields: readonly AskedField[]): Filter | undefined {
  const field = fields.find(({ pointer }) => pointer === draft.pointer);
  if (!field) return undefined;
  const { pointer, question, inner } = draft;
  const asked: Asked = { pointer, question, value: valueOf(draft, field) };
  return filterOf({ ...asked, items: inner && filterOfDraft(inner, field.item?.columns ?? []) }, field);
}

function valueOf({ question, typed }: DraftCondition, field: AskedField): unknown {
  if (rowOf(question).takes !== "several") return valueTyped(field, typed === "“”" ? '""' : typed);
  const values = typed.split(",").map((one) => valueTyped(field, one));
  return values.filter((value) => value !== undefined);
}

/** How many conditions are finished and how many are not. */
export function countDraft(draft: Draft, fields: readonly AskedField[]): { done: number; open: number } {
  if (draft.kind === "other") return { done: 1, open: 0 };
  if (draft.kind === "one") return finished(draft, fields) ? { done: 1, open: 0 } : { done: 0, open: 1 };
  return draft.parts
    .map((one) => countDraft(one, fields))
    .reduce((sum, { done, open }) => ({ done: sum.done + done, open: sum.open + open }), { done: 0, open: 0 });
}
