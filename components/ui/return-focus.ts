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

/**
 * Where focus goes when something that floats opens: into its first box to fill in (of a choice: what is chosen), else
 * onto the thing itself, so that it is read from its title on.
 */
export function enterFirstBox(event: Event): void {
  const opened = event.currentTarget instanceof HTMLElement ? event.currentTarget : null;
  const box = opened?.querySelector<HTMLElement>(
    'input:not(:disabled, [type="radio"]:not(:checked)), select:not(:disabled), textarea:not(:disabled)',
  );
  event.preventDefault();
  (box ?? opened)?.focus();
}

/** The same for what is read first and filled in later: focus goes onto the thing itself. */
export function enter(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}
