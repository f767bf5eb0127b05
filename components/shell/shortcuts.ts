/**
 * Every key that does something, in one table: the sheet behind `?` shows it and the page's key handling reads it.
 * `mod` is ⌘ on a Mac and Ctrl elsewhere; two keys with a space are pressed one after the other.
 */
export const shortcuts = {
  palette: { group: "Everywhere", keys: "mod+k", does: "Search, go anywhere, do anything" },
  help: { group: "Everywhere", keys: "?", does: "Show this sheet" },
  home: { group: "Go to", keys: "g h", does: "Home" },
  connections: { group: "Go to", keys: "g c", does: "Connections" },
  evidence: { group: "Go to", keys: "g e", does: "Evidence" },
  audit: { group: "Go to", keys: "g a", does: "Audit" },
  people: { group: "Go to", keys: "g p", does: "People" },
  keys: { group: "Go to", keys: "g k", does: "API keys" },
  settings: { group: "Go to", keys: "g s", does: "Settings" },
  search: { group: "Records", keys: "/", does: "Search in the list" },
  filter: { group: "Records", keys: "f", does: "Add a filter" },
  next: { group: "Records", keys: "j", does: "Next record" },
  previous: { group: "Records", keys: "k", does: "Previous record" },
  select: { group: "Records", keys: "x", does: "Select the record" },
  save: { group: "Editing", keys: "mod+s", does: "Save" },
  saveNext: { group: "Editing", keys: "mod+enter", does: "Save, and on to the next to mend" },
  undo: { group: "Editing", keys: "mod+z", does: "Undo the last change" },
} as const;

export type ShortcutId = keyof typeof shortcuts;

export const shortcutIds = Object.keys(shortcuts) as ShortcutId[];

function written(key: string, mac: boolean): string {
  if (key === "mod") return mac ? "⌘" : "Ctrl";
  if (key === "enter") return "Enter";
  return key.toUpperCase();
}

/** The keys of a shortcut as they are written on the reader's keyboard, one text per key. */
export function keysShown(id: ShortcutId, mac: boolean): string[] {
  return shortcuts[id].keys.split(/[ +]/).map((key) => written(key, mac));
}

/** Whether the reader's keyboard has ⌘. Asked in the browser only. */
export function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.userAgent);
}
