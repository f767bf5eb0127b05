const KEPT_MAX = 200;
const places = new Map<string, number>();

/** Where a list was scrolled to when it was last seen on this page load; 0 for a new one. */
export const placeKept = (name: string): number => places.get(name) ?? 0;

/** Remembers where a list is scrolled to, so that Back finds it there. */
export function keepPlace(name: string, top: number): void {
  places.delete(name);
  places.set(name, top);
  const [oldest] = places.keys();
  if (places.size > KEPT_MAX && oldest !== undefined) places.delete(oldest);
}
