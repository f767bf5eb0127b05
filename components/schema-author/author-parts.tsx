"use client";

import { Redo2, Undo2 } from "lucide-react";
import { factsAt } from "@/lib/schema/builder/facts";
import { NO_FIELDS } from "../connections/schema-fields";
import { Button } from "../ui/button";
import { Callout } from "../ui/callout";
import { IconButton } from "../ui/icon-button";
import type { Author } from "./use-author";

/** Back and forth in what was done, and what the last edit has to say. */
export function Toolbar({ author }: { author: Author }) {
  if (author.readOnly) return null;
  return (
    <div className="flex flex-wrap items-center gap-1">
      <IconButton size="small" label="Undo" icon={<Undo2 />} disabled={!author.canUndo} onClick={author.undo} />
      <IconButton size="small" label="Redo" icon={<Redo2 />} disabled={!author.canRedo} onClick={author.redo} />
      {(author.notes.length > 0 || author.refusal) && (
        <div className="min-w-0 flex-1 basis-64">
          <Callout
            tone="caution"
            actions={
              <Button size="small" variant="quiet" onClick={author.dismiss}>
                Dismiss
              </Button>
            }
          >
            {[...(author.refusal ? [author.refusal] : []), ...author.notes].map((note) => (
              <p key={note}>{note}</p>
            ))}
          </Callout>
        </div>
      )}
    </div>
  );
}

/** The line above the fields: the record as a whole. */
export function BuilderHead({ author, onRecord }: { author: Author; onRecord: () => void }) {
  const kept = factsAt(author.document, []).kept.map(({ keyword }) => keyword);
  return (
    <div className="flex min-h-9 items-center gap-2 border-b border-hairline px-2 text-table">
      <button
        type="button"
        onClick={onRecord}
        className="shrink-0 rounded-6 px-1.5 py-0.5 font-medium hover:bg-wash max-sm:min-h-9"
      >
        The record
      </button>
      {kept.length > 0 && (
        <span className="min-w-0 truncate text-meta text-caution">
          {kept.length} {kept.length === 1 ? "keyword" : "keywords"} kept as they are: {kept.join(", ")}
        </span>
      )}
      <span aria-hidden="true" className="ml-auto shrink-0 text-meta text-ink-faint max-sm:hidden">
        required
      </span>
      <span className="w-7 shrink-0 max-sm:hidden" />
    </div>
  );
}

/** Says that the code cannot be read at present, why, and how to go on. */
export function Broken({ author, onCode }: { author: Author; onCode: () => void }) {
  return (
    <div className="p-2">
      <Callout
        tone="caution"
        live
        title="The fields are as the code last could be read"
        actions={
          <>
            <Button size="small" onClick={onCode}>
              Mend the code
            </Button>
            {!author.readOnly && (
              <Button
                size="small"
                variant="quiet"
                onClick={() =>
                  author.setContent(
                    { ...author.content, schemaText: author.document.text },
                    "Went back to the last code that could be read",
                  )
                }
              >
                Go back to it
              </Button>
            )}
          </>
        }
      >
        {author.broken}
      </Callout>
    </div>
  );
}

/** A schema without fields, and the next step. */
export function Nothing({ readOnly }: { readOnly: boolean }) {
  return (
    <div className="flex-1 p-4 text-body text-ink-soft">
      <p>{NO_FIELDS}</p>
      {!readOnly && <p>Add the first field below, or write the schema in the code.</p>}
    </div>
  );
}
