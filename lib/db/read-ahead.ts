/**
 * Pages one after the other: while the caller takes one, up to two more are read, so that neither waits for the other.
 * read: gives the page after the one before, or after none the first; undefined ends it. Throws what it throws.
 */
export async function* readAhead<Page>(
  read: (before: Page | undefined) => Promise<Page | undefined>,
): AsyncGenerator<Page> {
  const after = (page: Promise<Page | undefined>) => heard(page.then((before) => before && read(before)));
  let next = heard(read(undefined));
  let following = after(next);
  for (let page = await next; page; page = await next) {
    [next, following] = [following, after(following)];
    yield page;
  }
}

/** The last of a page's ids, which stand a line each: behind it the next page begins. */
export const lastLine = (ids: string): string => ids.slice(ids.lastIndexOf("\n") + 1);

/** Its failure is thrown where it is waited for, and is nobody's where it is not. */
function heard<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}
