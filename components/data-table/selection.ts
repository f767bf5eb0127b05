/** What is chosen: some rows by id, or all that match but a few. */
export type Selection = { all: false; ids: ReadonlySet<string> } | { all: true; except: ReadonlySet<string> };

export const nothing: Selection = { all: false, ids: new Set() };
export const everything: Selection = { all: true, except: new Set() };

export const isSelected = (selection: Selection, id: string): boolean =>
  selection.all ? !selection.except.has(id) : selection.ids.has(id);

export const isNothing = (selection: Selection): boolean => !selection.all && selection.ids.size === 0;

/** Chooses rows, or takes them out of what is chosen. */
export function marked(selection: Selection, ids: readonly string[], on: boolean): Selection {
  const held = new Set(selection.all ? selection.except : selection.ids);
  for (const id of ids) {
    if (on === selection.all) held.delete(id);
    else held.add(id);
  }
  return selection.all ? { all: true, except: held } : { all: false, ids: held };
}

/** How many are chosen; undefined when all are and nobody knows how many that is. */
export function countOf(selection: Selection, total: number | undefined): number | undefined {
  if (!selection.all) return selection.ids.size;
  return total === undefined ? undefined : Math.max(0, total - selection.except.size);
}
