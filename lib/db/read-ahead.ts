import { Room } from "./copied";

/** The page that the caller has, and those that are read meanwhile. */
const PAGES_AT_ONCE = 3;

/**
 * Pages one after the other: while the caller takes one, up to two more are read, so that neither waits for the other.
 * read: gives the page after the one before, or after none the first; undefined ends it. It may read into the room that
 * it is given: what stands there is gone when the caller asks for the next page. Throws what it throws.
 */
export async function* readAhead<Page>(
  read: (before: Page | undefined, room: Room) => Promise<Page | undefined>,
): AsyncGenerator<Page> {
  const rooms = Array.from({ length: PAGES_AT_ONCE }, () => new Room());
  let begun = 0;
  const after = async (page: Promise<Page | undefined> | undefined) => {
    const room = rooms[begun++ % PAGES_AT_ONCE] ?? new Room();
    const before = await page;
    return page && !before ? undefined : read(before, room);
  };
  let next = heard(after(undefined));
  let following = heard(after(next));
  for (let page = await next; page; page = await next) {
    [next, following] = [following, heard(after(following))];
    yield page;
  }
}

/** The last of a page's ids, which stand a line each: behind it the next page begins. */
export const lastLine = (ids: string): string => ids.slice(ids.lastIndexOf("\n") + 1);

/** The same promise: its failure is thrown where it is waited for, and is nobody's where it is not. */
export function heard<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}
