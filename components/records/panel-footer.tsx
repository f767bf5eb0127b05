"use client";

import { Eraser, Trash2 } from "lucide-react";
import { useSyncExternalStore } from "react";
import { isMac, keysShown } from "../shell/shortcuts";
import { Button } from "../ui/button";
import { Kbd } from "../ui/kbd";
import type { RecordEditor } from "./use-record-editor";

type PanelFooterProps = {
  editor: RecordEditor;
  isNew: boolean;
  onSave: () => void;
  /** Saves and goes on to the next of the list, where records are gone through one after the other. */
  onSaveNext?: () => void;
  onDiscard: () => void;
  onDelete?: () => void;
  /** Takes the record's values away for good. */
  onErase?: () => void;
};

const never = () => () => {};

/** What can be done with the record, always in sight. */
export function PanelFooter({ editor, isNew, onSave, onSaveNext, onDiscard, onDelete, onErase }: PanelFooterProps) {
  const { dirty, count, saving, problems } = editor;
  const mac = useSyncExternalStore(never, isMac, () => false);
  const fields = count === 1 ? "1 field" : `${count} fields`;
  const says = !dirty
    ? ""
    : problems.length > 0
      ? `${fields} changed, ${problems.length} to mend`
      : `${fields} changed`;
  return (
    <footer className="sticky bottom-0 z-10 mt-auto flex flex-wrap items-center gap-2 border-t border-hairline bg-sheet px-4 py-2.5">
      {onSaveNext && (
        <Button variant="primary" busy={saving} onClick={onSaveNext}>
          {dirty ? "Save and next" : "Next record"}
        </Button>
      )}
      {(!onSaveNext || dirty) && (
        <Button
          variant={onSaveNext ? "plain" : "primary"}
          busy={saving && !onSaveNext}
          disabled={!dirty && !isNew && !saving}
          onClick={onSave}
        >
          {isNew ? "Create record" : "Save"}
        </Button>
      )}
      {dirty && (
        <Button variant="quiet" onClick={onDiscard}>
          Discard
        </Button>
      )}
      <span aria-live="polite" className="min-w-0 truncate text-table text-ink-faint">
        {isNew ? "" : says}
      </span>
      <span aria-hidden="true" className="ml-auto flex gap-0.5 max-sm:hidden">
        {keysShown(onSaveNext ? "saveNext" : "save", mac).map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </span>
      {onDelete && (
        <Button variant="quiet" icon={<Trash2 aria-hidden="true" />} onClick={onDelete} className="max-sm:ml-auto">
          Delete
        </Button>
      )}
      {onErase && (
        <Button variant="quiet" icon={<Eraser aria-hidden="true" />} onClick={onErase}>
          Erase…
        </Button>
      )}
    </footer>
  );
}
