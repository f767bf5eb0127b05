"use client";

import { type RefObject, useLayoutEffect } from "react";

const LEAST = 320;

/** Makes a box reach from where it stands to the bottom of the window, so that it scrolls and the page does not. */
export function useFillHeight(box: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const fill = () => {
      const element = box.current;
      if (!element) return;
      const top = element.getBoundingClientRect().top + window.scrollY;
      element.style.setProperty("height", `${Math.max(LEAST, window.innerHeight - top)}px`);
    };
    fill();
    const watch = new ResizeObserver(fill);
    watch.observe(document.body);
    window.addEventListener("resize", fill);
    return () => {
      watch.disconnect();
      window.removeEventListener("resize", fill);
    };
  }, [box]);
}
