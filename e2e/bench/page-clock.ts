import type { JSHandle, Page } from "@playwright/test";

/** A question that the page itself can answer, once a frame: whether what is waited for stands there. */
export type Seen = JSHandle<() => boolean>;

/** What a frame may last before the eye sees the page stand still. */
const SLOW_FRAME_MS = 50;

/** Has the page mark the frame in which its first record stands there; for every document that it loads from now on. */
export async function markRows(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const look = () => {
      const row = document.querySelector("tbody tr[aria-rowindex]");
      requestAnimationFrame(row ? () => performance.mark("rows") : look);
    };
    requestAnimationFrame(look);
  });
}

/** Milliseconds from asking for the document until its first record was drawn, as the page's own clock has it. */
export async function untilRows(page: Page, go: () => Promise<unknown>): Promise<number> {
  await go();
  return page.evaluate(async () => {
    while (performance.getEntriesByName("rows").length === 0) await new Promise(requestAnimationFrame);
    return performance.getEntriesByName("rows")[0]?.startTime ?? Number.NaN;
  });
}

/** Whether the table has come to show other records than now. */
export function otherRows(page: Page): Promise<Seen> {
  return page.evaluateHandle(() => {
    const text = () => document.querySelector("tbody tr[aria-rowindex]")?.textContent ?? "";
    const before = text();
    return () => text() !== before && text() !== "" && !document.querySelector('[role=grid][aria-busy="true"]');
  });
}

/** Whether a record stands beside the table with its form, ready to be typed into. */
export function openForm(page: Page): Promise<Seen> {
  return page.evaluateHandle(() => () => document.querySelector("[role=dialog] [data-pointer] input") !== null);
}

/** Whether a notification says this. */
export function said(page: Page, words: string): Promise<Seen> {
  return page.evaluateHandle(
    (wanted) => () =>
      [...document.querySelectorAll('[aria-label="Notifications"] li')].some(({ textContent }) =>
        textContent?.startsWith(wanted),
      ),
    words,
  );
}

/**
 * Milliseconds from the last key or click of an act until the frame after the one in which it is seen, both by the
 * page's own clock: handling, the server's answer and drawing are in it, the way from this process is not.
 */
export async function timed(page: Page, seen: Seen, act: () => Promise<unknown>): Promise<number> {
  const clock = await page.evaluateHandle((isSeen) => {
    const times = { began: Number.NaN, ended: Number.NaN };
    const begin = ({ timeStamp }: Event) => (times.began = timeStamp);
    const kinds = ["pointerup", "keydown"];
    kinds.forEach((kind) => addEventListener(kind, begin, { capture: true }));
    const look = () => {
      if (Number.isNaN(times.began) || !isSeen()) return void requestAnimationFrame(look);
      kinds.forEach((kind) => removeEventListener(kind, begin, { capture: true }));
      requestAnimationFrame(() => (times.ended = performance.now()));
    };
    requestAnimationFrame(look);
    return times;
  }, seen);
  await act();
  const took = await clock.evaluate(async (times) => {
    const until = performance.now() + 15_000;
    while (Number.isNaN(times.ended) && performance.now() < until) await new Promise(requestAnimationFrame);
    return times.ended - times.began;
  });
  if (Number.isNaN(took)) throw new Error(`What an act was to bring was not seen within 15 s at ${page.url()}`);
  return took;
}

/** Scrolls the table past so many rows, as fast as one flicks, and counts the frames that came too late. */
export function scrollPast(page: Page, rows: number): Promise<{ frames: number; slow: number; longest: number }> {
  return page.evaluate(
    async ({ wanted, slowMs }) => {
      const box = document.querySelector("[role=grid]")?.parentElement;
      const height = document.querySelector("tbody tr[aria-rowindex]")?.getBoundingClientRect().height ?? Number.NaN;
      if (!box) throw new Error("No table of records is there to scroll");
      const durations: number[] = [];
      const until = performance.now() + 60_000;
      for (let last = performance.now(); box.scrollTop < wanted * height;) {
        if (performance.now() > until) throw new Error(`Only ${box.scrollTop / height} rows came within a minute`);
        box.scrollTop += 12 * height;
        await new Promise(requestAnimationFrame);
        const now = performance.now();
        durations.push(now - last);
        last = now;
      }
      const slow = durations.filter((duration) => duration > slowMs).length;
      return { frames: durations.length, slow, longest: Math.max(...durations) };
    },
    { wanted: rows, slowMs: SLOW_FRAME_MS },
  );
}
