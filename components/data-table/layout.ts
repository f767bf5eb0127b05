/** Which columns are shown, in their order, which of them stay in sight, and how wide they were made. */
export type ColumnLayout = {
  shown: readonly string[];
  pinned: readonly string[];
  widths: Readonly<Record<string, number>>;
};

export const WIDTH_MIN = 56;
export const WIDTH_MAX = 960;

/** The shown columns as they stand on the screen: pinned ones first. */
export const inOrder = ({ shown, pinned }: ColumnLayout): string[] => [
  ...pinned.filter((id) => shown.includes(id)),
  ...shown.filter((id) => !pinned.includes(id)),
];

/** Shows a column at the end, or hides it. */
export function toggled(layout: ColumnLayout, id: string): ColumnLayout {
  const shown = layout.shown.includes(id) ? layout.shown.filter((other) => other !== id) : [...layout.shown, id];
  return { ...layout, shown };
}

/** Keeps a column in sight at the start, or lets it go. */
export function pinToggled(layout: ColumnLayout, id: string): ColumnLayout {
  const { pinned, shown } = layout;
  if (pinned.includes(id)) return { ...layout, pinned: pinned.filter((other) => other !== id) };
  return { ...layout, pinned: [...pinned, id], shown: shown.includes(id) ? shown : [...shown, id] };
}

/** Moves a column by some places among its own kind: pinned ones stay among the pinned. */
export function moved(layout: ColumnLayout, id: string, by: number): ColumnLayout {
  const isPinned = layout.pinned.includes(id);
  const group = inOrder(layout).filter((other) => layout.pinned.includes(other) === isPinned);
  const from = group.indexOf(id);
  const to = Math.max(0, Math.min(group.length - 1, from + by));
  if (from < 0 || to === from) return layout;
  const next = group.toSpliced(from, 1).toSpliced(to, 0, id);
  const rest = inOrder(layout).filter((other) => !group.includes(other));
  return isPinned ? { ...layout, pinned: next, shown: [...next, ...rest] } : { ...layout, shown: [...rest, ...next] };
}

/** Puts a column where another one stands, as when it was dragged there. */
export function movedTo(layout: ColumnLayout, id: string, target: string): ColumnLayout {
  const pinned = layout.pinned.includes(target);
  const same = layout.pinned.includes(id) === pinned ? layout : pinToggled(layout, id);
  const order = inOrder(same);
  return moved(same, id, order.indexOf(target) - order.indexOf(id));
}

/** Makes a column as wide as that, within reason. */
export function sized(layout: ColumnLayout, id: string, width: number): ColumnLayout {
  const kept = Math.round(Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, width)));
  return { ...layout, widths: { ...layout.widths, [id]: kept } };
}

/** Gives a column its own width back. */
export function unsized(layout: ColumnLayout, id: string): ColumnLayout {
  const widths = Object.fromEntries(Object.entries(layout.widths).filter(([other]) => other !== id));
  return { ...layout, widths };
}
