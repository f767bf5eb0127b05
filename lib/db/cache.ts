import { isFresh, onNotice } from "./freshness";
import { singleton } from "./singleton";

const ENTRIES_MAX = 10_000;

type Shelf = { entries: Map<string, { value: unknown; notice: string }>; generation: number };

const shelf = () =>
  singleton<Shelf>("cache", () => {
    const held: Shelf = { entries: new Map(), generation: 0 };
    onNotice((notice) => {
      held.generation += 1;
      for (const [key, entry] of held.entries) {
        if (notice === "" || entry.notice === notice) held.entries.delete(key);
      }
    });
    return held;
  });

/**
 * What load answers, remembered until its notice arrives; asked anew each time while notices cannot be trusted to
 * arrive. Undefined is never remembered.
 */
export async function recall<Value>(
  key: string,
  load: () => Promise<{ value: Value; notice: string } | undefined>,
): Promise<Value | undefined> {
  const held = shelf();
  const fresh = isFresh();
  const found = fresh ? held.entries.get(key) : undefined;
  if (found) return found.value as Value;
  const { generation } = held;
  const loaded = await load();
  // A notice that came while loading may have been about this very row.
  if (loaded && fresh && held.generation === generation) {
    if (held.entries.size >= ENTRIES_MAX) held.entries.delete(held.entries.keys().next().value ?? "");
    held.entries.set(key, loaded);
  }
  return loaded?.value;
}
