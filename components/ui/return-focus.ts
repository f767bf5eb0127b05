"use client";

const recent: HTMLElement[] = [];

function stoodOn(element: Element | null): void {
  if (!(element instanceof HTMLElement)) return;
  recent.push(element);
  if (recent.length > 16) recent.shift();
}

if (typeof document !== "undefined") {
  document.addEventListener("focusin", ({ target }) => stoodOn(target instanceof Element ? target : null));
  // Safari gives a button that is clicked no focus, and yet it is where whoever clicks stands.
  document.addEventListener("pointerdown", ({ target }) => {
    if (target instanceof Element) stoodOn(target.closest("button"));
  });
}

/** Whether somebody stands elsewhere already: the focus is given back a moment after the close, and keys are quicker. */
function movedOn(closing: HTMLElement | null): boolean {
  const now = document.activeElement;
  return now instanceof HTMLElement && now !== document.body && !closing?.contains(now);
}

/** Leaves the focus to whoever went on already; else it goes back to the button that opened what closes. */
export function keepFocus(event: Event): void {
  if (movedOn(event.currentTarget instanceof HTMLElement ? event.currentTarget : null)) event.preventDefault();
}

/**
 * Puts focus back where it was before something that floats was opened: the last focused element that is still there,
 * is not inside what closes, and is no entry of a menu (then it is the button that opened the menu).
 */
export function returnFocus(event: Event): void {
  const closing = event.currentTarget instanceof HTMLElement ? event.currentTarget : null;
  if (movedOn(closing)) return event.preventDefault();
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
