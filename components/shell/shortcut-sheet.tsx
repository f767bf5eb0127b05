"use client";

import { Dialog } from "../ui/dialog";
import { Kbd } from "../ui/kbd";
import { isMac, keysShown, shortcutIds, shortcuts } from "./shortcuts";

const groups = [...new Set(shortcutIds.map((id) => shortcuts[id].group))];

/** Every key that does something. */
export function ShortcutSheet({ onClose }: { onClose: () => void }) {
  const mac = isMac();
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts" size="wide">
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3 className="mb-1 text-table font-medium text-ink-faint">{group}</h3>
            <dl>
              {shortcutIds
                .filter((id) => shortcuts[id].group === group)
                .map((id) => (
                  <div key={id} className="flex min-h-8 items-center justify-between gap-4 border-b border-hairline">
                    <dt>{shortcuts[id].does}</dt>
                    <dd className="flex shrink-0 gap-1">
                      {keysShown(id, mac).map((key, at) => (
                        <Kbd key={at}>{key}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
