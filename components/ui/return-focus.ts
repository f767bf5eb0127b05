"use client";

const recent: HTMLElement[] = [];

if (typeof document !== "undefined") {
  document.addEventListener("focusin", ({ target }) => {
    if (!(target instanceof HTMLElement)) return;
    recent.push(target);
    if (recent.length > 16) recent.shift();
  });
}

/**
 * Puts focus back where it was before something that floats was opened: the last focused element that is still there,
 * is not inside what closes, and is no entry of a menu (then it is the button that opened the menu).
 */
export function returnFocus(event: Event): void {
  const closing = event.currentTarget instanceof HTMLElement ? event.currentTarget : null;
  const back = recent.findLast((one) => one.isConnected && !closing?.contains(one) && !one.closest('[role="menu"]'));
  if (!back) return;
  event.preventDefault();
  back.focus();
}
