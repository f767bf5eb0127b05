/** A field that lists filter and sort by at speed. */
export type DeclaredField = { pointer: string; type: "text" | "number" | "date" };

/** What an author works on: a schema's text, and what the resource takes from its fields. */
export type DraftContent = {
  /** The author's own text. While it is being typed it may be no JSON yet. */
  schemaText: string;
  identifierKey: string;
  displayNameKey: string | null;
  filterFields: readonly DeclaredField[];
};

/** How many fields may be declared for filter and sort, of text and of number or date. */
export const DECLARED_MAX = { text: 4, ordered: 4 } as const;

/** Whether two contents are the same, letter by letter. */
export function sameContent(left: DraftContent, right: DraftContent): boolean {
  return (
    left.schemaText === right.schemaText &&
    left.identifierKey === right.identifierKey &&
    left.displayNameKey === right.displayNameKey &&
    left.filterFields.length === right.filterFields.length &&
    left.filterFields.every(
      ({ pointer, type }, at) => right.filterFields[at]?.pointer === pointer && right.filterFields[at]?.type === type,
    )
  );
}
