"use client";

import { type RefObject, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";
import { HEAD_HEIGHT } from "./table-row";

/** Rows drawn above and below those in sight, so that a small scroll finds them there. */
const BESIDE = 6;
/** Taken to be in sight until the box has been measured. */
const GUESSED = 20;

/** The first and the last row in sight, by their places in the list. */
export type Sight = { first: number; last: number };

/** A box that scrolls, as far as rows of equal height under a head that stays are concerned. */
type Box = { scrollTop: number; clientHeight: number };

/** Which rows stand between the head and the lower edge of a box. */
function sightOf({ scrollTop, clientHeight }: Box, pixels: number): Sight {
  const last = Math.ceil((scrollTop + clientHeight - HEAD_HEIGHT) / pixels) - 1;
  return { first: Math.max(0, Math.floor(scrollTop / pixels)), last };
}

/** The places of the rows to draw, in order: those in sight, some beside them, and the one that is kept (-1: none). */
export function rowsDrawn({ first, last }: Sight, count: number, kept: number): number[] {
  const from = Math.max(0, first - BESIDE);
  const to = Math.min(count, last + BESIDE + 1);
  const drawn = Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
  if (kept < 0 || kept >= count || (kept >= from && kept < to)) return drawn;
  return kept < from ? [kept, ...drawn] : [...drawn, kept];
}

/** How far a box is to be scrolled so that a row stands wholly in it; as far as it is where it does already. */
export function topShowing(at: number, { scrollTop, clientHeight }: Box, pixels: number): number {
  const above = at * pixels;
  const below = HEAD_HEIGHT + above + pixels - clientHeight;
  return Math.min(above, Math.max(below, scrollTop));
}

/** The rows in sight of the box that scrolls them. start: how far it is scrolled before it can be asked. */
export function useSight(scroller: RefObject<HTMLElement | null>, pixels: number, start: number): Sight {
  const [sight, setSight] = useState<Sight>(() => {
    const first = Math.floor(start / pixels);
    return { first, last: first + GUESSED };
  });
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const look = () => {
      const seen = sightOf(box, pixels);
      setSight((was) => (was.first === seen.first && was.last === seen.last ? was : seen));
    };
    // Drawn in the frame that scrolls: later, the rows that come into sight would be blank for a moment.
    const scrolled = () => flushSync(look);
    const watch = new ResizeObserver(look);
    look();
    watch.observe(box);
    box.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      watch.disconnect();
      box.removeEventListener("scroll", scrolled);
    };
  }, [scroller, pixels]);
  return sight;
}
